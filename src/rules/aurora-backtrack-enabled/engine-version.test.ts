import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { auroraName, isAtLeast, parseEngineVersion } from './engine-version.ts';
import { mayHaveEnhancedBinlog, versionHasBacktrack } from './versions.ts';

const number = fc.integer({ min: 0, max: 999 });
const numbers = fc.array(number, { minLength: 1, maxLength: 5 });

describe('parseEngineVersion', () => {
  it.each<[string, string, number[] | undefined]>([
    ['5.6.10a', '5.6', undefined],
    ['5.6.mysql_aurora.1.22.2', '5.6', [1, 22, 2]],
    ['5.7.12', '5.7', undefined],
    ['5.7.mysql_aurora.2.11.4', '5.7', [2, 11, 4]],
    ['5.7.mysql_aurora.2.07.9.1', '5.7', [2, 7, 9, 1]],
    ['8.0.mysql_aurora.3.08.1', '8.0', [3, 8, 1]],
    ['8.0', '8.0', undefined],
    ['8.4.mysql_aurora.8.4.7', '8.4', [8, 4, 7]],
    ['10.2.mysql_aurora.10.2', '10.2', [10, 2]],
  ])('reads %s', (text, mysql, aurora) => {
    expect(parseEngineVersion(text)).toEqual({ mysql, aurora });
  });

  it.each([
    '',
    'latest',
    '8',
    '8.0.mysql_aurora.',
    '8.0.mysql_aurora.3.08.x',
    '8.0.mysql_aurora3.08.1',
    '8.0.postgres_aurora.3',
    ' 8.0.mysql_aurora.3.08.1',
    '8.0.mysql_aurora.3.08.1\n',
    '8.0.mysql_aurora.999999.1',
    '-8.0.mysql_aurora.3',
    undefined,
  ])('does not make anything of %j', (text) => {
    expect(parseEngineVersion(text)).toBeUndefined();
  });

  it('reads back whatever is written in the shape, with or without leading zeros', () => {
    fc.assert(
      fc.property(number, number, numbers, fc.boolean(), (major, minor, aurora, padded) => {
        const written = aurora.map((each) => (padded ? String(each).padStart(3, '0') : String(each))).join('.');
        expect(parseEngineVersion(`${major}.${minor}.mysql_aurora.${written}`)).toEqual({
          mysql: `${major}.${minor}`,
          aurora,
        });
      }),
    );
  });

  it('never throws, and no other text is taken for a version that has Backtrack', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[0-9.a-z_]{0,30}$/)), (text) => {
        const { has } = versionHasBacktrack(text, 'eu-west-1');
        if (has !== undefined) expect(text).toMatch(/^(?:5\.6|5\.7|8\.0|8\.4)(?:\.|$)/);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('isAtLeast', () => {
  it('orders versions by their numbers: exactly one of older, same, newer', () => {
    fc.assert(
      fc.property(numbers, numbers, (a, b) => {
        const same = isAtLeast(a, b) && isAtLeast(b, a);
        expect(isAtLeast(a, b) || isAtLeast(b, a)).toBe(true);
        const trimmed = (list: readonly number[]) => list.slice(0, list.findLastIndex((each) => each !== 0) + 1);
        expect(same).toBe(JSON.stringify(trimmed(a)) === JSON.stringify(trimmed(b)));
      }),
    );
  });

  it('holds from an older version on to every newer one', () => {
    fc.assert(
      fc.property(numbers, numbers, numbers, (a, b, c) => {
        if (isAtLeast(a, b) && isAtLeast(b, c)) expect(isAtLeast(a, c)).toBe(true);
      }),
    );
  });

  it.each([
    [[2, 10], [2, 9], true],
    [[2, 7, 2], [2, 7, 3], false],
    [[2, 7], [2, 7, 0], true],
    [[8, 4, 7], [3, 3, 1], true],
  ])('%j is at least %j: %s', (version, least, expected) => {
    expect(isAtLeast(version, least)).toBe(expected);
  });
});

describe('versionHasBacktrack', () => {
  it('begins at one version of 2, which is later in Osaka, and never ends', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 20 }), (minor, patch) => {
        const text = `5.7.mysql_aurora.2.${String(minor).padStart(2, '0')}.${patch}`;
        expect(versionHasBacktrack(text, 'eu-west-1').has).toBe(minor >= 6);
        expect(versionHasBacktrack(text, 'ap-northeast-3').has).toBe(minor > 7 || (minor === 7 && patch >= 3));
      }),
    );
  });

  it('names what is needed as AWS writes it', () => {
    expect(versionHasBacktrack('5.7.mysql_aurora.2.04.0', 'ap-northeast-3')).toMatchObject({ needs: '2.07.3' });
    expect(auroraName([2, 6])).toBe('2.06');
  });
});

describe('mayHaveEnhancedBinlog', () => {
  it.each([
    ['8.0.mysql_aurora.3.03.1', true],
    ['8.0.mysql_aurora.3.03.0', false],
    ['8.4.mysql_aurora.8.4.7', true],
    ['5.7.mysql_aurora.2.12.3', false],
    ['8.0', true],
    [undefined, true],
  ])('%s: %s', (version, expected) => {
    expect(mayHaveEnhancedBinlog(version)).toBe(expected);
  });
});
