import { type AwsError, refusal } from '../errors.ts';
import { type OperationModel, requiredMembers, type ServiceModel } from './model.ts';
import { fromPlain, toPlain } from './plain.ts';
import type { Answer, Input, ParsedRequest, Protocol, RawRequest } from './protocol.ts';

/**
 * The awsJson1.0 protocol of CloudWatch: the header `X-Amz-Target` names the operation, the body is JSON. The service
 * spoke awsQuery before and still tells the old error code, in a header, which the SDK takes for the name of an error
 * that is not modelled.
 * https://smithy.io/2.0/aws/protocols/aws-json-1_0-protocol.html
 */
export const awsJson: Protocol = { family: 'json', parse, answer, refuse };

/**
 * The awsJson1.1 protocol of services that never spoke another. What their front end refuses carries its words in
 * `Message`, what they refuse themselves in `message`.
 * https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html
 */
export const awsJson11: Protocol = {
  family: 'json',
  parse,
  answer: (_service, { output: schema }, output, requestId) =>
    json(200, requestId, schema.isUnitSchema() ? {} : (toPlain(schema, output) as object), '1.1'),
  refuse: (_service, error, requestId) => {
    const word = error.code === 'AccessDeniedException' ? 'Message' : 'message';
    return json(error.status, requestId, { __type: error.code, [word]: error.message, ...error.members }, '1.1');
  },
};

function parse(raw: RawRequest, service: ServiceModel): ParsedRequest {
  const target = raw.headers['x-amz-target'] ?? '';
  const [prefix, name = ''] = target.split('.');
  const operation = service.operations.get(name);
  if (!operation || prefix !== service.target) throw refusal('json', 'unknownOperation', `Unknown operation ${target}`);
  return { operation, read: () => read(service, operation, raw.body) };
}

function read(service: ServiceModel, operation: OperationModel, body: Buffer): Input {
  try {
    const json: unknown = JSON.parse(body.toString('utf8') || '{}');
    const input = fromPlain(operation.input, json, 'body') as Record<string, unknown>;
    const missing = requiredMembers(operation.input).find((member) => input[member] === undefined);
    if (missing !== undefined) throw service.missingParameter(missing);
    return input;
  } catch (error) {
    const unreadable = error instanceof Error && (error.name === 'Error' || error.name === 'SyntaxError');
    if (unreadable) throw refusal('json', 'malformed', error.message);
    throw error;
  }
}

function answer(_service: ServiceModel, { output: schema }: OperationModel, output: object, requestId: string): Answer {
  return json(200, requestId, schema.isUnitSchema() ? {} : (toPlain(schema, output) as object));
}

function refuse(_service: unknown, error: AwsError, requestId: string): Answer {
  const old = error.code.replace(/Exception$/, '');
  const fault = error.status >= 500 ? 'Receiver' : 'Sender';
  const refused = json(error.status, requestId, { __type: error.code, message: error.message, ...error.members });
  return { ...refused, headers: { ...refused.headers, 'x-amzn-query-error': `${old};${fault}` } };
}

function json(status: number, requestId: string, body: object, version = '1.0'): Answer {
  const headers = { 'content-type': `application/x-amz-json-${version}`, 'x-amzn-requestid': requestId };
  return { status, headers, body: JSON.stringify(body) };
}
