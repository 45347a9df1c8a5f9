import { beforeEach, describe, expect, it } from 'vitest';
import { account, fakePeople } from '../../../test/helpers/approval-facts.ts';
import { finding } from '../../../test/helpers/findings.ts';
import type { OutboxEvent } from '../approval/ports.ts';
import type { Mute } from './mute.ts';
import { type MutePreview, previewMute } from './preview.ts';
import { type SetMuteDeps, setMute, unmute } from './set-mute.ts';
import { dayMs } from './stagger.ts';

const noon = Date.parse('2026-11-21T12:00:00Z');
const iso = (at: number) => new Date(at).toISOString();
const where = account();
const orders = finding({
  name: 'orders',
  target: { accountId: where.id, accountName: where.name, region: 'eu-west-1' },
});
const people = fakePeople();
let now: number;
let stored: Map<string, Mute>;
let events: OutboxEvent[];

/** One mute at a time, as the store has it. */
const deps = (): SetMuteDeps => ({
  estate: { accounts: [where] },
  people,
  now: () => new Date(now),
  outbox: { add: async (more) => void events.push(...more) },
  mutes: {
    get: async (id) => stored.get(id),
    add: async (mute, more = []) => {
      const other = [...stored.values()].find(({ endedAt }) => endedAt === undefined);
      if (other !== undefined) return { outcome: 'already-muted', mute: other };
      stored.set(mute.id, mute);
      events.push(...more);
      return { outcome: 'added', mute };
    },
    end: async (id, by, at, more = []) => {
      const mute = stored.get(id);
      if (mute === undefined || mute.endedAt !== undefined || mute.until <= at) return undefined;
      stored.set(id, { ...mute, endedAt: at, endedBy: by });
      events.push(...more);
      return stored.get(id);
    },
  },
});
const preview = async (over: Partial<MutePreview> = {}): Promise<MutePreview> => {
  const previewed = await previewMute(
    {
      estate: { accounts: [where] },
      metas: [{ id: orders.ruleId }],
      findings: { get: async (id) => (id === orders.id ? orders : undefined), list: async function* () {} },
      mutes: { inForce: async () => [...stored.values()] },
      approvals: { get: async () => undefined, listOpen: async () => [] },
      runs: { open: async () => [] },
      now: () => new Date(now),
    },
    { id: 'm1', subject: { kind: 'finding', findingId: orders.id }, time: { amount: 14, unit: 'days' } },
  );
  if ('problem' in previewed) throw new Error(previewed.problem);
  return { ...previewed.preview, ...over };
};
const mute = async (userId: string, over: Partial<MutePreview> = {}, reason = 'moves <soon>') =>
  setMute(deps(), { userId, teamId: 'T1' }, await preview(over), reason);
const trail = () =>
  events.flatMap((event) => (event.kind === 'trail' ? [`${event.entry.what} ${event.entry.by}`] : []));

beforeEach(() => {
  now = noon;
  stored = new Map();
  events = [];
  people.down = false;
});

