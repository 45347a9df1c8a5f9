import type { Account, Estate } from '../domain/accounts.ts';
import { authorityOf } from '../domain/approval/authority.ts';
import { whoIs } from '../domain/approval/people.ts';
import type { People } from '../domain/approval/ports.ts';
import type { Presser, Said } from './approval-desk.ts';

interface Deps {
  readonly estate: Pick<Estate, 'accounts'>;
  readonly people: People;
}

/** Undefined for whoever may approve in one of these accounts; otherwise what he is told. Fails closed. */
export async function mayControl(
  { estate, people }: Deps,
  { userId }: Presser,
  what: string,
  among: readonly Account[] = estate.accounts,
): Promise<Said | undefined> {
  const groups = [...new Set(among.flatMap(({ approvers }) => approvers.groups))];
  const who = await whoIs(people, userId, groups);
  if (who === undefined)
    return { ok: false, text: 'Slack does not tell who you are at the moment, so nothing was done. Try again.' };
  const may = among.some((account) => authorityOf('reject', { risk: 'additive' }, account, who) !== undefined);
  return may ? undefined : { ok: false, text: `Only those who may approve changes may ${what}.` };
}
