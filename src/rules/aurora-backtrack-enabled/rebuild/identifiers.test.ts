import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { distinct, fitted, rehearsalNames } from './identifiers.ts';

const identifier = /^[a-z](?:-?[a-z0-9]){0,62}$/;
const names = fc.stringMatching(/^[a-z](?:-?[a-z0-9]){0,62}$/).filter((name) => name.length <= 63);

describe('names', () => {
  it('tell what they belong to', () => {
    expect(fitted('orders', '-bt')).toBe('orders-bt');
    expect(rehearsalNames('orders', 'k7f3m2qa', 2)).toEqual({
      cluster: 'orders-rehearsal-k7f3m2qa',
      snapshot: 'aurora-keeper-k7f3m2qa-rehearsal',
      parameterGroup: 'aurora-keeper-k7f3m2qa-inert',
      members: ['orders-rehearsal-k7f3m2qa-1', 'orders-rehearsal-k7f3m2qa-2'],
    });
  });

  it('of 63 characters leave room for a suffix, without a hyphen before it', () => {
    const long = `${'a'.repeat(58)}-bcde`;
    expect(long).toHaveLength(63);
    expect(fitted(long, '-bt')).toBe(`${'a'.repeat(58)}-b-bt`);
    expect(fitted(`${'a'.repeat(59)}-bcd`, '-bt')).toBe(`${'a'.repeat(59)}-bt`);
    expect(rehearsalNames(long, 'k7f3m2qa', 16).members.at(-1)).toMatch(/-rehearsal-k7f3m2-16$|-16$/);
  });

  it('that would become the same are numbered', () => {
    const long = 'a'.repeat(62);
    expect(distinct([`${long}1`, `${long}2`, `${long}3`], '-bt')).toEqual([
      `${'a'.repeat(60)}-bt`,
      `${'a'.repeat(58)}-2-bt`,
      `${'a'.repeat(58)}-3-bt`,
    ]);
  });

  it('are always identifiers that RDS takes, and never the same twice', () => {
    fc.assert(
      fc.property(fc.uniqueArray(names, { minLength: 1, maxLength: 16 }), (all) => {
        const made = distinct(all, '-bt');
        expect(new Set(made).size).toBe(all.length);
        for (const name of made) expect(name).toMatch(identifier);
        const rehearsal = rehearsalNames(all[0] ?? '', 'k7f3m2qa', all.length);
        expect(new Set(rehearsal.members).size).toBe(all.length);
        for (const name of [rehearsal.cluster, ...rehearsal.members]) expect(name).toMatch(identifier);
      }),
    );
  });
});
