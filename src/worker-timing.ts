import { againAfterMs } from './domain/webhook/again-after.ts';

/** Times that follow from how Slack and receivers behave, so that nobody configures them; tests shorten them. Milliseconds. */
export interface WorkerTiming {
  /** How long Slack's answer to a call is waited for. */
  readonly slackMs: number;
  /** A post that was on its way when its sender died is with Slack, or lost, after this. */
  readonly postSettlesMs: number;
  /** A message belongs to the worker that renders it until this long after its last sign of life. */
  readonly messageLockMs: number;
  /** News that must not wait for a digest wait this long for each other: one plan that stops hits many databases. */
  readonly urgentTogetherMs: number;
  /** How long a webhook receiver's answer is waited for. */
  readonly webhookMs: number;
  /** When an event that has waited for `ageMs` is sent again. */
  readonly webhookAgainMs: typeof againAfterMs;
}

export const usualTiming: WorkerTiming = {
  slackMs: 10_000,
  postSettlesMs: 15_000,
  messageLockMs: 10_000,
  urgentTogetherMs: 10_000,
  webhookMs: 15_000,
  webhookAgainMs: againAfterMs,
};
