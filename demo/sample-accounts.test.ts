import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { changeWindows } from '../src/domain/approval/change-window.ts';
import { mergePolicy, type PolicyOverrides } from '../src/domain/policy.ts';
import { sampleAccounts } from './sample-accounts.ts';

const hourMs = 3_600_000;

describe('the change window of the demo', () => {
  it.each([
    '2026-11-21T00:00:00Z',
    '2026-11-21T23:59:59Z',
    '2026-11-29T12:30:00Z',
    '2026-12-31T23:30:00Z',
  ])('is open at %s, and for almost a day', (time) => {
    const now = new Date(time);
    const { defaults } = parse(sampleAccounts(now)) as { defaults: { policy: PolicyOverrides } };
    const { open } = changeWindows(mergePolicy(defaults.policy), now, 60);
    expect(Number(open?.end) - Number(now)).toBeGreaterThanOrEqual(23 * hourMs);
  });
});
