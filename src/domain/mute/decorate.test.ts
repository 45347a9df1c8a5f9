import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { finding, target } from '../../../test/helpers/findings.ts';
import { type Finding, needsSomeone, statuses } from '../finding.ts';
import { decorate, decorator, outgrown } from './decorate.ts';
import type { Accepted, Mute, MuteSubject } from './mute.ts';
import { dayMs, returnsAt } from './stagger.ts';
import { covers, subjectsOf } from './subject.ts';

const now = Date.parse('2026-11-21T09:00:00Z');
const iso = (at: number) => new Date(at).toISOString();
const orders = finding();
const mute = (subject: MuteSubject, over: Partial<Mute> = {}): Mute => ({
  id: 'm',
  subject,
  accountId: orders.target.accountId,
  label: 'orders (payments-prod)',
  until: iso(now + 30 * dayMs),
  reason: 'known',
  by: 'U1',
  at: iso(now - dayMs),
  ...over,
});
const none = new Map<string, Accepted>();
const accepted: Accepted = { at: iso(now - dayMs), by: 'U1', cause: orders.cause };

const names = fc.constantFrom('orders', 'ledger', 'cart');
const findings = fc
  .record({
    name: names,
    ruleId: fc.constantFrom('aurora-backtrack-enabled', 'rds-backup-plan-coverage'),
    accountId: fc.constantFrom('111111111111', '222222222222'),
    status: fc.constantFrom(...statuses),
    cause: fc.constantFrom('created-without-backtrack', 'window-below-policy'),
    exempt: fc.boolean(),
  })
  .map(
    ({ name, ruleId, accountId, status, cause, exempt }): Finding =>
      finding({
        name,
        ruleId,
        status,
        cause,
        target: target({ accountId }),
        ...(exempt ? { exempt: { reason: 'x' } } : {}),
      }),
  );
const mutes = fc.array(
  fc
    .tuple(findings, fc.nat({ max: 2 }), fc.integer({ min: -60, max: 60 }), fc.nat({ max: 7 }), fc.boolean(), fc.uuid())
    .map(([about, kind, days, spread, ended, id]) =>
      mute(subjectsOf(about)[kind] as MuteSubject, {
        id,
        until: iso(now + days * dayMs),
        ...(spread === 0 ? {} : { spreadDays: spread }),
        ...(ended ? { endedAt: iso(now - 1), endedBy: 'U2' } : {}),
      }),
    ),
  { maxLength: 8 },
);

describe('what a finding carries when it is read', () => {
  it('is the mute that holds longest of those that cover it, while it fails or could not be judged', () => {
    fc.assert(
      fc.property(findings, mutes, (each, all) => {
        const ends = all
          .filter(({ subject, endedAt }) => covers(subject, each) && endedAt === undefined)
          .map((one) => returnsAt(one, each.id))
          .filter((end) => end > now);
        const open = each.status === 'fail' || each.status === 'unknown';
        const read = decorate(each, all, none, now);
        expect(read.muted?.until).toBe(open && ends.length > 0 ? iso(Math.max(...ends)) : undefined);
        expect(needsSomeone(read)).toBe(each.status === 'fail' && each.exempt === undefined && ends.length === 0);
      }),
    );
  });

  it('changes nothing else, and is put in anew each time', () => {
    fc.assert(
      fc.property(findings, mutes, fc.boolean(), (each, all, known) => {
        const baseline = known ? new Map([[each.id, accepted]]) : none;
        const read = decorate(each, all, baseline, now);
        const { muted: _muted, accepted: _accepted, ...rest } = read;
        expect(rest).toEqual(each);
        expect(decorate(read, [], none, now)).toEqual(each);
        expect(decorator(all, baseline, now)(read)).toEqual(read);
        expect(read.accepted !== undefined).toBe(known && each.status === 'fail' && each.cause === accepted.cause);
      }),
    );
  });

  it('is muted for whatever cause, but in the baseline for one alone', () => {
    const worse = finding({ cause: 'window-below-policy' });
    const all = [mute({ kind: 'finding', findingId: orders.id })];
    const read = decorate(worse, all, new Map([[orders.id, accepted]]), now);
    expect(read.muted?.muteId).toBe('m');
    expect(read.accepted).toBeUndefined();
  });

  it('comes with a new finding of a muted database or rule', () => {
    const later = finding({ name: 'made-tomorrow' });
    const { accountId } = later.target;
    const rule = mute({ kind: 'account-rule', accountId, ruleId: later.ruleId });
    const database = mute({ kind: 'database', arn: later.resource.arn });
    expect(decorate(later, [rule], none, now).muted).toBeDefined();
    expect(decorate(later, [database], none, now).muted).toBeDefined();
    expect(decorate(later, [mute({ kind: 'account-rule', accountId, ruleId: 'another' })], none, now)).toEqual(later);
  });
});

it.each([
  ['fail', orders.cause, false],
  ['fail', 'window-below-policy', true],
  ['unknown', 'could-not-read', false],
  ['pass', 'window-in-force', true],
  ['not-applicable', 'serverless-v1', true],
] as const)('a finding that is %s (%s) has outgrown the baseline: %s', (status, cause, gone) => {
  expect(outgrown({ status, cause }, accepted)).toBe(gone);
});
