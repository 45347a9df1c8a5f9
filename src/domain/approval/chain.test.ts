import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chained, checkChain } from './chain.ts';
import type { ChainedEntry, TrailEntry } from './ports.ts';

const entry = (n: number, over: Partial<TrailEntry> = {}): TrailEntry => ({
  at: `2026-11-21T12:00:${String(n % 60).padStart(2, '0')}.000Z`,
  by: 'UBOB',
  what: 'approval.approved',
  subject: `a${n % 3}`,
  details: { n, list: ['x', null], nested: { b: 1, a: true } },
  ...over,
});

function chainOf(count: number): ChainedEntry[] {
  const chain: ChainedEntry[] = [];
  for (let n = 0; n < count; n += 1) chain.push(chained(entry(n), chain.at(-1)));
  return chain;
}

describe('the chain', () => {
  it('is unbroken as it was made, also read back from JSON, and from any entry on', () => {
    const chain = chainOf(20);
    expect(checkChain(chain, chain.at(-1))).toEqual({ ok: true, entries: 20 });
    const read = JSON.parse(JSON.stringify(chain)) as ChainedEntry[];
    expect(checkChain(read, chain.at(-1))).toEqual({ ok: true, entries: 20 });
    expect(checkChain(chain.slice(7), chain.at(-1))).toEqual({ ok: true, entries: 13 });
    expect(checkChain([])).toEqual({ ok: true, entries: 0 });
  });

  it('does not depend on the order of keys', () => {
    const [first] = chainOf(1);
    const { details, ...rest } = first as ChainedEntry;
    const turned = { details: { nested: { a: true, b: 1 }, list: details.list ?? null, n: 0 }, ...rest };
    expect(checkChain([turned])).toEqual({ ok: true, entries: 1 });
  });

  it('names the first entry that was changed, taken out, put in, or exchanged', () => {
    const chain = chainOf(10);
    const at = (index: number): ChainedEntry => chain[index] as ChainedEntry;
    expect(checkChain(chain.with(4, { ...at(4), by: 'UMALLORY' }))).toMatchObject({ ok: false, brokenAt: 5 });
    expect(checkChain(chain.toSpliced(4, 1))).toMatchObject({ brokenAt: 5, why: 'entry 5 is missing' });
    expect(checkChain(chain.toSpliced(4, 0, at(3)))).toMatchObject({ ok: false, brokenAt: 5 });
    expect(checkChain(chain.with(4, at(5)).with(5, at(4)))).toMatchObject({ ok: false, brokenAt: 5 });
    expect(checkChain(chain.slice(0, 8), at(9))).toMatchObject({ brokenAt: 9, why: 'the end of the trail is missing' });
    expect(checkChain([], at(0))).toMatchObject({ ok: false, brokenAt: 1 });
    const first = { ...at(0), previousHash: 'f'.repeat(64) };
    expect(checkChain([first])).toMatchObject({ ok: false, brokenAt: 1 });
    // Hashed anew, the changed entry is right by itself, but its successor does not follow it.
    const forged = chained(entry(4, { by: 'UMALLORY' }), at(3));
    expect(checkChain(chain.with(4, forged))).toMatchObject({ ok: false, brokenAt: 6 });
  });

  it('any one change of any one field is found, at the entry or its successor', () => {
    const chain = chainOf(12);
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 11 }),
        fc.constantFrom('at', 'by', 'what', 'subject', 'previousHash', 'hash', 'details' as const),
        fc.string({ minLength: 1 }),
        (index, field, text) => {
          const old = chain[index] as ChainedEntry;
          const value = field === 'details' ? { ...old.details, n: text } : text;
          if (JSON.stringify(old[field as keyof ChainedEntry]) === JSON.stringify(value)) return;
          const result = checkChain(chain.with(index, { ...old, [field]: value }), chain.at(-1));
          expect(result.ok).toBe(false);
          if (!result.ok) expect([index + 1, index + 2]).toContain(result.brokenAt);
        },
      ),
    );
  });
});
