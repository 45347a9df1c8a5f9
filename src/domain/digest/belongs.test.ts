import { describe, expect, it } from 'vitest';
import { accounts, planned, shop } from '../../../test/helpers/digest-story.ts';
import type { Finding } from '../finding.ts';
import type { Route } from '../routing.ts';
import { everything } from '../scope.ts';
import { auditScope, type Belonging, belongs, targetsOfDigest } from './belongs.ts';

const metas = [
  { id: 'rds-backup-plan-coverage', pack: 'recoverability' as const },
  { id: 'aurora-deletion-protection', pack: 'hygiene' as const },
];
const ledger = planned('ledger');
const cart: Finding = planned('cart', { target: shop });
const route = (match: Route['match'], channel: string): Route => ({ match, channel, owners: [] });
const where = (over: Partial<Belonging> = {}): Belonging => ({
  channelId: 'CALL',
  scope: everything,
  routes: [],
  channels: new Set(['CALL', 'CSHOP']),
  accounts,
  metas,
  ...over,
});
const shopOnly = { ...everything, accounts: ['222222222222'] };

describe('what a digest tells', () => {
  it('is what is in its scope', () => {
    expect(belongs(ledger, where())).toEqual({ to: 'us' });
    expect(belongs(ledger, where({ scope: shopOnly }))).toEqual({ to: 'nobody' });
    expect(belongs(cart, where({ scope: shopOnly }))).toEqual({ to: 'us' });
  });

  it('is counted elsewhere when its home has a digest, and told when it has none', () => {
    const routes = [route({ account: 'shop-prod' }, 'CSHOP')];
    expect(belongs(cart, where({ routes }))).toEqual({ to: 'other', channelId: 'CSHOP' });
    expect(belongs(cart, where({ routes, channels: new Set(['CALL']) }))).toEqual({ to: 'us' });
  });

  it('is what is at home there, also outside of its scope', () => {
    const routes = [route({ account: 'payments-prod' }, 'CSHOP')];
    const home = where({ channelId: 'CSHOP', scope: shopOnly, routes });
    expect(belongs(ledger, home)).toEqual({ to: 'us' });
    expect(belongs(cart, home)).toEqual({ to: 'us' });
  });

  it('is nothing of an account, a Region or a pack that nobody looks after any more', () => {
    expect(belongs({ ...ledger, target: { ...ledger.target, accountId: '999999999999' } }, where())).toEqual({
      to: 'nobody',
    });
    expect(belongs({ ...ledger, target: { ...ledger.target, region: 'sa-east-1' } }, where())).toEqual({
      to: 'nobody',
    });
    expect(belongs({ ...ledger, ruleId: 'aurora-deletion-protection' }, where())).toEqual({ to: 'nobody' });
  });

  it('is no verdict on a whole target where the scope has tags', () => {
    const scope = { ...everything, tags: { env: 'prod' } };
    expect(belongs(ledger, where({ scope }))).toEqual({ to: 'nobody' });
    const tagged = { ...ledger, resource: { ...ledger.resource, tags: { env: 'prod' } } };
    expect(belongs(tagged, where({ scope }))).toEqual({ to: 'us' });
  });
});

describe('what is audited for a digest', () => {
  it.each<[string, Route[], object]>([
    ['its scope, without routes', [], shopOnly],
    ['its scope, with routes to others', [route({ account: 'payments-prod' }, 'CALL')], shopOnly],
    [
      'the accounts of its routes besides',
      [route({ account: 'payments-prod' }, 'CSHOP')],
      { accounts: ['222222222222', '111111111111'] },
    ],
    ['everything, where a tag may be anywhere', [route({ tag: 'team=shop' }, 'CSHOP')], { accounts: [], tags: {} }],
  ])('%s', (_, routes, expected) => {
    expect(auditScope({ channelId: 'CSHOP', scope: shopOnly, routes, accounts })).toMatchObject(expected);
  });

  it('is all rules as soon as one route names none', () => {
    const scope = { ...everything, rules: ['a'] };
    const of = (routes: Route[]) => auditScope({ channelId: 'C', scope, routes, accounts }).rules;
    expect(of([route({ rule: 'b' }, 'C')])).toEqual(['a', 'b']);
    expect(of([route({ account: 'shop-prod' }, 'C')])).toEqual([]);
  });

  it('covers whatever belongs to it', () => {
    const routes = [route({ account: 'payments-prod' }, 'CSHOP')];
    const targets = targetsOfDigest({ channelId: 'CSHOP', scope: shopOnly, routes, accounts });
    expect(targets.map(({ accountName }) => accountName)).toEqual(['payments-prod', 'shop-prod']);
  });
});
