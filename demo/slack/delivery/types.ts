import type { Json } from '../json.ts';
import type { EnvelopeKind } from '../local/link.ts';

/** How the bot answered one envelope. */
export type Answer =
  | { status: 'acked'; payload: unknown }
  | { status: 'timeout' }
  | { status: 'unreachable' }
  | { status: 'http-error'; code: number };

/** Slack's retry marks of an event. */
export interface Retry {
  attempt: number;
  reason: string;
}

/** Something that was sent to the bot, and what became of it. */
export interface Delivery {
  kind: EnvelopeKind;
  payload: Json;
  /** Milliseconds since 1970. */
  at: number;
  /** Milliseconds until the answer. */
  tookMs: number;
  answer: Answer;
  /** Whether `answer` is known by now. */
  answered: boolean;
  /** What the person saw go wrong: `operation_timeout`, `dispatch_failed`, `invalid_command_response`, … */
  problem?: string;
  /** Complaints about a view in the answer, by block. */
  errors?: Record<string, string>;
  retry?: Retry;
  duplicate: boolean;
}

/** A way to the bot. */
export interface Transport {
  send(kind: EnvelopeKind, payload: Json, retry: Retry | undefined): Promise<Answer>;
}
