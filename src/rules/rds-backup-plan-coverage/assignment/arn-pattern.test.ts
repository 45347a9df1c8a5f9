import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchesPattern, matchingPattern, namesType, patternList } from './arn-pattern.ts';

/** The same by recursion: the wildcard takes nothing, or one character and then again. */
function slowly(pattern: string, text: string): boolean {
  if (pattern === '') return text === '';
  const [first] = pattern;
  if (first === '*')
    return (
      slowly(pattern.slice(1), text) ||
      (text !== '' && text.slice(0, 1).trim() !== '' && slowly(pattern, text.slice(1)))
    );
  return first === text[0] && slowly(pattern.slice(1), text.slice(1));
}

const letters = (alphabet: string, maxLength: number) =>
  fc.array(fc.constantFrom(...alphabet), { maxLength }).map((list) => list.join(''));

describe('matchesPattern', () => {
  it('agrees with a slow model', () => {
    fc.assert(
      fc.property(letters('ab*: ', 8), letters('ab: ', 10), (pattern, text) => {
        expect(matchesPattern(pattern, text)).toBe(slowly(pattern, text));
      }),
      { numRuns: 5_000 },
    );
  });

  it('matches whatever its wildcards were replaced with', () => {
    fc.assert(
      fc.property(fc.array(letters('ab:', 4)), fc.array(letters('abc:/-', 6)), (fixed, filled) => {
        const text = fixed
          .map((part, index) => part + (index + 1 < fixed.length ? (filled[index] ?? '') : ''))
          .join('');
        expect(matchesPattern(fixed.join('*'), text)).toBe(true);
      }),
    );
  });

  it('takes no blank for a wildcard, unless told', () => {
    expect(matchesPattern('prod*', 'prod east')).toBe(false);
    expect(matchesPattern('prod*', 'prod east', true)).toBe(true);
    expect(matchesPattern('prod*east', 'prod\teast')).toBe(false);
  });

  it('has no wildcard but the star', () => {
    for (const [pattern, text] of [
      ['a?c', 'abc'],
      ['a.c', 'abc'],
      ['[ab]', 'a'],
      ['a+', 'aa'],
    ] as const)
      expect(matchesPattern(pattern, text)).toBe(false);
  });

  it('is quick on hostile patterns', () => {
    const started = performance.now();
    expect(matchesPattern(`${'*a'.repeat(500)}b`, 'a'.repeat(5_000))).toBe(false);
    expect(performance.now() - started).toBeLessThan(30_000);
  });
});

describe('matchingPattern', () => {
  it('prefers the pattern that names the type', () => {
    const arn = 'arn:aws:rds:eu-west-1:1:db:orders';
    expect(matchingPattern(patternList(['*', 'arn:aws:rds:*:*:db:*']), arn)).toBe('arn:aws:rds:*:*:db:*');
    expect(matchingPattern(patternList(['*', arn]), arn)).toBe(arn);
    expect(matchingPattern(patternList([]), arn)).toBeUndefined();
  });

  it.each([
    ['arn:aws:rds:*:*:db:*', true],
    ['arn:aws:rds:eu-west-1:111111111111:db:orders', true],
    ['arn:aws:rds:*', false],
    ['arn:aws:rds:*:*:*', false],
    ['arn:aws:rds:*:*:cluster:*', false],
    ['arn:aws:ec2:*:*:db:*', false],
    ['*', false],
    ['', false],
    ['arn', false],
    ['*:db:*', false],
  ])('%s names DB instances: %s', (pattern, expected) => {
    expect(namesType(pattern, 'arn:aws:rds:eu-west-1:111111111111:db:orders')).toBe(expected);
  });
});
