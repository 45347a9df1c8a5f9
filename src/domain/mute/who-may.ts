import type { Account, Estate } from '../accounts.ts';
import { authorityOf, whoMay } from '../approval/authority.ts';
import { whoIs } from '../approval/people.ts';
import type { Outbox, People } from '../approval/ports.ts';
import { type Refused, refuse } from '../approval/refusal.ts';
import { plain } from '../approval/wording.ts';
import { type By, trailEvent } from './events.ts';

export interface WhoMayDeps {
  readonly estate: Pick<Estate, 'accounts'>;
  readonly people: People;
  readonly outbox: Pick<Outbox, 'add'>;
  readonly now: () => Date;
}

const anyApprover = { risk: 'additive' } as const;

/** Accounts, of these, in which somebody may set things aside; undefined when Slack does not tell who he is. */
export async function accountsOf(
  { people }: Pick<WhoMayDeps, 'people'>,
  userId: string,
  accounts: readonly Account[],
): Promise<Account[] | undefined> {
  const mine: Account[] = [];
  // Each account has groups of its own, and what counts is being in one of them.
  for (const account of accounts) {
    const who = await whoIs(people, userId, account.approvers.groups);
    if (who === undefined) return undefined;
    if (authorityOf('reject', anyApprover, account, who) !== undefined) mine.push(account);
  }
  return mine;
}

/**
 * A mute hides a risk, so whoever may approve in the account may mute there, and nobody else; also when Slack does not
 * answer. Undefined for whoever may.
 */
export async function mayMute(
  deps: Pick<WhoMayDeps, 'estate' | 'people'>,
  userId: string,
  accountId: string,
  tried = 'mute',
): Promise<Refused | undefined> {
  const account = deps.estate.accounts.find(({ id }) => id === accountId);
  if (account === undefined)
    return refuse('not-an-approver', `Account ${accountId} is no longer in accounts.yaml, so nobody may.`);
  const mine = await accountsOf(deps, userId, [account]);
  if (mine === undefined)
    return refuse(
      'people-unavailable',
      'Slack does not tell who you are at the moment, so nothing was changed. Try again.',
    );
  if (mine.length > 0) return undefined;
  const text = `Only those who may approve changes in ${plain(account.name)} may ${tried} there.`;
  return refuse('not-an-approver', `${text} ${whoMay('reject', anyApprover, account)}`);
}

/** The same for an attempt: who tried and may not is in the audit trail. */
export async function whyNotMute(
  deps: WhoMayDeps,
  by: By,
  accountId: string,
  tried: 'mute' | 'unmute',
): Promise<Refused | undefined> {
  const refused = await mayMute(deps, by.userId, accountId, tried);
  if (refused?.why === 'not-an-approver') {
    const details = { tried, why: refused.why, account: accountId };
    await deps.outbox.add([trailEvent(by, deps.now().toISOString(), 'mute.refused', details)]);
  }
  return refused;
}
