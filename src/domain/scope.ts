import { createHash } from 'node:crypto';
import type { Account } from './accounts.ts';
import { didYouMean } from './nearest.ts';
import { knownRegions } from './regions.ts';
import type { RuleMeta } from './rule.ts';
import type { Target } from './target.ts';
import { listed } from './words.ts';

const list = (words: readonly string[]): string => listed(words, 8);

/** What a person asks to be audited; empty lists mean "everything". */
export interface AuditScope {
  /** Account ids. */
  readonly accounts: readonly string[];
  readonly regions: readonly string[];
  readonly rules: readonly string[];
  /** Only resources that carry all of these tags are reported. */
  readonly tags: Readonly<Record<string, string>>;
}

export const everything: AuditScope = { accounts: [], regions: [], rules: [], tags: {} };

/** The same scope, however it was typed, has the same key. */
export const scopeKey = (scope: AuditScope): string =>
  createHash('sha256')
    .update(
      JSON.stringify([
        [...scope.accounts].sort(),
        [...scope.regions].sort(),
        [...scope.rules].sort(),
        Object.entries(scope.tags).sort(),
      ]),
    )
    .digest('hex')
    .slice(0, 16);

export interface ScopeRequest {
  /** Names or ids, as typed. */
  readonly accounts: readonly string[];
  readonly regions: readonly string[];
  readonly rules: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
}

export type ScopeAnswer = { readonly scope: AuditScope } | { readonly problems: readonly string[] };

/** Checks what was typed against the configured accounts and the rules; each problem names the nearest valid word. */
export function readScope(
  request: ScopeRequest,
  accounts: readonly Account[],
  metas: readonly Pick<RuleMeta, 'id' | 'references'>[],
): ScopeAnswer {
  const problems: string[] = [];
  const chosen = request.accounts.flatMap((word) => {
    const account = accounts.find(({ id, name }) => id === word || name.toLowerCase() === word.toLowerCase());
    if (account !== undefined) return [account];
    const names = accounts.flatMap(({ id, name }) => [name, id]);
    problems.push(
      `No account is called \`${word}\`.${didYouMean(word, names) || ` Known: ${list(accounts.map((a) => a.name))}.`}`,
    );
    return [];
  });
  const within = chosen.length > 0 ? chosen : accounts;
  const configured = new Set(within.flatMap((account) => account.regions));
  for (const region of request.regions) {
    if (configured.has(region)) continue;
    const where = chosen.length > 0 ? list(chosen.map((a) => a.name)) : 'any account';
    problems.push(
      knownRegions.includes(region)
        ? `\`${region}\` is not among the Regions of ${where} (${list([...configured])}).`
        : `There is no Region \`${region}\`.${didYouMean(region, [...configured, ...knownRegions])}`,
    );
  }
  const rules = request.rules.flatMap((word) => {
    const rule = metas.find(
      ({ id, references }) => id === word || references.some((name) => name.toLowerCase() === word.toLowerCase()),
    );
    if (rule !== undefined) return [rule.id];
    const names = metas.flatMap(({ id, references }) => [id, ...references]);
    problems.push(
      `There is no rule \`${word}\`.${didYouMean(word, names) || ` Known: ${list(metas.map((m) => m.id))}.`}`,
    );
    return [];
  });
  if (problems.length > 0) return { problems };
  return {
    scope: {
      accounts: [...new Set(chosen.map(({ id }) => id))],
      regions: [...new Set(request.regions)],
      rules: [...new Set(rules)],
      tags: request.tags,
    },
  };
}

/** The targets of a scope, in the order of the accounts file. */
export function targetsOf(scope: AuditScope, accounts: readonly Account[]): Target[] {
  return accounts
    .filter(({ id }) => scope.accounts.length === 0 || scope.accounts.includes(id))
    .flatMap((account) =>
      [...new Set(account.regions)]
        .filter((region) => scope.regions.length === 0 || scope.regions.includes(region))
        .map((region) => ({ accountId: account.id, accountName: account.name, region })),
    );
}

/** Whether a rule runs in an account for this scope: its pack is on, or the rule was asked for by name. */
export const ruleApplies = (
  meta: Pick<RuleMeta, 'id' | 'pack'>,
  account: Pick<Account, 'packs'>,
  scope: AuditScope,
): boolean => (scope.rules.length > 0 ? scope.rules.includes(meta.id) : account.packs.includes(meta.pack));

/** `payments-prod · eu-west-1 · rds-aws-backup-in-use · env=prod`, or `all accounts`. */
export function describeScope(scope: AuditScope, accounts: readonly Pick<Account, 'id' | 'name'>[]): string {
  const name = (id: string) => accounts.find((account) => account.id === id)?.name ?? id;
  const parts = [
    scope.accounts.length === 0 ? 'all accounts' : list(scope.accounts.map(name)),
    ...(scope.regions.length === 0 ? [] : [list(scope.regions)]),
    ...(scope.rules.length === 0 ? [] : [list(scope.rules)]),
    ...Object.entries(scope.tags).map(([key, value]) => `${key}=${value}`),
  ];
  return parts.join(' · ');
}
