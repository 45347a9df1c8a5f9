import { describe, expect, it } from 'vitest';
import { finding, scanned, target } from '../../test/helpers/findings.ts';
import { type Account, ownEstate } from './accounts.ts';
import { describeScope, everything, readScope, ruleApplies, type ScopeRequest, scopeKey, targetsOf } from './scope.ts';
import { withinScope } from './within-scope.ts';

const account = (id: string, name: string, regions: string[]): Account => ({
  ...(ownEstate(id, regions).accounts[0] as Account),
  name,
});
const accounts = [
  account('111111111111', 'payments-prod', ['us-east-1', 'eu-west-1']),
  account('222222222222', 'shop-prod', ['us-east-1']),
];
const metas = [
  { id: 'aurora-backtrack-enabled', references: ['RDS-034'] },
  { id: 'rds-aws-backup-in-use', references: ['Backup-001'] },
];
const ask = (over: Partial<ScopeRequest>) =>
  readScope({ accounts: [], regions: [], rules: [], tags: {}, ...over }, accounts, metas);

describe('readScope', () => {
  it('takes names and ids of accounts and other names of rules, in any case', () => {
    expect(ask({ accounts: ['Payments-Prod', '222222222222', 'payments-prod'], rules: ['rds-034'] })).toEqual({
      scope: { accounts: ['111111111111', '222222222222'], regions: [], rules: ['aurora-backtrack-enabled'], tags: {} },
    });
  });

  it.each<[Partial<ScopeRequest>, string]>([
    [{ accounts: ['paymnts-prod'] }, 'No account is called `paymnts-prod`. Did you mean `payments-prod`?'],
    [{ accounts: ['zzz'] }, 'No account is called `zzz`. Known: payments-prod, shop-prod.'],
    [{ regions: ['eu-wst-1'] }, 'There is no Region `eu-wst-1`. Did you mean `eu-west-1`?'],
    [
      { regions: ['eu-west-1'], accounts: ['shop-prod'] },
      '`eu-west-1` is not among the Regions of shop-prod (us-east-1).',
    ],
    [{ regions: ['sa-east-1'] }, '`sa-east-1` is not among the Regions of any account (us-east-1, eu-west-1).'],
    [{ rules: ['RDS-34'] }, 'There is no rule `RDS-34`. Did you mean `RDS-034`?'],
    [{ rules: ['s3-bucket'] }, 'There is no rule `s3-bucket`. Known: aurora-backtrack-enabled, rds-aws-backup-in-use.'],
  ])('%j is answered with the nearest', (request, problem) => {
    expect(ask(request)).toEqual({ problems: [problem] });
  });

  it('lists every problem', () => {
    const answer = ask({ accounts: ['x'], regions: ['y'], rules: ['z'] });
    expect('problems' in answer && answer.problems).toHaveLength(3);
  });
});

describe('scopes', () => {
  it('have the same key however they were typed', () => {
    const a = { accounts: ['1', '2'], regions: ['b', 'a'], rules: [], tags: { x: '1', y: '2' } };
    const b = { accounts: ['2', '1'], regions: ['a', 'b'], rules: [], tags: { y: '2', x: '1' } };
    expect(scopeKey(a)).toBe(scopeKey(b));
    expect(scopeKey(a)).not.toBe(scopeKey({ ...a, tags: { x: '1' } }));
  });

  it('become targets in the order of the file', () => {
    expect(targetsOf(everything, accounts).map(({ accountName, region }) => `${accountName} ${region}`)).toEqual([
      'payments-prod us-east-1',
      'payments-prod eu-west-1',
      'shop-prod us-east-1',
    ]);
    expect(targetsOf({ ...everything, regions: ['eu-west-1'] }, accounts)).toHaveLength(1);
    expect(targetsOf({ ...everything, accounts: ['222222222222'], regions: ['eu-west-1'] }, accounts)).toEqual([]);
  });

  it('read as words', () => {
    expect(describeScope(everything, accounts)).toBe('all accounts');
    expect(
      describeScope(
        { accounts: ['111111111111'], regions: ['eu-west-1'], rules: ['a'], tags: { env: 'prod' } },
        accounts,
      ),
    ).toBe('payments-prod · eu-west-1 · a · env=prod');
  });

  it('run the packs of an account, or the rules asked for by name', () => {
    const hygiene = { id: 'h', pack: 'hygiene' } as const;
    expect(ruleApplies(hygiene, { packs: ['recoverability'] }, everything)).toBe(false);
    expect(ruleApplies(hygiene, { packs: ['recoverability'] }, { ...everything, rules: ['h'] })).toBe(true);
    expect(ruleApplies(hygiene, { packs: ['hygiene'] }, { ...everything, rules: ['other'] })).toBe(false);
  });
});

describe('withinScope', () => {
  const tagged = finding({
    name: 'a',
    resource: { type: 'AWS::RDS::DBCluster', id: 'a', arn: 'arn:a', tags: { env: 'prod' } },
  });
  const other = finding({ name: 'b' });
  const ofTarget = (status: 'pass' | 'unknown') =>
    finding({ status, resource: { type: 'target', id: 't', arn: `arn:${status}` } });
  const report = scanned([tagged, other, ofTarget('pass'), ofTarget('unknown')], target());

  it('keeps everything without tags', () => {
    expect(withinScope(report, everything)).toBe(report);
  });

  it('keeps what carries the tags, and what could hide it', () => {
    const kept = withinScope(report, { ...everything, tags: { env: 'prod' } });
    expect(kept.findings.map(({ resource }) => resource.arn)).toEqual(['arn:a', 'arn:unknown']);
    expect(kept.result.findingIds).toEqual(kept.findings.map(({ id }) => id));
  });
});
