import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { finding, target } from '../../../test/helpers/findings.ts';
import { loadMeta } from '../../rules/registry.ts';
import { type Known, subjectOf } from './subject-word.ts';

const metas = await loadMeta();
const orders = finding({ name: 'orders' });
const all = [
  orders,
  finding({ name: 'legacy-etl' }),
  finding({ name: 'twin' }),
  finding({ name: 'twin', target: target({ accountId: '222222222222', accountName: 'shop-prod' }) }),
];
const known: Known = {
  metas,
  accounts: [
    { id: '111111111111', name: 'payments-prod' },
    { id: '222222222222', name: 'shop prod' },
  ],
  finding: async (id) => all.find((each) => each.id === id),
  resourcesCalled: async (name) =>
    all.filter(({ resource }) => resource.id === name).map(({ resource }) => resource.arn),
  names: async () => all.map(({ resource }) => resource.id),
};
const arn = orders.resource.arn;

describe('what is to be muted', () => {
  it.each([
    ['a finding by its id', orders.id, { kind: 'finding', findingId: orders.id }],
    ['a database by its name', 'orders', { kind: 'database', arn }],
    ['a database by its name, as people write names', 'Orders', { kind: 'database', arn }],
    ['a database by its ARN', arn, { kind: 'database', arn }],
    [
      'a rule in an account',
      'payments-prod:aurora-backtrack-enabled',
      { kind: 'account-rule', accountId: '111111111111', ruleId: 'aurora-backtrack-enabled' },
    ],
    [
      'a rule by another of its names, in an account by its id',
      '222222222222:RDS-034',
      { kind: 'account-rule', accountId: '222222222222', ruleId: 'aurora-backtrack-enabled' },
    ],
    [
      'a rule in an account with a blank',
      'Shop Prod:rds.26',
      { kind: 'account-rule', accountId: '222222222222', ruleId: 'rds-backup-plan-coverage' },
    ],
  ])('is %s', async (_, word, subject) => {
    expect(await subjectOf(word, known)).toEqual({ subject });
  });

  it('is asked back when several databases have that name', async () => {
    expect(await subjectOf('twin', known)).toEqual({
      choose: ['arn:aws:rds:eu-west-1:111111111111:cluster:twin', 'arn:aws:rds:eu-west-1:222222222222:cluster:twin'],
    });
  });

  it.each([
    ['legacy-elt', 'Nothing that has been audited is called `legacy-elt`. Did you mean `legacy-etl`?'],
    ['ffffffffffffffff', 'Nothing that has been audited is called `ffffffffffffffff`.'],
    [`${arn}x`, `has the ARN \`${arn}x\`. Did you mean \`${arn}\`?`],
    ['payments-prd:RDS-034', 'No account is called `payments-prd`. Did you mean `payments-prod`?'],
    ['payments-prod:RDS-043', 'There is no rule `RDS-043`. Did you mean'],
    [':', 'No account is called ``.'],
  ])('is told when it is not known: %s', async (word, problem) => {
    const meant = await subjectOf(word, known);
    expect('problem' in meant && meant.problem).toContain(problem);
  });

  it('is never a guess: any word is one known thing, a choice, or a problem', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.string(), fc.string({ unit: 'binary' })), async (word) => {
        const meant = await subjectOf(word, known);
        if ('problem' in meant) expect(meant.problem.length).toBeLessThan(600);
        else expect(all.some(({ resource }) => resource.id === word.toLowerCase())).toBe(true);
      }),
    );
  });
});
