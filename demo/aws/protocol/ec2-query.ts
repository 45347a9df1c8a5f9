import { type AwsError, refusal } from '../errors.ts';
import { requiredMembers, type ServiceModel } from './model.ts';
import type { Answer, Input, ParsedRequest, Protocol, RawRequest } from './protocol.ts';
import { type QueryDialect, readQueryInput } from './query-input.ts';
import { escapeXml, xmlMembers } from './xml.ts';

/**
 * The ec2Query protocol: a form body as in awsQuery, but with capital letters first and lists without a level of their
 * own; an XML answer without a `Result` element, and errors in a list.
 * https://smithy.io/2.0/aws/protocols/aws-ec2-query-protocol.html
 */
export const ec2Query: Protocol = { family: 'ec2', parse, answer, refuse };

const dialect: QueryDialect = {
  keyOf: (member, name) => {
    const { ec2QueryName, xmlName } = member.getMergedTraits();
    const key: string = xmlName ?? name;
    return typeof ec2QueryName === 'string' ? ec2QueryName : key.slice(0, 1).toUpperCase() + key.slice(1);
  },
  isFlat: () => true,
};

function parse(raw: RawRequest, service: ServiceModel): ParsedRequest {
  const parameters = [...new URLSearchParams(raw.body.toString('utf8'))];
  const [action, version] = ['Action', 'Version'].map((key) => parameters.find(([name]) => name === key)?.[1]);
  const operation = service.operations.get(action ?? '');
  if (!operation || version !== service.version) {
    throw refusal('ec2', 'unknownOperation', `The action ${action ?? '(none)'} is not valid for this web service.`);
  }
  const rest = parameters.filter(([name]) => name !== 'Action' && name !== 'Version');
  return { operation, read: () => read(service, operation, rest) };
}

function read(service: ServiceModel, operation: ParsedRequest['operation'], parameters: [string, string][]): Input {
  try {
    const input = readQueryInput(operation.input, parameters, dialect);
    const missing = requiredMembers(operation.input).find((member) => input[member] === undefined);
    if (missing !== undefined) throw service.missingParameter(missing);
    return input;
  } catch (error) {
    if (error instanceof Error && error.name === 'Error') throw refusal('ec2', 'malformed', error.message);
    throw error;
  }
}

function answer(
  service: ServiceModel,
  { name, output: schema }: ParsedRequest['operation'],
  output: object,
  requestId: string,
): Answer {
  const members = schema.isUnitSchema() ? '' : xmlMembers(schema, output);
  const body = `<requestId>${requestId}</requestId>${members}`;
  return xml(200, requestId, `<${name}Response xmlns="${service.xmlNamespace}">${body}</${name}Response>`);
}

/** What IAM says comes after a sentence of EC2's own. */
function refuse(_service: unknown, { code, message, status }: AwsError, requestId: string): Answer {
  const words =
    code === 'UnauthorizedOperation' ? `You are not authorized to perform this operation. ${message}` : message;
  const error = `<Error><Code>${escapeXml(code)}</Code><Message>${escapeXml(words)}</Message></Error>`;
  return xml(status, requestId, `<Response><Errors>${error}</Errors><RequestID>${requestId}</RequestID></Response>`);
}

function xml(status: number, requestId: string, body: string): Answer {
  const headers = { 'content-type': 'text/xml;charset=UTF-8', 'x-amzn-requestid': requestId };
  return { status, headers, body: `<?xml version="1.0" encoding="UTF-8"?>${body}` };
}