describe('a mute', () => {
  it.each(['UCAROL', 'UERIN'])('is set by whoever may approve there, named or by a group: %s', async (userId) => {
    const said = await mute(userId);
    expect(said).toMatchObject({ outcome: 'done' });
    expect(said.text).toMatch(/^Muted: orders .* until <!date/);
    expect(said.text).toContain(`by <@${userId}>: moves &lt;soon&gt;`);
    expect(stored.get('m1')).toEqual({
      id: 'm1',
      subject: { kind: 'finding', findingId: orders.id },
      accountId: where.id,
      label: `orders (${where.name}), aurora-backtrack-enabled`,
      until: iso(noon + 14 * dayMs),
      reason: 'moves <soon>',
      by: userId,
      at: iso(noon),
    });
    expect(events).toMatchObject([
      {
        kind: 'trail',
        entry: {
          by: userId,
          what: 'mute.set',
          subject: 'm1',
          details: { teamId: 'T1', reason: 'moves <soon>', failing: 1 },
        },
      },
      { kind: 'mute', muteId: 'm1', what: 'muted' },
    ]);
  });

  it.each([
    'UGUEST',
    'UBOT',
    'UGONE',
    'UNOBODY',
  ])('is not set by %s, who is told who may, and it is in the trail', async (userId) => {
    const said = await mute(userId);
    expect(said).toMatchObject({ outcome: 'refused' });
    expect(said.text).toMatch(/^Only those who may approve changes in .* may mute there\. For .* <@U.* may\.$/);
    expect(stored.size).toBe(0);
    expect(trail()).toEqual([`mute.refused ${userId}`]);
  });

  it('is not set while Slack does not say who somebody is', async () => {
    people.down = true;
    expect((await mute('UCAROL')).text).toMatch(/Slack does not tell who you are .* nothing was changed/);
    expect(stored.size).toBe(0);
    expect(trail()).toEqual([]);
  });

  it('wants a reason, a time to come, and no more than the policy allows', async () => {
    expect(await mute('UCAROL', {}, ' \n ')).toMatchObject({ outcome: 'refused', field: 'reason' });
    expect(await mute('UCAROL', { until: iso(noon) })).toMatchObject({ outcome: 'refused', field: 'time' });
    const days = where.policy.maxMuteDays;
    expect(await mute('UCAROL', { until: iso(noon + days * dayMs + 1) })).toMatchObject({
      outcome: 'refused',
      field: 'time',
    });
    expect(stored.size).toBe(0);
    expect((await mute('UCAROL', { until: iso(noon + days * dayMs) })).outcome).toBe('done');
  });

  it('is not set when the clock has jumped past its end since it was shown, nor when it has jumped back too far', async () => {
    const shown = await preview();
    now = noon + 15 * dayMs;
    expect(await setMute(deps(), { userId: 'UCAROL', teamId: 'T1' }, shown, 'x')).toMatchObject({ field: 'time' });
    now = noon - 365 * dayMs;
    expect(await setMute(deps(), { userId: 'UCAROL', teamId: 'T1' }, shown, 'x')).toMatchObject({ field: 'time' });
    expect(stored.size).toBe(0);
  });

  it('of what is muted already says until when, by whom and why', async () => {
    await mute('UCAROL');
    expect(await preview({ id: 'm2' })).toMatchObject({ already: { id: 'm1' } });
    expect(await mute('UBOB', { id: 'm2' })).toMatchObject({
      outcome: 'refused',
      text: expect.stringMatching(/ is muted already, until .*, by <@UCAROL>: moves &lt;soon&gt;$/),
    });
    expect(trail()).toEqual(['mute.set UCAROL']);
  });
});

describe('unmuting', () => {
  it('is for whoever set it, also while Slack does not answer, and for whoever may mute there', async () => {
    await mute('UCAROL');
    people.down = true;
    expect((await unmute(deps(), { userId: 'UCAROL', teamId: 'T1' }, 'm1')).text).toMatch(/^Unmuted: orders/);
    people.down = false;
    stored = new Map();
    await mute('UCAROL');
    expect((await unmute(deps(), { userId: 'UNOBODY', teamId: 'T1' }, 'm1')).text).toMatch(/may unmute there/);
    expect(stored.get('m1')?.endedAt).toBeUndefined();
    expect((await unmute(deps(), { userId: 'UBOB', teamId: 'T1' }, 'm1')).text).toMatch(
      /^Unmuted: .* It had been muted by <@UCAROL>: moves &lt;soon&gt;$/,
    );
    expect(trail()).toEqual([
      'mute.set UCAROL',
      'mute.lifted UCAROL',
      'mute.set UCAROL',
      'mute.refused UNOBODY',
      'mute.lifted UBOB',
    ]);
  });

  it('of what is over says since when, or who was quicker', async () => {
    await mute('UCAROL');
    await unmute(deps(), { userId: 'UBOB', teamId: 'T1' }, 'm1');
    expect((await unmute(deps(), { userId: 'UCAROL', teamId: 'T1' }, 'm1')).text).toMatch(
      /^<@UBOB> has unmuted orders .* already/,
    );
    stored = new Map();
    await mute('UCAROL');
    now = noon + 15 * dayMs;
    expect((await unmute(deps(), { userId: 'UCAROL', teamId: 'T1' }, 'm1')).text).toMatch(
      /^The mute of orders .* was over at <!date/,
    );
    expect((await unmute(deps(), { userId: 'UCAROL', teamId: 'T1' }, 'zz')).text).toBe(
      'That mute is over, and not kept any more.',
    );
  });
});
