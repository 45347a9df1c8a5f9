import type { NormalizedSchema } from '@smithy/core/schema';
import { type AwsError, refusal } from '../errors.ts';
import { type OperationModel, requiredMembers, type ServiceModel } from './model.ts';
import { fromPlain, toPlain } from './plain.ts';
import type { Answer, Input, ParsedRequest, Protocol, RawRequest } from './protocol.ts';
import { createRouter, type Router } from './routes.ts';
import { fromTimestamp } from './timestamp.ts';

/**
 * The restJson1 protocol of AWS Backup: method and path choose the operation, labels and query parameters
 * bind members, the rest is JSON. https://smithy.io/2.0/aws/protocols/aws-restjson1-protocol.html
 */
export const restJson: Protocol = { family: 'json', parse, answer, refuse };

const routers = new WeakMap<ServiceModel, Router>();

function parse(raw: RawRequest, service: ServiceModel): ParsedRequest {
  const router = routers.get(service) ?? createRouter(service.operations.values());
  routers.set(service, router);
  const parameters = new URLSearchParams(raw.query);
  const route = router(raw.method, raw.path, parameters);
  if (!route) throw refusal('json', 'unknownOperation', `No operation answers ${raw.method} ${raw.path}`);
  const { operation, labels } = route;
  return { operation, read: () => read(service, operation, labels, parameters, raw.body) };
}

function read(
  service: ServiceModel,
  operation: OperationModel,
  labels: Readonly<Record<string, string>>,
  parameters: URLSearchParams,
  body: Buffer,
): Input {
  try {
    const input: Record<string, unknown> = readBody(operation.input, body);
    for (const [name, member] of operation.input.structIterator()) {
      const { httpLabel, httpQuery } = member.getMergedTraits();
      if (httpLabel) input[name] = scalar(member, labels[name] ?? '', name);
      else if (httpQuery && parameters.has(httpQuery))
        input[name] = fromQuery(member, parameters.getAll(httpQuery), name);
    }
    const missing = requiredMembers(operation.input).find((member) => input[member] === undefined);
    if (missing !== undefined) throw service.missingParameter(missing);
    return input;
  } catch (error) {
    const unreadable = error instanceof Error && (error.name === 'Error' || error.name === 'SyntaxError');
    if (unreadable) throw refusal('json', 'malformed', error.message);
    throw error;
  }
}

function readBody(schema: NormalizedSchema, body: Buffer): Record<string, unknown> {
  if (body.length === 0) return {};
  return fromPlain(schema, JSON.parse(body.toString('utf8')), 'body') as Record<string, unknown>;
}

function fromQuery(schema: NormalizedSchema, values: readonly string[], name: string): unknown {
  if (schema.isListSchema()) return values.map((value) => scalar(schema.getValueSchema(), value, name));
  return scalar(schema, values[0] ?? '', name);
}

function scalar(schema: NormalizedSchema, text: string, name: string): unknown {
  if (schema.isTimestampSchema()) return fromPlain(schema, fromTimestamp(text) ? text : Number(text), name);
  if (schema.isNumericSchema() && text.trim() !== '' && !Number.isNaN(Number(text))) return Number(text);
  if (schema.isBooleanSchema() && /^(true|false)$/.test(text)) return text === 'true';
  return fromPlain(schema, text, name);
}

function answer(_service: ServiceModel, operation: OperationModel, output: object, requestId: string): Answer {
  const status = operation.http?.[2] ?? 200;
  const body = operation.output.isUnitSchema() ? '' : JSON.stringify(toPlain(operation.output, output));
  return { status, headers: { 'content-type': 'application/json', 'x-amzn-requestid': requestId }, body };
}

/** The error's type travels in a header that carries a suffix clients must cut off; the body has members of its own. */
function refuse(_service: unknown, error: AwsError, requestId: string): Answer {
  const headers = {
    'content-type': 'application/json',
    'x-amzn-requestid': requestId,
    'x-amzn-errortype': `${error.code}:http://internal.amazon.com/coral/com.amazonaws.services.cryo/`,
  };
  const message = error.status === 403 && !error.code.startsWith('AccessDenied') ? 'message' : 'Message';
  return { status: error.status, headers, body: JSON.stringify({ ...error.members, [message]: error.message }) };
}
