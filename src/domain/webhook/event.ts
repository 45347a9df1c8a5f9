import type { Transition } from '../life/transition.ts';

/** What a receiver gets: one transition, as the body of a Standard Webhooks message (standardwebhooks.com). */
export interface WebhookEvent {
  /** `finding.opened`, `finding.fixed`, …: `finding.` and the kind of the transition. */
  readonly type: string;
  /** When it was seen; ISO 8601. */
  readonly timestamp: string;
  readonly data: Omit<Transition, 'id' | 'kind' | 'at'>;
}

export const eventOf = ({ id: _, kind, at, ...data }: Transition): WebhookEvent => ({
  type: `finding.${kind}`,
  timestamp: at,
  data,
});
