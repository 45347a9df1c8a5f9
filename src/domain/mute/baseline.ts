import type { Account } from '../accounts.ts';
import { whoMay } from '../approval/authority.ts';
import type { AuditStore } from '../ports.ts';
import { plural } from '../words.ts';
import { type By, trailEvent } from './events.ts';
import type { BaselineStore } from './ports.ts';
import { accountsOf, type WhoMayDeps } from './who-may.ts';

export interface BaselineDeps extends WhoMayDeps {
  readonly audits: Pick<AuditStore, 'get' | 'failures' | 'page'>;
  readonly baseline: Pick<BaselineStore, 'forget' | 'size'>;
}

interface AccountCount {
  readonly account: Pick<Account, 'id' | 'name' | 'approvers'>;
  readonly count: number;
}

/** What accepting an audit as the baseline would take in. */
export type BaselinePreview =
  | {
      readonly mine: readonly AccountCount[] /** Left out: he may not there. */;
      readonly others: readonly AccountCount[];
    }
  | { readonly problem: string };

export async function previewBaseline(deps: BaselineDeps, by: By, auditId: string): Promise<BaselinePreview> {
  const kept = await deps.audits.page(auditId, 'all', 0);
  if (kept === undefined)
    return { problem: 'The details of that audit are not kept any more. Audit again, and accept that one.' };
  const counts = new Map<string, number>();
  for await (const { target } of deps.audits.failures(auditId))
    counts.set(target.accountId, (counts.get(target.accountId) ?? 0) + 1);
  const accounts = deps.estate.accounts.filter(({ id }) => counts.has(id));
  const mine = await accountsOf(deps, by.userId, accounts);
  if (mine === undefined)
    return { problem: 'Slack does not tell who you are at the moment, so nothing can be accepted. Try again.' };
  const counted = (some: readonly Account[]) =>
    some.map((account) => ({ account, count: counts.get(account.id) ?? 0 }));
  return { mine: counted(mine), others: counted(accounts.filter((account) => !mine.includes(account))) };
}

export const totalOf = (counts: readonly AccountCount[]): number => counts.reduce((sum, { count }) => sum + count, 0);

/** Who may set things aside in some accounts, for somebody who may not there; at most three accounts are named. */
export const whoMayThere = (others: readonly AccountCount[]): string =>
  others
    .slice(0, 3)
    .map(({ account }) => whoMay('reject', { risk: 'additive' }, account))
    .join(' ');

export interface BaselineSaid {
  readonly ok: boolean;
  readonly text: string;
}

/** Failures of an audit become known ones, in the accounts in which this person may set things aside. */
export async function acceptBaseline(deps: BaselineDeps, by: By, auditId: string): Promise<BaselineSaid> {
  const preview = await previewBaseline(deps, by, auditId);
  if ('problem' in preview) return { ok: false, text: preview.problem };
  const { mine, others } = preview;
  const at = deps.now().toISOString();
  if (mine.length === 0 && others.length === 0) return { ok: false, text: 'Nothing of that audit is left to accept.' };
  if (mine.length === 0) {
    const details = { tried: 'accept the baseline', why: 'not-an-approver', auditId };
    await deps.outbox.add([trailEvent(by, at, 'baseline.refused', details)]);
    return { ok: false, text: `Only those who may approve changes may accept a baseline. ${whoMayThere(others)}` };
  }
  const count = totalOf(mine);
  const accountIds = mine.map(({ account }) => account.id);
  await deps.outbox.add([
    trailEvent(by, at, 'baseline.accepted', { auditId, count, accounts: accountIds }),
    { kind: 'accept', auditId, accountIds, by: by.userId, at },
  ]);
  return {
    ok: true,
    text: `${plural(count, 'failure')} of audit ${auditId} ${count === 1 ? 'becomes' : 'become'} the baseline; its report shows it in a moment. From now on you are told what is new, what changes, and what comes back.`,
  };
}

/** Everything is told again. That hides nothing, so whoever may set things aside anywhere may do it. */
export async function forgetBaseline(deps: BaselineDeps, by: By): Promise<BaselineSaid> {
  const mine = await accountsOf(deps, by.userId, deps.estate.accounts);
  if (mine === undefined)
    return { ok: false, text: 'Slack does not tell who you are at the moment, so nothing was changed. Try again.' };
  if (mine.length === 0)
    return { ok: false, text: 'Only those who may approve changes in an account may forget the baseline.' };
  const size = await deps.baseline.size();
  if (size === 0) return { ok: true, text: 'There is no baseline: everything is told.' };
  const at = deps.now().toISOString();
  const count = await deps.baseline.forget(at, [
    trailEvent(by, at, 'baseline.forgotten', { count: size }),
    { kind: 'baseline-forgotten' },
  ]);
  return {
    ok: true,
    text: `Forgotten: ${plural(count, 'known failure')} ${count === 1 ? 'is' : 'are'} told again. The newest report shows it in a moment.`,
  };
}
