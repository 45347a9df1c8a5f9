import type { Json } from './json.ts';
import type { EnvelopeKind } from './local/link.ts';

/** Something that goes wrong between the bot and Slack. */
export type Fault =
  /** HTTP 429 with `Retry-After` in seconds; nothing is done. */
  | { kind: 'rate-limited'; retryAfter: number }
  /** Another HTTP status with a short text; nothing is done. */
  | { kind: 'status'; status: number }
  /** A load balancer's page: HTTP 502 in HTML; nothing is done. */
  | { kind: 'html' }
  /** `ok: false` with this error, and what else the answer says; nothing is done. */
  | { kind: 'error'; error: string; details?: Json }
  /** The answer comes this many milliseconds later. */
  | { kind: 'delay'; ms: number }
  /** The connection breaks before anything is done. */
  | { kind: 'drop' }
  /** Everything is done, then the connection breaks. */
  | { kind: 'lost-response' };

export interface Faults {
  /** The next `times` calls of a method go wrong; `*` is any method, `response_url` and `upload` count as methods. */
  next(method: string, fault: Fault, times?: number): void;
  /** From now on each call goes wrong with this probability, in an order that the seed decides. */
  chaos(options: { seed: number; rate: number; faults: readonly Fault[]; methods?: readonly string[] }): void;
  /** The next deliveries (of a kind) to the bot come this many times more. */
  duplicate(extra: number, times?: number, kind?: EnvelopeKind): void;
  clear(): void;
  /** Takes the fault that is due for a call. */
  take(method: string): Fault | undefined;
  /** Takes the number of further copies that are due for a delivery. */
  takeDuplicates(kind: EnvelopeKind): number;
}

/** mulberry32: small, seeded, good enough to pick faults. @returns numbers from 0 to below 1 */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export function createFaults(): Faults {
  let planned: { method: string; fault: Fault; left: number }[] = [];
  let copies: { extra: number; kind: EnvelopeKind | undefined; left: number }[] = [];
  let random: ((method: string) => Fault | undefined) | undefined;
  return {
    next: (method, fault, times = 1) => {
      planned.push({ method, fault, left: times });
    },
    chaos: ({ seed, rate, faults, methods }) => {
      const roll = seededRandom(seed);
      random = (method) => {
        if (methods !== undefined && !methods.includes(method)) return undefined;
        return roll() < rate ? faults[Math.floor(roll() * faults.length)] : undefined;
      };
    },
    duplicate: (extra, times = 1, kind = undefined) => {
      copies.push({ extra, kind, left: times });
    },
    clear: () => {
      planned = [];
      copies = [];
      random = undefined;
    },
    take: (method) => {
      const due = planned.find((each) => each.left > 0 && (each.method === '*' || each.method === method));
      if (due === undefined) return random?.(method);
      due.left -= 1;
      return due.fault;
    },
    takeDuplicates: (kind) => {
      const due = copies.find((each) => each.left > 0 && (each.kind === undefined || each.kind === kind));
      if (due === undefined) return 0;
      due.left -= 1;
      return due.extra;
    },
  };
}
