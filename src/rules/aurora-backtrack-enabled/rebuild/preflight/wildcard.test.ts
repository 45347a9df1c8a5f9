import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchesWildcard } from './wildcard.ts';

const letters = fc.string({ unit: fc.constantFrom('a', 'b', ':'), maxLength: 8 });
const patterns = fc.string({ unit: fc.constantFrom('a', 'b', ':', '*', '?'), maxLength: 8 });
const asExpression = (pattern: string): RegExp =>
  new RegExp(`^${[...pattern].map((each) => (each === '*' ? '[^]*' : each === '?' ? '[^]' : each)).join('')}$`);

describe('matchesWildcard', () => {
  it('finds what a regular expression finds', () => {
    fc.assert(
      fc.property(patterns, letters, (pattern, text) => {
        expect(matchesWildcard(pattern, text)).toBe(asExpression(pattern).test(text));
      }),
      { numRuns: 2_000 },
    );
  });

  it('takes its time for hostile patterns, and no more', () => {
    const before = performance.now();
    expect(matchesWildcard('a*'.repeat(200), `${'a'.repeat(5_000)}b`)).toBe(true);
    expect(matchesWildcard(`${'*a'.repeat(200)}b`, 'a'.repeat(5_000))).toBe(false);
    expect(performance.now() - before).toBeLessThan(1_000);
  });
});
