import type { Account, Estate } from '../accounts.ts';
import type { Pause, PauseStore } from '../remediation/ports.ts';
import { authorityOf } from './authority.ts';
import { whoIs } from './people.ts';
import type { OutboxEvent, People } from './ports.ts';
import { type Refused, refuse } from './refusal.ts';
import { moment, plain, user } from './wording.ts';

export interface PauseDeps {
  readonly estate: Pick<Estate, 'accounts'>;
  readonly people: People;
  readonly pauses: PauseStore;
  readonly now: () => Date;
}

interface Click {
  readonly userId: string;
  readonly teamId: string;
}

export type Paused = { readonly outcome: 'done'; readonly text: string } | ({ readonly outcome: 'refused' } & Refused);

/**
 * Pulls the kill switch: nothing is applied until somebody lifts it. Whoever approves anywhere may, with a reason; who
 * is named in accounts.yaml may even while Slack does not tell who he is, for this is the safe direction.
 */
export async function pause(deps: PauseDeps, click: Click, reason: string): Promise<Paused> {
  const unknown = await whyNot(deps, click.userId);
  const named = deps.estate.accounts.some(({ approvers }) => approvers.users.includes(click.userId));
  const why =
    (unknown?.why === 'people-unavailable' && named ? undefined : unknown) ??
    (reason.trim() === '' ? noReason : undefined);
  if (why !== undefined) return { outcome: 'refused', ...why };
  const before = await deps.pauses.get();
  if (before !== undefined) return { outcome: 'done', text: `It is paused already, ${since(before)}` };
  const set: Pause = { by: click.userId, at: deps.now().toISOString(), reason: reason.trim() };
  await deps.pauses.set(set, [entry(deps, click, 'pause.set', { reason: set.reason })]);
  return { outcome: 'done', text: 'Paused: nothing is applied until somebody resumes. Audits go on.' };
}

/** Lifts the kill switch. */
export async function resume(deps: PauseDeps, click: Click): Promise<Paused> {
  const why = await whyNot(deps, click.userId);
  if (why !== undefined) return { outcome: 'refused', ...why };
  const before = await deps.pauses.get();
  if (before === undefined) return { outcome: 'done', text: 'It is not paused.' };
  await deps.pauses.clear([entry(deps, click, 'pause.lifted', { setBy: before.by, setAt: before.at })]);
  return { outcome: 'done', text: `Resumed. It had been paused ${since(before)}` };
}

const since = ({ by, at, reason }: Pause): string => `by ${user(by)} since ${moment(at)}: ${plain(reason)}`;

const noReason = refuse('reason-missing', 'Say why: whoever finds everything paused wants to know.');

async function whyNot({ estate, people }: PauseDeps, userId: string): Promise<Refused | undefined> {
  const groups = [...new Set(estate.accounts.flatMap(({ approvers }) => approvers.groups))];
  const who = await whoIs(people, userId, groups);
  if (who === undefined)
    return refuse(
      'people-unavailable',
      'Slack does not tell who you are at the moment, so nothing was changed. Try again.',
    );
  const may = ({ approvers, name }: Account) => authorityOf('reject', { risk: 'additive' }, { approvers, name }, who);
  return estate.accounts.some((account) => may(account) !== undefined)
    ? undefined
    : refuse('not-an-approver', 'Only those who may approve changes in an account may pause and resume.');
}

const entry = (
  { now }: PauseDeps,
  { userId, teamId }: Click,
  what: string,
  details: Readonly<Record<string, string>>,
): OutboxEvent => ({
  kind: 'trail',
  entry: { at: now().toISOString(), by: userId, what, details: { teamId, ...details } },
});
