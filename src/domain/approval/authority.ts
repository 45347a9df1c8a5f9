import type { Account } from '../accounts.ts';
import type { Facts } from './facts.ts';
import type { Who } from './people.ts';
import type { Person } from './ports.ts';
import { type Approval, type Decision, isStrict } from './record.ts';
import { type Refused, refuse } from './refusal.ts';
import { group, joined, plain, user } from './wording.ts';

type What = Decision['what'];

/** Whoever can edit a Slack group must not be able to appoint himself to what breaks things; stopping it is another matter. */
const groupsCount = (what: What, approval: Pick<Approval, 'risk'>): boolean => what === 'reject' || !isStrict(approval);

/** By what somebody may decide in an account, as "you …" in mrkdwn; undefined when by nothing. */
export function authorityOf(
  what: What,
  approval: Pick<Approval, 'risk'>,
  { approvers, name }: Pick<Account, 'approvers' | 'name'>,
  who: Who,
): string | undefined {
  if (who.person.kind !== 'member') return undefined;
  if (approvers.users.includes(who.person.id)) return `you are named for account ${plain(name)}`;
  if (who.group === undefined || !groupsCount(what, approval)) return undefined;
  return approvers.groups.includes(who.group)
    ? `you are in ${group(who.group)}, which approves for ${plain(name)}`
    : undefined;
}

/** As many as accounts.yaml asks for now, and never fewer than when it was requested. */
export const neededNow = ({ needed, risk }: Pick<Approval, 'needed' | 'risk'>, account: Account | undefined): number =>
  Math.max(1, needed, account?.approvers.minApprovals[risk] ?? needed);

export const becauseOf = (what: What, approval: Approval, { account, who }: Facts): string | undefined =>
  account === undefined || who === undefined ? undefined : authorityOf(what, approval, account, who);

/** Why this person may not decide here at all. */
export function whyNot(what: What, approval: Approval, facts: Facts): Refused | undefined {
  const { account, who } = facts;
  if (who === undefined)
    return refuse(
      'people-unavailable',
      'Slack does not tell who you are at the moment, so nothing was decided. Try again.',
    );
  if (who.person.id !== facts.userId || who.person.kind !== 'member')
    return refuse('not-a-member', notMember(who.person));
  if (account === undefined)
    return refuse('not-an-approver', `Account ${plain(approval.target.accountName)} is no longer in accounts.yaml.`);
  if (authorityOf(what, approval, account, who) !== undefined) return undefined;
  return refuse('not-an-approver', `You may not ${what} this. ${whoMay(what, approval, account)}`);
}

const notMember = ({ kind }: Person): string => {
  const are: Readonly<Record<Person['kind'], string>> = {
    member: 'Slack tells about somebody else',
    guest: 'you are a guest here',
    bot: 'you are an app',
    stranger: 'you belong to another workspace',
    deactivated: 'your account is deactivated',
  };
  return `Only members of this workspace may decide: ${are[kind]}.`;
};

/** In a sentence: the people and groups who may. */
export function whoMay(
  what: What,
  approval: Pick<Approval, 'risk'>,
  { approvers, name }: Pick<Account, 'approvers' | 'name'>,
): string {
  const groups = groupsCount(what, approval) ? approvers.groups.map((id) => `members of ${group(id)}`) : [];
  const all = [...approvers.users.map(user), ...groups];
  if (all.length === 0) {
    const kind = isStrict(approval) ? 'user' : 'approver';
    return `No ${kind} is named for ${plain(name)} in accounts.yaml.`;
  }
  const shown = all.slice(0, 10);
  return `For ${plain(name)} ${joined(shown, 'or')}${all.length > shown.length ? ' (and others)' : ''} may.`;
}
