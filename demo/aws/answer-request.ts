import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Admission, admit, protocolOf } from './admit.ts';
import { AwsError, refusal } from './errors.ts';
import { type Delivery, needsAnswer, refusalFor, spoil } from './fault-effects.ts';
import type { Fault, Faults, FaultTarget } from './faults.ts';
import { perform, type World } from './perform.ts';
import type { Answer, RawRequest } from './protocol/protocol.ts';
import type { RequestLog, RequestRecord } from './request-log.ts';
import type { Service } from './service.ts';

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
    return protocol.refuse(services.get(record.service ?? '') ?? { xmlNamespace: '' }, refused, record.requestId);
  };
  let admission: Admission;
  try {
    admission = admit(raw, record, services, identity, state);
  } catch (error) {
    return { kind: 'whole', answer: refuse(error) };
  }
  const faults = stage.faults.strike(targetOf(admission, record));
  const delays = faults.filter(({ effect }) => effect === 'delay').map(({ ms }) => ms);
  const wait = delays.reduce((sum, ms) => sum + ms, admission.account.latencyMs);
  if (wait > 0) await sleep(wait, undefined, { signal: closing });
  const fault = faults.find(({ effect }) => effect !== 'delay');
  if (fault ?? faults[0]) record.fault = (fault ?? faults[0])?.effect ?? '';
  const run = (): Answer => {
    try {
      return protocol.answer(admission.service, admission.operation, perform(admission, stage), record.requestId);
    } catch (error) {
      return refuse(error);
    }
  };
  if (!fault) return { kind: 'whole', answer: run() };
  const truthful = needsAnswer(fault) ? run() : { status: 200, headers: {}, body: '' };
  return isRefusal(fault)
    ? { kind: 'whole', answer: refuse(refusalFor(fault, protocol.family)) }
    : spoil(fault, truthful);
}

function isRefusal({ effect }: Fault): boolean {
  return effect === 'throttle' || effect === 'error';
}

/** AssumeRole calls the hub's account and concerns the role's: a fault of either account strikes it. */
function targetOf({ account, region, service, operation }: Admission, record: RequestRecord): FaultTarget {
  const role = /^arn:aws:iam::(\d{12}):role\//.exec(String(record.input?.RoleArn ?? ''))?.[1];
  const accountIds = role === undefined ? [account.id] : [account.id, role];
  return { accountIds, region, service: service.name, action: operation.name };
}

function recordFor({ headers }: RawRequest, time: Date): RequestRecord {
  const attempt = Number(/attempt=(\d+)/.exec(headers['amz-sdk-request'] ?? '')?.[1] ?? 1);
  return { requestId: randomUUID(), time, attempt, invocationId: headers['amz-sdk-invocation-id'] };
}
