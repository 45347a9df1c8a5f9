import { describe, expect, it } from 'vitest';
import { pending } from '../../../test/helpers/approval-facts.ts';
import { finding } from '../../../test/helpers/findings.ts';
import type { ExemptionRule } from '../accounts-schema.ts';
import type { Finding } from '../finding.ts';
import type { Mute, MuteSubject } from '../mute/mute.ts';
import type { Approval } from './record.ts';
import { setAsideNow } from './set-aside.ts';

const orders = finding({ name: 'orders' });
const ledger = finding({ name: 'ledger' });
const noon = new Date('2026-11-21T12:00:00Z');
const muteOf = (subject: MuteSubject, over: Partial<Mute> = {}): Mute => ({
  id: 'm1',
  subject,
  accountId: orders.target.accountId,
  label: 'ledger (payments-prod)',
  until: '2026-12-05T12:00:00.000Z',
  reason: 'moves <soon>',
  by: 'UALICE',
  at: '2026-11-20T12:00:00.000Z',
  ...over,
});
const says = (
  approval: Approval,
  {
    known = [orders, ledger],
    rules = [],
    mutes = [],
    now = noon,
  }: {
    known?: readonly Finding[];
    rules?: readonly ExemptionRule[];
    mutes?: readonly Mute[];
    now?: Date;
  } = {},
) =>
  setAsideNow({
    findings: { get: async (id) => known.find((each) => each.id === id) },
    mutes: { inForce: async (at) => mutes.filter(({ until }) => Date.parse(until) > at) },
    exemptions: rules,
    now: () => now,
  })(approval);
const idOf = (approval: Approval, name: string) => {
  const item = approval.plan?.items.find(({ resource }) => resource.id === name);
  if (item === undefined) throw new Error(`${name} is not in the plan`);
  return item;
};

describe('what is left alone', () => {
  it('is exempt: which database, why, and whom to ask', async () => {
    const rule = {
      rule: 'aurora-backtrack-enabled',
      resources: ['ledger'],
      reason: 'rebuilt <nightly>',
      owner: 'platform',
    };
    expect(await says(pending('additive'), { rules: [rule] })).toBe(
      'ledger is exempt by accounts.yaml: rebuilt &lt;nightly&gt; (platform)',
    );
    expect(await says(pending('disruptive'), { rules: [rule] })).toBeUndefined();
    expect(await says(pending('additive'))).toBeUndefined();
  });

  const approval = pending('additive');
  const { findingId, resource } = idOf(approval, 'ledger');
  const { accountId } = approval.target;
  it.each<[string, MuteSubject]>([
    ['by itself', { kind: 'finding', findingId }],
    ['with its database', { kind: 'database', arn: resource.arn }],
    ['with its rule', { kind: 'account-rule', accountId, ruleId: approval.ruleId }],
  ])('is muted %s: until when, by whom and why', async (_, subject) => {
    const mute = muteOf(subject);
    const text =
      /(ledger|orders) is muted until <!date\^\d+\^[^>]+2026-12-05 12:00 UTC> by <@UALICE>: moves &lt;soon&gt;$/;
    expect(await says(approval, { mutes: [mute] })).toMatch(text);
    expect(await says(approval, { mutes: [mute], known: [] })).toMatch(text);
    const fine = {
      ...ledger,
      id: findingId,
      ruleId: approval.ruleId,
      target: approval.target,
      resource,
      status: 'pass' as const,
    };
    expect(await says(approval, { mutes: [mute], known: [fine] })).toMatch(text);
    expect(await says(approval, { mutes: [mute], now: new Date(mute.until) })).toBeUndefined();
  });

  it('is muted, although the plan names it only among what it changes', async () => {
    const arn = 'arn:aws:rds:eu-west-1:111111111111:cluster:elsewhere';
    const mutes = [muteOf({ kind: 'database', arn }, { label: 'elsewhere (payments-prod)' })];
    expect(await says(approval, { mutes })).toBeUndefined();
    const wide = approval.plan && { ...approval, plan: { ...approval.plan, resources: [arn] } };
    expect(wide && (await says(wide, { mutes }))).toMatch(
      /^elsewhere \(payments-prod\), which the plan changes as well, is muted until/,
    );
  });
});
