import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { didYouMean, nearest, nearestFew } from './nearest.ts';

describe('nearest', () => {
  it.each([
    ['audt', 'audit'],
    ['AUDIT', 'audit'],
    ['fndings', 'findings'],
    ['banana', undefined],
    ['', undefined],
  ])('%s → %s', (word, found) => {
    expect(nearest(word, ['audit', 'findings', 'explain', 'accounts', 'help'])).toBe(found);
  });

  it('answers with a candidate or nothing, whatever is typed', () => {
    const candidates = ['payments-prod', 'shop-prod'];
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (word) => {
        const found = nearest(word, candidates);
        return found === undefined || candidates.includes(found);
      }),
    );
  });

  it('has nothing to say without candidates', () => {
    expect(didYouMean('audit', [])).toBe('');
  });
});

describe('nearestFew', () => {
  async function* names() {
    yield* ['orders', 'orders-replica-2', 'order', 'ledger', 'borders', 'checkout'];
  }
  it.each([
    ['ordrs', ['orders', 'borders', 'order']],
    ['order', ['order', 'orders', 'orders-replica-2']],
    ['LEDGER', ['ledger']],
    ['banana', []],
  ])('%s → %j', async (word, found) => {
    expect(await nearestFew(word, names(), 3)).toEqual(found);
  });
});
