/** What a mute sets aside: one finding, everything about one database, or one rule in one account. */
export type MuteSubject =
  | { readonly kind: 'finding'; readonly findingId: string }
  | { readonly kind: 'database'; readonly arn: string }
  | { readonly kind: 'account-rule'; readonly accountId: string; readonly ruleId: string };

/** Set aside by a person until a date, with a reason. It counts apart, stays in exports and is never remediated. */
export interface Mute {
  readonly id: string;
  readonly subject: MuteSubject;
  /** Of the account that it is about: who may approve there may take it back. */
  readonly accountId: string;
  /** As a person reads it: `legacy-etl (data-lake)`. */
  readonly label: string;
  /** ISO 8601. */
  readonly until: string;
  /** Its findings come back over this many days before `until`, the last of them then; all at once when left out. */
  readonly spreadDays?: number;
  readonly reason: string;
  /** Slack user id. */
  readonly by: string;
  readonly at: string;
  /** Taken back before its time. */
  readonly endedAt?: string;
  readonly endedBy?: string;
}

/** What a muted finding carries. */
export interface Muted {
  readonly muteId: string;
  /** When this finding comes back, which may be some days before its mute ends. */
  readonly until: string;
  readonly reason: string;
  readonly by: string;
}

/** A failure that was there already when people began: known and counted apart, told again only once it changes. */
export interface Accepted {
  readonly at: string;
  /** Slack user id. */
  readonly by: string;
  /** It holds for this cause alone. */
  readonly cause: string;
}
