import type { Account } from '../accounts.ts';
import { ConfigurationError } from '../errors.ts';
import { findRule } from '../find-rule.ts';
import type { Finding } from '../finding.ts';
import { didYouMean, nearest } from '../nearest.ts';
import type { RuleMeta } from '../rule.ts';
import type { MuteSubject } from './mute.ts';

export interface Known {
  readonly metas: readonly RuleMeta[];
  readonly accounts: readonly Pick<Account, 'id' | 'name'>[];
  readonly finding: (id: string) => Promise<Finding | undefined>;
  /** ARNs of resources with this identifier. */
  readonly resourcesCalled: (name: string) => Promise<readonly string[]>;
  /** Names of all databases with a verdict; asked for only when none of that name is known. */
  readonly names: () => Promise<readonly string[]>;
}

export type Meant =
  | { readonly subject: MuteSubject }
  /** Several databases have that name: their ARNs. */
  | { readonly choose: readonly string[] }
  | { readonly problem: string };

/** What a person means by a finding's id, an ARN, `account:rule`, or a database's name. */
export async function subjectOf(word: string, known: Known): Promise<Meant> {
  if (/^arn:/i.test(word)) return ofArn(word, known);
  if (word.includes(':')) return ofRule(word, known);
  if (/^[0-9a-f]{16}$/.test(word) && (await known.finding(word)) !== undefined)
    return { subject: { kind: 'finding', findingId: word } };
  const arns = await known.resourcesCalled(word);
  const [only] = arns;
  if (only !== undefined)
    return arns.length === 1 ? { subject: { kind: 'database', arn: only } } : { choose: [...arns].sort() };
  const lower = word.toLowerCase();
  if (lower !== word && (await known.resourcesCalled(lower)).length > 0) return subjectOf(lower, known);
  return {
    problem: `Nothing that has been audited is called \`${word.slice(0, 100)}\`.${didYouMean(word, await known.names())} Name a database, a finding’s id, an ARN, or \`account:rule\`.`,
  };
}

async function ofArn(arn: string, { resourcesCalled, names }: Known): Promise<Meant> {
  const id = arn.slice(arn.lastIndexOf(':') + 1);
  if ((await resourcesCalled(id)).includes(arn)) return { subject: { kind: 'database', arn } };
  const near = nearest(id, await names());
  const others = near === undefined ? [] : await resourcesCalled(near);
  return {
    problem: `Nothing that has been audited has the ARN \`${arn.slice(0, 200)}\`.${others[0] === undefined ? '' : ` Did you mean \`${others[0]}\`?`}`,
  };
}

function ofRule(word: string, { accounts, metas }: Known): Meant {
  const at = word.indexOf(':');
  const [name, rule] = [word.slice(0, at).trim(), word.slice(at + 1).trim()];
  const account = accounts.find((each) => each.id === name || each.name.toLowerCase() === name.toLowerCase());
  if (account === undefined) {
    const all = accounts.flatMap((each) => [each.name, each.id]);
    return { problem: `No account is called \`${name.slice(0, 100)}\`.${didYouMean(name, all)}` };
  }
  try {
    return { subject: { kind: 'account-rule', accountId: account.id, ruleId: findRule(rule, metas).id } };
  } catch (error) {
    if (error instanceof ConfigurationError) return { problem: error.faults.join(' ') };
    throw error;
  }
}
