import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Muting } from '../src/domain/mute/list-mutes.ts';
import type { MuteSubject } from '../src/domain/mute/mute.ts';
import { type MutePreview, shownMost } from '../src/domain/mute/preview.ts';
import { mutesList } from '../src/slack/blocks/mutes-list.ts';
import { newMuteForm } from '../src/slack/show-mute.ts';
import { baselineView } from '../src/slack/views/baseline-modal.ts';
import { readMuteForm } from '../src/slack/views/mute-form.ts';
import { muteView } from '../src/slack/views/mute-modal.ts';
import { accountWith, drawing } from './helpers/approval-screens.ts';
import { finding, target } from './helpers/findings.ts';
import { expectMessage, expectModal, nasty } from './helpers/slack-takes.ts';

const context = await drawing();
const day = '2026-12-24T00:00:00.000Z';
const now = new Date('2026-11-21T09:00:00Z');
const [alice, bob] = ['U01ALICE001', 'U02BOB00001'];

const subjects = fc.array(
  fc.oneof(
    nasty.map(
      (name): MuteSubject => ({
        kind: 'database',
        arn: `arn:aws:rds:eu-west-1:111111111111:cluster:${name.slice(0, 63)}`,
      }),
    ),
    fc.constant<MuteSubject>({ kind: 'finding', findingId: '0123456789abcdef' }),
    fc.constant<MuteSubject>({ kind: 'account-rule', accountId: '111111111111', ruleId: 'aurora-backtrack-enabled' }),
  ),
  { minLength: 1, maxLength: 12 },
);
const counts = fc.oneof(fc.nat({ max: 3 }), fc.constantFrom(412, 10_000, 1_000_000));
const previews = fc
  .record({
    failing: counts,
    unknown: counts,
    fine: counts,
    pending: counts,
    running: counts,
    name: nasty,
    accountName: nasty,
    label: nasty,
    spreadDays: fc.nat({ max: 7 }),
    earlierDays: fc.nat({ max: 7 }),
    reason: nasty,
    already: fc.boolean(),
  })
  .map(
    ({
      failing,
      unknown,
      fine,
      pending,
      running,
      name,
      accountName,
      label,
      spreadDays,
      earlierDays,
      reason,
      already,
    }): Omit<MutePreview, 'subject' | 'time' | 'id'> => ({
      label,
      account: accountWith({ name: accountName }),
      hides: {
        failing,
        unknown,
        fine,
        pending,
        running,
        shown: Array.from({ length: Math.min(shownMost, failing + unknown) }, () =>
          finding({ name, target: target({ accountName }) }),
        ),
      },
      until: day,
      spreadDays,
      earlierDays,
      already: already
        ? {
            id: 'm',
            subject: { kind: 'finding', findingId: 'x' },
            accountId: '1',
            label,
            until: day,
            reason,
            by: bob,
            at: day,
          }
        : undefined,
    }),
  );

describe('Slack takes', () => {
  it('the form of a mute, whatever it hides, and it comes back as it was', () => {
    fc.assert(
      fc.property(
        subjects,
        previews,
        fc.option(nasty, { nil: undefined }),
        nasty,
        fc.boolean(),
        (all, preview, refused, reason, onDay) => {
          const time = onDay ? { date: '2026-12-24' } : ({ amount: 45, unit: 'days' } as const);
          const form = newMuteForm(all, time, reason);
          const [subject] = all as [MuteSubject];
          const view = muteView(
            { form, previewed: { preview: { ...preview, id: form.id, subject, time } }, refused },
            context,
          );
          expectModal(view);
          const { form: read, seen } = readMuteForm(
            { private_metadata: view.private_metadata ?? '', state: { values: {} } },
            now,
          );
          expect(read).toEqual({ ...form, reason: '' });
          expect(seen).toEqual({ until: preview.until, spreadDays: preview.spreadDays });
          expect(view.submit === undefined).toBe(refused !== undefined || preview.already !== undefined);
        },
      ),
    );
  });

  it('the form of a mute that cannot be had', () => {
    fc.assert(
      fc.property(nasty, fc.boolean(), (problem, field) => {
        const form = newMuteForm([{ kind: 'finding', findingId: '0123456789abcdef' }], { amount: 0, unit: 'days' });
        expectModal(
          muteView({ form, previewed: { problem, ...(field ? { field: 'time' } : {}) }, refused: undefined }, context),
        );
      }),
    );
  });

  it('every page of a list of mutes', () => {
    const mutes = fc.array(
      fc.record({ label: nasty, reason: nasty, spreadDays: fc.nat({ max: 7 }), failing: counts, unknown: counts }).map(
        ({ label, reason, spreadDays, ...hides }): Muting => ({
          mute: {
            id: 'k7f3m2qa',
            subject: { kind: 'finding', findingId: 'x' },
            accountId: '1',
            label,
            reason,
            spreadDays,
            until: day,
            by: alice,
            at: day,
          },
          ...hides,
        }),
      ),
      { maxLength: 40 },
    );
    fc.assert(
      fc.property(mutes, fc.nat({ max: 10 }), (all, page) => {
        // One mute twice on a page would be two blocks of one id.
        const named = all.map((each, index) => ({ ...each, mute: { ...each.mute, id: `id-${index}` } }));
        expectMessage(mutesList(named, page, context));
      }),
    );
  });

  it('the baseline of many accounts', () => {
    const some = fc.array(
      fc.record({ name: nasty, count: counts }).map(({ name, count }) => ({ account: accountWith({ name }), count })),
      { maxLength: 300 },
    );
    fc.assert(
      fc.property(some, some, (mine, others) => {
        expectModal(baselineView({ mine, others }, 'k7f3m2qa'));
      }),
      { numRuns: 30 },
    );
  });
});
