import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { finding } from '../../test/helpers/findings.ts';
import { type Route, routeOf } from './routing.ts';

const route = (match: Route['match'], channel: string): Route => ({ match, channel, owners: [] });
const tagged = (tags: Record<string, string>) => {
  const found = finding();
  return { ...found, resource: { ...found.resource, tags } };
};

describe('routeOf', () => {
  it.each<[string, Route['match'], boolean]>([
    ['the name of its account', { account: 'payments-prod' }, true],
    ['the id of its account', { account: '111111111111' }, true],
    ['another account', { account: 'shop-prod' }, false],
    ['a tag with its value', { tag: 'team=payments' }, true],
    ['a tag with another value', { tag: 'team=shop' }, false],
    ['a tag, whatever its value', { tag: 'team' }, true],
    ['a value with an equals sign', { tag: 'query=a=b' }, true],
    ['a key with an equals sign', { tag: 'odd=key' }, true],
    ['the beginning of a key', { tag: 'tea' }, false],
    ['its rule', { rule: 'aurora-backtrack-enabled' }, true],
    ['another rule', { rule: 'rds-backup-plan-coverage' }, false],
    [
      'all conditions at once',
      { account: 'payments-prod', tag: 'team=payments', rule: 'aurora-backtrack-enabled' },
      true,
    ],
    ['all conditions but one', { account: 'payments-prod', tag: 'team=shop' }, false],
    ['a tag called like something every object has', { tag: 'constructor' }, false],
  ])('%s', (_, match, expected) => {
    const found = tagged({ team: 'payments', query: 'a=b', 'odd=key': 'x' });
    expect(routeOf(found, [route(match, 'C1')])?.channel).toBe(expected ? 'C1' : undefined);
  });

  it('is the first that matches, so that a finding has one home', () => {
    const matches = fc.constantFrom<Route['match']>(
      { account: 'payments-prod' },
      { tag: 'team' },
      { tag: 'none' },
      { account: 'x' },
    );
    fc.assert(
      fc.property(fc.array(matches, { maxLength: 6 }), (all) => {
        const routes = all.map((match, index) => route(match, `C${index}`));
        const found = routeOf(tagged({ team: 'payments' }), routes);
        const first = all.findIndex(({ account, tag }) => account === 'payments-prod' || tag === 'team');
        expect(found?.channel).toBe(first < 0 ? undefined : `C${first}`);
      }),
    );
  });
});
