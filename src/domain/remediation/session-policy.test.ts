import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PermanentError } from '../errors.ts';
import { isRead } from './reads.ts';
import { sessionPolicy, sessionPolicyLimit } from './session-policy.ts';

interface Statement {
  readonly Action: string[];
  readonly Resource: string[];
}
const statementsOf = (text: string): Statement[] => (JSON.parse(text) as { Statement: Statement[] }).Statement;
const cluster = (name: string, account = '111111111111') => `arn:aws:rds:us-east-1:${account}:cluster:${name}`;
const covers = (pattern: string, arn: string) =>
  pattern.endsWith('*') ? arn.startsWith(pattern.slice(0, -1)) : pattern === arn;

describe('sessionPolicy', () => {
  it('names the exact actions: reads anywhere, writes on the approved resources', () => {
    const text = sessionPolicy(
      ['rds:ModifyDBCluster', 'rds:DescribeDBClusters', 'iam:PassRole'],
      [cluster('b'), cluster('a')],
    );
    expect(statementsOf(text)).toEqual([
      { Effect: 'Allow', Action: ['rds:DescribeDBClusters'], Resource: ['*'] },
      { Effect: 'Allow', Action: ['iam:PassRole', 'rds:ModifyDBCluster'], Resource: [cluster('a'), cluster('b')] },
    ]);
  });

  it('allows nothing where there is nothing to allow', () => {
    expect(statementsOf(sessionPolicy(['rds:ModifyDBCluster'], []))).toEqual([]);
    expect(statementsOf(sessionPolicy([], [cluster('a')]))).toEqual([]);
  });

  it('joins what is named alike when it does not fit, and keeps the odd one exact', () => {
    const many = Array.from({ length: 60 }, (_, n) => cluster(`tenant-${String(n).padStart(3, '0')}`));
    const text = sessionPolicy(['rds:AddTagsToResource'], [...many, cluster('ledger')]);
    const [statement] = statementsOf(text);
    expect(text.length).toBeLessThanOrEqual(sessionPolicyLimit);
    expect(statement?.Resource).toContain(cluster('ledger'));
    expect(
      statement?.Resource.every((pattern) => pattern.startsWith(cluster('tenant-')) || pattern === cluster('ledger')),
    ).toBe(true);
  });

  it('always fits, covers everything approved, and nothing of another account or kind', () => {
    const arn = fc.oneof(
      fc.stringMatching(/^[a-z][a-z0-9-]{0,40}$/).map((name) => cluster(name)),
      fc.uuid().map((id) => `arn:aws:backup:us-east-1:111111111111:backup-plan:${id}`),
      fc.stringMatching(/^[a-z]{1,20}$/).map((name) => `arn:aws:iam::111111111111:role/service-role/${name}`),
    );
    fc.assert(
      fc.property(fc.array(arn, { minLength: 1, maxLength: 150 }), (arns) => {
        const text = sessionPolicy(['rds:ModifyDBCluster', 'rds:DescribeDBClusters'], arns);
        expect(text.length).toBeLessThanOrEqual(sessionPolicyLimit);
        const resources = statementsOf(text)[1]?.Resource ?? [];
        for (const each of arns) expect(resources.some((pattern) => covers(pattern, each))).toBe(true);
        for (const other of [cluster('x', '222222222222'), 'arn:aws:rds:us-east-1:111111111111:db:x'])
          expect(resources.some((pattern) => covers(pattern, other))).toBe(false);
      }),
    );
  });

  it('says so when the kinds alone are too many', () => {
    const kinds = Array.from({ length: 60 }, (_, n) => `arn:aws:service${n}:us-east-1:111111111111:kind:name`);
    expect(() => sessionPolicy(['rds:ModifyDBCluster'], kinds)).toThrow(PermanentError);
  });
});

describe('isRead', () => {
  it.each([
    ['DescribeDBClusters', true],
    ['backup:ListBackupPlans', true],
    ['iam:GetRole', true],
    ['AddTagsToResource', false],
    ['rds:ModifyDBCluster', false],
    ['iam:PassRole', false],
    ['Listen', false],
    ['Unknown', false],
  ])('%s: %s', (operation, expected) => {
    expect(isRead(operation)).toBe(expected);
  });
});
