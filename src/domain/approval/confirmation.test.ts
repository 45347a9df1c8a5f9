import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plan } from '../../../test/helpers/approval-facts.ts';
import { confirmationOf, isConfirmed } from './confirmation.ts';

const orders = plan('disruptive', { names: ['orders-db'] });

describe('the name typed to approve', () => {
  it.each(['orders-db', ' orders-db', 'orders-db \n', '\u00a0orders-db\t'])('%j is it', (typed) => {
    expect(isConfirmed(orders, typed)).toBe(true);
  });

  it.each([
    ['nothing', undefined],
    ['empty', ''],
    ['spaces', '  '],
    ['another case', 'Orders-DB'],
    ['a space inside', 'orders -db'],
    ['a Cyrillic о', 'оrders-db'],
    ['full-width letters', 'ｏｒｄｅｒｓ-db'],
    ['another hyphen', 'orders‐db'],
    ['a zero-width space', 'orders-db\u200b'],
    ['a combining mark', 'orders-db\u0301'],
    ['its beginning', 'orders'],
    ['more than it', 'orders-db2'],
    ['quotes', '`orders-db`'],
  ])('%s is not', (_, typed) => {
    expect(isConfirmed(orders, typed)).toBe(false);
  });

  it('a look-alike that NFC would turn into the name is not', () => {
    const kelvin = plan('disruptive', { names: ['K'] });
    expect('\u212a'.normalize('NFC')).toBe('K');
    expect(isConfirmed(kelvin, '\u212a')).toBe(false);
  });

  it('nothing but the name between white space is', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('orders-db ', ' orders-db')), (typed) => {
        expect(isConfirmed(orders, typed)).toBe(typed.trim() === 'orders-db');
      }),
    );
  });

  it('is all names when there are several, and never the empty one', () => {
    expect(confirmationOf(plan('destructive', { names: ['a', 'b', 'a'] }))).toBe('a, b');
    expect(isConfirmed(plan('destructive', { names: [] }), '')).toBe(false);
  });
});
