import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { accountWith, drawing } from '../../../test/helpers/approval-screens.ts';
import { expectModal } from '../../../test/helpers/slack-takes.ts';
import type { MuteSubject } from '../../domain/mute/mute.ts';
import type { Meant } from '../../domain/mute/subject-word.ts';
import type { SlackDeps } from '../deps.ts';
import type { MuteDesk } from '../mute-desk.ts';
import { readMuteForm } from '../views/mute-form.ts';
import { muteCommand, unmuteCommand } from './mute.ts';

const context = await drawing();
const now = new Date('2026-11-21T09:00:00Z');
const by = { userId: 'U02BOB00001', teamId: 'T1' };
const account = accountWith();
const arnOf = (name: string) => `arn:aws:rds:eu-west-1:${account.id}:cluster:${name}`;
const long = 'x'.repeat(63);

/** The desk as far as a command needs it. */
function depsWith(meant: Meant, over: Partial<MuteDesk> = {}): SlackDeps {
  const muting: Partial<MuteDesk> = {
    meant: async () => meant,
    whyNot: async () => undefined,
    preview: async ({ id, subject, time }) => ({
      preview: {
        id,
        subject,
        time,
        label: 'twin (payments-prod)',
        account,
        hides: { failing: 2, unknown: 1, fine: 0, shown: [], pending: 0, running: 0 },
        until: '2026-12-05T09:00:00.000Z',
        spreadDays: 0,
        earlierDays: 0,
      },
    }),
    list: async () => [],
    ...over,
  };
  const parts: Partial<SlackDeps> = {
    ready: () => true,
    now: () => now,
    metas: context.metas,
    estate: { accounts: [account], exemptions: [], routes: [], retentionDays: 400, hash: 'h' },
    muting: muting as MuteDesk,
  };
  return parts as SlackDeps;
}
const time = { amount: 14, unit: 'days' } as const;
const command = { what: 'twin', time, reason: 'moves' };

describe('/aurora mute', () => {
  it.each([2, 12])('lets choose among %i databases of one name, and they all fit the form', async (count) => {
    const choose = Array.from({ length: count }, (_, n) => arnOf(`${n}${long}`.slice(0, 63)));
    const answer = await muteCommand(depsWith({ choose }), command, by);
    if (!('fill' in answer)) throw new Error('no form');
    const view = await answer.fill();
    expectModal(view);
    const text = JSON.stringify(view);
    expect(text).toContain(`${count} databases have that name: choose one.`);
    expect(text).toContain('Hides 3 findings, 2 of them failing');
    const { form } = readMuteForm({ private_metadata: view.private_metadata ?? '', state: { values: {} } }, now);
    expect(form.subjects).toEqual(choose.map((arn): MuteSubject => ({ kind: 'database', arn })));
  });

  it('asks for an ARN when nobody could choose among so many', async () => {
    const answer = await muteCommand(
      depsWith({ choose: Array.from({ length: 13 }, (_, n) => arnOf(`a${n}`)) }),
      command,
      by,
    );
    expect(answer).toMatchObject({
      text: expect.stringContaining('13 databases are called `twin`. Name one by its ARN'),
    });
    expect(answer).not.toHaveProperty('modal');
  });

  it('says what cannot be had before a window is opened', async () => {
    const subject: MuteSubject = { kind: 'database', arn: arnOf('twin') };
    for (const [over, text] of [
      [{ time: { amount: 400, unit: 'days' } }, 'a mute lasts at most 90 days'],
      [{ time: { date: '2026-11-21' } }, 'has begun already'],
    ] as const) {
      const answer = await muteCommand(depsWith({ subject }), { ...command, ...over }, by);
      expect(answer).toMatchObject({ text: expect.stringContaining(text) });
    }
  });

  it('tells in the window when something fails after it was opened', async () => {
    const subject: MuteSubject = { kind: 'database', arn: arnOf('twin') };
    const preview = () => Promise.reject(new Error('Connection is closed'));
    const silent = { logger: pino({ level: 'silent' }) };
    const answer = await muteCommand({ ...depsWith({ subject }, { preview }), ...silent }, command, by);
    if (!('fill' in answer)) throw new Error('no form');
    expect(JSON.stringify(await answer.fill())).toMatch(/not known whether that got through/);
  });
});

describe('/aurora unmute', () => {
  const mute = {
    id: 'k7f3m2qa',
    subject: { kind: 'database', arn: arnOf('twin') } as const,
    accountId: account.id,
    label: 'twin',
    until: '2026-12-05T09:00:00.000Z',
    reason: 'r',
    by: by.userId,
    at: now.toISOString(),
  };
  const other = { ...mute, id: 'other234', subject: { kind: 'database', arn: arnOf('other') } as const };
  const listing = (...all: (typeof mute | typeof other)[]): Partial<MuteDesk> => ({
    list: async () => all.map((each) => ({ mute: each, failing: 1, unknown: 0 })),
    unmute: async (_, id) => ({ outcome: 'done', mute, text: `Unmuted ${id}` }),
  });
  const choose = [arnOf('twin'), arnOf('other')];

  it.each<[string, string, Meant, Partial<MuteDesk>]>([
    ['by the id of a mute', 'k7f3m2qa', { problem: 'unknown' }, listing(mute, other)],
    ['by what it is about', 'twin', { subject: mute.subject }, listing(mute, other)],
    ['by a name of several, of which one is muted', 'twin', { choose }, listing(mute)],
  ])('takes one %s', async (_, what, meant, over) => {
    expect(await unmuteCommand(depsWith(meant, over), what, by)).toMatchObject({ text: 'Unmuted k7f3m2qa' });
  });

  it.each<[string, Meant, Partial<MuteDesk>, string]>([
    ['is not muted', { subject: other.subject }, listing(mute), 'is not muted by itself'],
    ['is not known', { problem: 'Nothing is called that.' }, listing(mute), 'Nothing is called that.'],
    ['are several', { choose }, listing(mute, other), '2 muted databases are called `twin`.'],
  ])('tells when it %s', async (_, meant, over, text) => {
    expect(await unmuteCommand(depsWith(meant, over), 'twin', by)).toMatchObject({
      text: expect.stringContaining(text),
    });
  });
});
