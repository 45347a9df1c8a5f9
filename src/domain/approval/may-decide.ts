/** Whether somebody may approve, with the reason to show him; decided at the click, never from the message. */
export type MayDecide =
  | { readonly may: true; readonly because: string }
  | { readonly may: false; readonly why: Refusal; readonly text: string };

export type Refusal =
  | 'not-an-approver'
  | 'own-request'
  | 'not-a-member'
  | 'already-decided'
  | 'expired'
  | 'closed'
  | 'plan-changed'
  | 'not-enabled'
  | 'managed-by-code'
  | 'refused-by-plan'
  | 'muted'
  | 'paused'
  | 'confirmation'
  | 'reason-missing'
  | 'outside-window'
  | 'people-unavailable';
