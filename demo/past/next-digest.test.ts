import { expect, it } from 'vitest';
import { nextDigest } from './next-digest.ts';

it('is due in one to two hours, and the one before was of yesterday, at any hour of a year', () => {
  const hour = 3_600_000;
  for (let now = Date.UTC(2026, 0, 1, 0, 30); now < Date.UTC(2027, 0, 1); now += hour) {
    const { slot, zone } = nextDigest(new Date(now));
    const ahead = slot.toMillis() - now;
    expect(ahead).toBeGreaterThan(hour);
    expect(ahead).toBeLessThanOrEqual(2 * hour);
    const today = new Intl.DateTimeFormat('en-CA', { timeZone: zone }).format(now);
    expect(slot.toISODate()).toBe(today);
    expect(slot.minus({ days: 1 }).toISODate()).not.toBe(today);
  }
});
