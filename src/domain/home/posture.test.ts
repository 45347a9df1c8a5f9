import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Finding, Status } from '../finding.ts';
import type { LatestTarget } from '../ports.ts';
import { createPosture } from './posture.ts';

const accounts = [
  { id: '111111111111', name: 'quiet' },
  { id: '222222222222', name: 'busy' },
];
type Counted = Pick<Finding, 'target' | 'status' | 'exempt' | 'muted' | 'accepted'>;

const muted = { muteId: 'm', until: '2026-12-24', reason: 'r', by: 'U1' };
const accepted = { at: '2026-11-21', by: 'U1', cause: 'c' };
const finding = (accountId: string, status: Status, over: Partial<Counted> = {}): Counted => ({
  target: { accountId, accountName: '', region: 'eu-west-1' },
  status,
  ...over,
});
const target = (accountId: string, scannedAt: string, error?: string): LatestTarget => ({
  auditId: 'a',
  scannedAt,
  result: {
    target: { accountId, accountName: '', region: 'eu-west-1' },
    status: error === undefined ? 'scanned' : 'failed',
    ...(error === undefined ? {} : { error: { code: 'AccessDenied', message: error } }),
    findingIds: [],
    awsCalls: 0,
    elapsedMs: 0,
  },
});

describe('the posture of accounts', () => {
  it('counts what is set aside apart, and leaves out accounts that are not configured any more', () => {
    const posture = createPosture(accounts);
    posture.target(target('222222222222', '2026-11-21T10:00:00Z'));
    posture.target(target('222222222222', '2026-11-20T10:00:00Z', 'no'));
    posture.target(target('999999999999', '2026-11-21T10:00:00Z'));
    for (const each of [
      finding('222222222222', 'fail'),
      finding('222222222222', 'fail', { accepted }),
      finding('222222222222', 'fail', { muted }),
      finding('222222222222', 'fail', { muted, exempt: { reason: 'r' } }),
      finding('222222222222', 'unknown'),
      finding('111111111111', 'pass'),
      finding('999999999999', 'fail'),
    ])
      posture.finding(each);
    const [busy, quiet] = posture.list();
    expect(busy).toMatchObject({
      name: 'busy',
      needsSomeone: 2,
      accepted: 1,
      muted: 1,
      exempt: 1,
      byStatus: { fail: 2, unknown: 1, pass: 0 },
      targets: 2,
      failedTargets: 1,
      trouble: { message: 'no' },
      readSince: '2026-11-20T10:00:00Z',
    });
    expect(quiet).toMatchObject({ name: 'quiet', needsSomeone: 0, byStatus: { pass: 1 }, targets: 0 });
    expect(quiet).not.toHaveProperty('readSince');
  });

  it('counts every finding of a configured account exactly once', () => {
    const some = fc.record({
      accountId: fc.constantFrom('111111111111', '222222222222', '999999999999'),
      status: fc.constantFrom<Status>('pass', 'fail', 'unknown', 'not-applicable'),
      isMuted: fc.boolean(),
      isExempt: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(some, { maxLength: 60 }), (all) => {
        const posture = createPosture(accounts);
        for (const { accountId, status, isMuted, isExempt } of all)
          posture.finding(
            finding(accountId, status, {
              ...(isMuted ? { muted } : {}),
              ...(isExempt ? { exempt: { reason: 'r' } } : {}),
            }),
          );
        const counted = posture
          .list()
          .reduce(
            (sum, { byStatus, muted: m, exempt }) => sum + m + exempt + Object.values(byStatus).reduce((a, b) => a + b),
            0,
          );
        expect(counted).toBe(all.filter(({ accountId }) => accountId !== '999999999999').length);
      }),
    );
  });
});
