import { refusal } from '../errors.ts';
import { requiredMembers, type ServiceModel } from './model.ts';
import type { Answer, Input, ParsedRequest, Protocol, RawRequest } from './protocol.ts';
import { readQueryInput } from './query-input.ts';
import { escapeXml, xmlMembers } from './xml.ts';

/**
 * The awsQuery protocol of RDS, STS and IAM: a form body `Action=…&Version=…`, an XML answer.
 * https://smithy.io/2.0/aws/protocols/aws-query-protocol.html
 */
export const query: Protocol = { family: 'query', parse, answer, refuse };

function parse(raw: RawRequest, service: ServiceModel): ParsedRequest {
  const parameters = [...new URLSearchParams(raw.body.toString('utf8'))];
  const [action, version] = ['Action', 'Version'].map((key) => parameters.find(([name]) => name === key)?.[1]);
  const operation = service.operations.get(action ?? '');
  if (!operation || version !== service.version) {
    const text = `Could not find operation ${action ?? '(none)'} for version ${version ?? 'NO_VERSION_SPECIFIED'}`;
    throw refusal('query', 'unknownOperation', text);
  }
  const rest = parameters.filter(([name]) => name !== 'Action' && name !== 'Version');
  return { operation, read: () => read(service, operation, rest) };
}

function read(service: ServiceModel, operation: ParsedRequest['operation'], parameters: [string, string][]): Input {
  try {
    const input = readQueryInput(operation.input, parameters);
    const missing = requiredMembers(operation.input).find((member) => input[member] === undefined);
    if (missing !== undefined) throw service.missingParameter(missing);
    return input;
  } catch (error) {
    if (error instanceof Error && error.name === 'Error') throw refusal('query', 'malformed', error.message);
    throw error;
  }
}

function answer(
  service: ServiceModel,
  { name, output: schema }: ParsedRequest['operation'],
  output: object,
  requestId: string,
): Answer {
  const result = schema.isUnitSchema() ? '' : `<${name}Result>${xmlMembers(schema, output)}</${name}Result>`;
  const metadata = `<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata>`;
  return xml(200, requestId, `${name}Response`, service.xmlNamespace, result + metadata);
}

function refuse(
  service: Pick<ServiceModel, 'xmlNamespace'>,
  error: Parameters<Protocol['refuse']>[1],
  requestId: string,
): Answer {
  const type = error.status >= 500 ? 'Receiver' : 'Sender';
  const body =
    `<Error><Type>${type}</Type><Code>${escapeXml(error.code)}</Code>` +
    `<Message>${escapeXml(error.message)}</Message></Error><RequestId>${requestId}</RequestId>`;
  return xml(error.status, requestId, 'ErrorResponse', service.xmlNamespace, body);
}

function xml(status: number, requestId: string, root: string, namespace: string, body: string): Answer {
  return {
    status,
    headers: { 'content-type': 'text/xml', 'x-amzn-requestid': requestId },
    body: `<${root} xmlns="${namespace}">${body}</${root}>`,
  };
}
