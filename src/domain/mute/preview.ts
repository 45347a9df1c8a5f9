import type { Account, Estate } from '../accounts.ts';
import type { ApprovalStore } from '../approval/ports.ts';
import type { Finding } from '../finding.ts';
import type { RunStore } from '../remediation/ports.ts';
import { type CoveredDeps, covered, isHidden } from './covered.ts';
import type { Mute, MuteSubject } from './mute.ts';
import type { MuteStore } from './ports.ts';
import { dayMs, spreadDays, staggered } from './stagger.ts';
import { accountIdOf, labelOf, subjectKey } from './subject.ts';
import { endOf, type MuteTime } from './time.ts';

export interface PreviewDeps extends CoveredDeps {
  readonly estate: Pick<Estate, 'accounts'>;
  readonly mutes: Pick<MuteStore, 'inForce'>;
  readonly approvals: Pick<ApprovalStore, 'get' | 'listOpen'>;
  readonly runs: Pick<RunStore, 'open'>;
  readonly now: () => Date;
}

export const shownMost = 5;

/** What a mute of a subject would hide at this moment. */
export interface Hides {
  readonly failing: number;
  /** Could not be judged. */
  readonly unknown: number;
  /** Of the same subject and fine now; muted, too, should they fail before the end. */
  readonly fine: number;
  /** The first few, failures first. */
  readonly shown: readonly Finding[];
  /** Open approvals that could not be approved any more. */
  readonly pending: number;
  /** Runs under way, which would go on. */
  readonly running: number;
}

/** Everything that somebody sees before he mutes. */
export interface MutePreview {
  /** Of the mute that would be made: it draws the days. */
  readonly id: string;
  readonly subject: MuteSubject;
  readonly label: string;
  readonly account: Account;
  readonly hides: Hides;
  readonly time: MuteTime;
  readonly until: string;
  readonly spreadDays: number;
  /** Whole days by which it ends before what was asked for, because others end on that day. */
  readonly earlierDays: number;
  /** Somebody has muted this very subject already. */
  readonly already?: Mute | undefined;
}

export type Previewed =
  | { readonly preview: MutePreview }
  /** `field`: what has to be entered differently, if it is only that. */
  | { readonly problem: string; readonly field?: 'time'; readonly account?: Account };

/** What a mute would hide, and until when; nothing is stored. */
export async function previewMute(
  deps: PreviewDeps,
  { id, subject, time }: { readonly id: string; readonly subject: MuteSubject; readonly time: MuteTime },
): Promise<Previewed> {
  const now = deps.now();
  const found = await hides(deps, subject);
  const { sample } = found;
  const accountId = accountIdOf(subject, sample);
  const account = deps.estate.accounts.find((each) => each.id === accountId);
  if (accountId === undefined || (subject.kind !== 'account-rule' && sample === undefined))
    return { problem: 'That is no longer among the newest findings. `/aurora findings` shows how things are now.' };
  if (account === undefined) return { problem: `Account ${accountId} is no longer in accounts.yaml.` };
  const end = endOf(time, now, { days: account.policy.maxMuteDays, accountName: account.name });
  if ('problem' in end) return { problem: end.problem, field: 'time', account };

  const mutes = await deps.mutes.inForce(now.getTime());
  const asked = end.until.getTime();
  const many = subject.kind === 'account-rule';
  const until = many ? asked : staggered(id, now.getTime(), asked, mutes);
  const { sample: _, ...rest } = found;
  return {
    preview: {
      id,
      subject,
      label: labelOf(subject, account.name, sample),
      account,
      hides: rest,
      time,
      until: new Date(until).toISOString(),
      spreadDays: many ? spreadDays(found.failing + found.unknown, now.getTime(), asked) : 0,
      earlierDays: Math.round((asked - until) / dayMs),
      already: mutes.find((mute) => subjectKey(mute.subject) === subjectKey(subject)),
    },
  };
}

async function hides(
  deps: PreviewDeps,
  subject: MuteSubject,
): Promise<Hides & { readonly sample: Finding | undefined }> {
  const counts = { failing: 0, unknown: 0, fine: 0 };
  const failing: Finding[] = [];
  const unknown: Finding[] = [];
  const ids = new Set<string>();
  let sample: Finding | undefined;
  for await (const finding of covered(deps, subject)) {
    sample ??= finding;
    ids.add(finding.id);
    if (!isHidden(finding)) {
      if (finding.exempt === undefined) counts.fine += 1;
      continue;
    }
    const [what, list] = finding.status === 'fail' ? (['failing', failing] as const) : (['unknown', unknown] as const);
    counts[what] += 1;
    if (list.length < shownMost) list.push(finding);
  }
  const shown = [...failing, ...unknown].slice(0, shownMost);
  return { ...counts, shown, sample, ...(await underWay(deps, ids)) };
}

async function underWay(
  { approvals, runs }: PreviewDeps,
  ids: ReadonlySet<string>,
): Promise<Pick<Hides, 'pending' | 'running'>> {
  const touched = ({ findingIds }: { readonly findingIds: readonly string[] }) => findingIds.some((id) => ids.has(id));
  const [open, running] = await Promise.all([
    approvals.listOpen(),
    runs.open().then((runIds) => Promise.all(runIds.map((id) => approvals.get(id)))),
  ]);
  return {
    pending: open.filter(touched).length,
    running: running.filter((approval) => approval !== undefined && touched(approval)).length,
  };
}
