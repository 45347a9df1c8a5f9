import type { CauseGroup } from '../cause-group.ts';
import type { Series } from '../series.ts';
import type { ChangeKind } from './change.ts';

/** Findings that need someone and are told together: of one cause, mended one way, and owned by the same people. */
export interface OpenGroup {
  /** `open` where a first digest says how things stand. */
  readonly kind: 'new' | 'returned' | 'changed' | 'unreadable' | 'open';
  /** They were fine before. */
  readonly lost: boolean;
  readonly group: CauseGroup;
  /** Slack user group ids. */
  readonly owners: readonly string[];
  /** When it was seen, of one finding alone. */
  readonly seenAt?: string;
}

/** Findings that need nobody any more, told in one line. */
export interface ClosedGroup {
  readonly kind: 'fixed' | 'gone' | 'set-aside';
  /** Who or what brought it about, as plain text: `fixed by Bob Brown's approval`. */
  readonly how: string;
  readonly count: number;
  /** The first few. */
  readonly members: readonly { readonly findingId: string; readonly name: string; readonly accountName: string }[];
  /** What is true of it now, when there is one alone. */
  readonly reason?: string;
}

export interface Unscanned {
  readonly accountId: string;
  readonly accountName: string;
  readonly regions: readonly string[];
  readonly why: string;
  /** ISO time of its last scan; unset when it has never been scanned. */
  readonly since?: string;
}

export interface DigestCounts {
  readonly changes: Readonly<Record<ChangeKind, number>>;
  /** Failing and set aside by nobody, changes included. */
  readonly open: number;
  /** Of those, the ones that were open at the digest before, too. */
  readonly still: number;
  readonly unknown: number;
  readonly muted: number;
  readonly exempt: number;
  /** Of the baseline. */
  readonly accepted: number;
}

/** Everything that a digest says; stored, so that it says the same however often it is drawn. */
export interface DigestContent {
  readonly kind: 'digest';
  /** The local date that it is for. */
  readonly date: string;
  readonly zone: string;
  readonly composedAt: string;
  /** How things stand, because nothing has been told here before. */
  readonly first: boolean;
  /** In words; `all accounts`. */
  readonly scope: string;
  /** Plain text, as long as a header may be. */
  readonly headline: string;
  /** Nothing has happened that anybody has to be told. */
  readonly quiet: boolean;
  readonly counts: DigestCounts;
  readonly coverage: { readonly targets: number; readonly scanned: number; readonly unscanned: readonly Unscanned[] };
  /** Why there is no fresh audit behind it, as a sentence; then `oldest` is how old its verdicts may be. */
  readonly problem?: string;
  readonly oldest?: string;
  /** The worst first; only as many as a message may hold. */
  readonly open: readonly OpenGroup[];
  readonly closed: readonly ClosedGroup[];
  /** How many groups of each there are beyond those. */
  readonly more: { readonly open: number; readonly closed: number };
  /** Changes that their home channels tell. */
  readonly elsewhere: readonly { readonly channelId: string; readonly count: number }[];
  readonly mutesEnding: readonly { readonly label: string; readonly until: string }[];
  readonly waiting: readonly { readonly what: string; readonly whom: readonly string[]; readonly count: number }[];
  readonly copies?: {
    readonly count: number;
    /** Of those whose cost is known; US dollars. */
    readonly usdPerDay: number;
    readonly unpriced: number;
    readonly oldestAt: string;
    /** When the next one goes by itself; undefined when none does. */
    readonly nextRemovalAt?: string;
  };
  readonly longestOpen?: { readonly name: string; readonly accountName: string; readonly since: string };
  /** The last 30 days, today last. */
  readonly series: Series;
}

/** What databases that matter have lost, told at once. */
export interface UrgentContent {
  readonly kind: 'urgent';
  readonly composedAt: string;
  /** Plain text, as long as a header may be. */
  readonly headline: string;
  /** The tags by which they matter: `env=prod`. */
  readonly tags: readonly string[];
  readonly open: readonly OpenGroup[];
  readonly more: { readonly open: number };
}
