import { setTimeout as sleep } from 'node:timers/promises';
import type { Fault, Faults } from '../faults.ts';
import type { Json } from '../json.ts';
import { SlackRefusal } from '../refusal.ts';

/** What goes back over the wire. */
export interface Reply {
  status: number;
  headers: Record<string, string>;
  body: string;
  /** What the answer says, or would have said. */
  answer: Json;
  /** Break the connection instead of answering. */
  broken: boolean;
  fault?: Fault;
}

const json = (answer: Json, status = 200, headers: Record<string, string> = {}): Reply => ({
  status,
  headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
  body: JSON.stringify(answer),
  answer,
  broken: false,
});

const page = '<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>';

function failing(fault: Fault): Reply | undefined {
  switch (fault.kind) {
    case 'rate-limited':
      return json({ ok: false, error: 'ratelimited' }, 429, { 'retry-after': String(fault.retryAfter) });
    case 'status':
      return { ...json({ ok: false }, fault.status, { 'content-type': 'text/plain' }), body: 'upstream error' };
    case 'html':
      return { ...json({ ok: false }, 502, { 'content-type': 'text/html' }), body: page };
    case 'error':
      return json({ ok: false, error: fault.error, ...fault.details });
    case 'drop':
      return { ...json({ ok: false }), broken: true };
    default:
      return undefined;
  }
}

/**
 * Does the work of one request, or what a planned fault says instead.
 *
 * @param refusedStatus HTTP status of a refusal: 200 in the Web API
 */
export async function answerWith(
  faults: Faults,
  method: string,
  work: () => Promise<Json>,
  refusedStatus: (error: string) => number = () => 200,
): Promise<Reply> {
  const fault = faults.take(method);
  const mark = fault === undefined ? {} : { fault };
  const failed = fault === undefined ? undefined : failing(fault);
  if (failed !== undefined) return { ...failed, ...mark };
  if (fault?.kind === 'delay') await sleep(fault.ms);
  const broken = fault?.kind === 'lost-response';
  try {
    return { ...json({ ok: true, ...(await work()) }), broken, ...mark };
  } catch (error) {
    if (!(error instanceof SlackRefusal)) throw error;
    const { message, details, retryAfter } = error;
    const late = retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) };
    const status = retryAfter === undefined ? refusedStatus(message) : 429;
    return { ...json({ ok: false, error: message, ...details }, status, late), broken, ...mark };
  }
}
