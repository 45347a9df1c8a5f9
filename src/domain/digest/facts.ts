import type { Approval } from '../approval/record.ts';
import type { Finding } from '../finding.ts';
import type { Transition } from '../life/transition.ts';
import type { Accepted, Mute } from '../mute/mute.ts';
import type { LatestTarget } from '../ports.ts';
import type { KeptCopy } from '../remediation/made.ts';
import type { RuleMeta } from '../rule.ts';
import type { Series } from '../series.ts';
import type { Belonging } from './belongs.ts';

/** Everything that a digest is put together from; of all channels, since what belongs to whom is decided here. */
export interface DigestFacts {
  readonly where: Belonging;
  readonly date: string;
  readonly zone: string;
  readonly now: Date;
  /** Nothing has been told in this channel before: there is nothing that things could have changed from. */
  readonly first: boolean;
  /** Targets of which the digest before said that they could not be scanned. */
  readonly toldUnscanned: readonly string[];
  /** Since the digest before, in their order. */
  readonly transitions: readonly Transition[];
  /** The newest verdicts, with what is set aside. */
  readonly findings: readonly Finding[];
  /** Finding id → ISO time since when it is open. */
  readonly openSince: ReadonlyMap<string, string>;
  readonly targets: readonly LatestTarget[];
  readonly mutes: readonly Mute[];
  /** Accepted failures, by finding id. */
  readonly baseline: ReadonlyMap<string, Accepted>;
  readonly approvals: readonly Approval[];
  readonly copies: readonly KeptCopy[];
  /** Slack user id → name. */
  readonly names: ReadonlyMap<string, string>;
  /** What needed someone on each of the last 30 days, of what belongs to this channel. */
  readonly series: Series;
  readonly metas: readonly RuleMeta[];
  /** Why no audit stands behind it, as a sentence. */
  readonly problem?: string | undefined;
}
