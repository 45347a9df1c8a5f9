import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Admission, admit, protocolOf } from './admit.ts';
import { AwsError, refusal } from './errors.ts';
import { type Delivery, needsAnswer, refusalFor, spoil } from './fault-effects.ts';
import type { Fault, Faults, FaultTarget } from './faults.ts';
import { perform, type World } from './perform.ts';
import type { Answer, RawRequest } from './protocol/protocol.ts';
import { isRead, type RequestLog, type RequestRecord } from './request-log.ts';
import type { Service } from './service.ts';
import { readSignature } from './signature.ts';

/** What the server needs to answer requests. */
export interface Backstage extends World {
  readonly services: ReadonlyMap<string, Service>;
  readonly faults: Faults;
  readonly log: RequestLog;
}

/** Answers one request, faults and latency included. Rejects only when `closing` fires while it waits. */
export async function answerRequest(raw: RawRequest, stage: Backstage, closing: AbortSignal): Promise<Delivery> {
  const record = stage.log.add(recordFor(raw, stage.clock()));
  const delivery = await deliver(raw, record, stage, closing);
  if (delivery.answer) record.status = delivery.answer.status;
  return delivery;
}

async function deliver(
  raw: RawRequest,
  record: RequestRecord,
  stage: Backstage,
  closing: AbortSignal,
): Promise<Delivery> {
  const { services, identity, state } = stage;
  const protocol = protocolOf(raw, services);
  const refuse = (error: unknown): Answer => {
    const refused = error instanceof AwsError ? error : refusal(protocol.family, 'internal', `Simulator: ${error}`);
    record.errorCode = refused.code;
    return protocol.refuse({ xmlNamespace: namespaceOf(raw, services) }, refused, record.requestId);
  };
  let admission: Admission;
  try {
    admission = admit(raw, record, services, identity, state);
  } catch (error) {
    return { kind: 'whole', answer: refuse(error) };
  }
  const { operation, service } = admission;
  const write = !isRead(operation.name);
  if (write) record.applied = false;
  const faults = stage.faults.strike(targetOf(admission, record, write));
  const sum = (delays: readonly Fault[]): number => delays.reduce((total, { ms }) => total + ms, 0);
  const delays = faults.filter(({ effect }) => effect === 'delay');
  const pause = async (ms: number): Promise<void> => {
    if (ms > 0) await sleep(ms, undefined, { signal: closing });
  };
  await pause(admission.account.latencyMs + sum(delays.filter(({ phase }) => phase === 'before')));
  const fault = faults.find(({ effect }) => effect !== 'delay' && effect !== 'ends-in');
  const ending = faults.find(({ effect }) => effect === 'ends-in');
  if (fault ?? faults[0]) record.fault = (fault ?? faults[0])?.effect ?? '';
  const run = (): Answer => {
    try {
      const output = perform(admission, stage, ending);
      if (write) Object.assign(record, { applied: true, output });
      return protocol.answer(service, operation, output, record.requestId);
    } catch (error) {
      return refuse(error);
    }
  };
  const truthful = !fault || needsAnswer(fault) ? run() : { status: 200, headers: {}, body: '' };
  await pause(sum(delays.filter(({ phase }) => phase === 'after')));
  if (!fault) return { kind: 'whole', answer: truthful };
  return isRefusal(fault)
    ? { kind: 'whole', answer: refuse(refusalFor(fault, protocol.family)) }
    : spoil(fault, truthful);
}

function isRefusal({ effect }: Fault): boolean {
  return effect === 'throttle' || effect === 'error' || effect === 'applied-500';
}

function namespaceOf(raw: RawRequest, services: ReadonlyMap<string, Service>): string {
  return services.get(readSignature(raw.headers)?.service ?? '')?.xmlNamespace ?? '';
}

/** AssumeRole calls the hub's account and concerns the role's: a fault of either account strikes it. */
function targetOf(
  { account, region, service, operation }: Admission,
  record: RequestRecord,
  write: boolean,
): FaultTarget {
  const role = /^arn:aws:iam::(\d{12}):role\//.exec(String(record.input?.RoleArn ?? ''))?.[1];
  const accountIds = role === undefined ? [account.id] : [account.id, role];
  const called = { region, service: service.prefix ?? service.name, action: operation.name };
  return { ...called, accountIds, write, input: record.input ?? {} };
}

function recordFor({ headers }: RawRequest, time: Date): RequestRecord {
  const attempt = Number(/attempt=(\d+)/.exec(headers['amz-sdk-request'] ?? '')?.[1] ?? 1);
  return { requestId: randomUUID(), time, attempt, invocationId: headers['amz-sdk-invocation-id'] };
}
