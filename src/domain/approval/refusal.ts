export type Refusal =
  | 'not-an-approver'
  | 'own-request'
  | 'not-a-member'
  | 'already-decided'
  | 'expired'
  | 'closed'
  /** Not planned yet, or not approved yet. */
  | 'not-ready'
  | 'plan-changed'
  | 'not-enabled'
  | 'managed-by-code'
  | 'refused-by-plan'
  | 'muted'
  | 'paused'
  | 'confirmation'
  | 'reason-missing'
  | 'outside-window'
  | 'people-unavailable'
  /** The bot has no key to sign with. */
  | 'keys-missing'
  /** Too many people decided at the same moment. */
  | 'conflict';

/** Why something is not done; `text` is one or two sentences of Slack mrkdwn for the person who asked for it. */
export interface Refused {
  readonly may: false;
  readonly why: Refusal;
  readonly text: string;
}

export const refuse = (why: Refusal, text: string): Refused => ({ may: false, why, text });
