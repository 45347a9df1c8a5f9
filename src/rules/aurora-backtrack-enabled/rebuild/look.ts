import type { Json } from '../../../domain/json.ts';
import type { StepContext, StepResult } from '../../../domain/remediation/stage.ts';

/** What one look at AWS comes to: it is so, or why not yet. */
export type Look<T = true> = { readonly done: T } | { readonly wait: string };

export const isDone = <T>(look: Look<T>): look is { readonly done: T } => 'done' in look;

/** Milliseconds: a quarter of the time that it has taken so far, within these bounds. */
const soonest = 2_000;
const latest = 30_000;

interface Memory {
  readonly since?: string;
}

/** AWS is at work; looked at more and more rarely the longer it takes. */
export function waiting(
  { now }: Pick<StepContext, 'now'>,
  memory: Json | null,
  says: string,
  more: Readonly<Record<string, Json>> = {},
): StepResult {
  const { since = now.toISOString() } = (memory ?? {}) as Memory;
  const waitMs = Math.min(latest, Math.max(soonest, (now.getTime() - Date.parse(since)) / 4));
  return { status: 'wait', waitMs, says, memory: { ...more, since } };
}
