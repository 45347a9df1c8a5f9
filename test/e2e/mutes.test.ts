import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ids } from '../../demo/slack/workspace.ts';
import type { ChainedEntry } from '../../src/domain/approval/ports.ts';
import { findingId } from '../../src/domain/finding.ts';
import { createLifeStore } from '../../src/store/lives.ts';
import { createMuteStore } from '../../src/store/mutes.ts';
import { oneRedis } from '../helpers/redis.ts';
import { type RepairWorld, startRepairs } from '../helpers/repair-world.ts';
import { aurora, until } from '../helpers/slack.ts';

const { alice, bob, carol } = ids;
const account = '111111111111';
const coverage = 'rds-backup-plan-coverage';
const arnOf = (database: string) => `arn:aws:rds:us-east-1:${account}:cluster:${database}`;

describe.each(oneRedis)('muting, on %s', { timeout: 300_000 }, (kind) => {
  let world: RepairWorld;
  const slack = () => world.slack.slack;
  const closeAll = async (user: string) => {
    while (slack().openViews(user).length > 0) await slack().closeView(user);
  };
  const menu = async (user: string, database: string, choice: string) => {
    await closeAll(user);
    await slack().select(user, await world.finding(user, database), 'finding.menu', choice);
  };
  const muteByCommand = async (user: string, text: string) => {
    await closeAll(user);
    return aurora(world, `mute ${text}`, user);
  };
  const trail = async (): Promise<string[]> =>
    Object.values(await world.redis.hgetall('{aurora}:trail'))
      .map((text) => JSON.parse(text) as ChainedEntry)
      .sort((a, b) => a.seq - b.seq)
      .map(({ what }) => what)
      .filter((what) => what.startsWith('mute.') || what.startsWith('baseline.'));
  const report = (expected: RegExp) => world.sees(new RegExp(`targets? scanned[\\s\\S]*${expected.source}`));
  const history = async (database: string): Promise<string[]> => {
    const lives = createLifeStore({ redis: world.redis, retentionDays: 400, now: Date.now });
    return (await lives.history(findingId(coverage, arnOf(database)))).map(({ kind: what }) => what);
  };

  beforeAll(async () => {
    world = await startRepairs(kind);
  });
  afterAll(() => world?.close());

  it('who may not is told who may, and nothing is stored', async () => {
    await menu(alice, 'ledger', 'Mute…');
    const text = await world.modal(alice, /Hides 1 failing finding/);
    expect(text).toContain('Only those who may approve changes in payments-prod may mute there.');
    expect(text).toContain('@Bob Brown');
    expect(text).not.toContain('[Mute]');
    expect(await aurora(world, 'mutes', alice)).toContain('Nothing is muted.');
    expect(await trail()).toEqual([]);
  });

  it('shows what it hides, anew with each choice, and stores what was shown', async () => {
    await menu(bob, 'ledger', 'Mute…');
    await world.modal(bob, /ledger \(payments-prod\), rds-backup-plan-coverage[\s\S]*Hides 1 failing finding/);
    await slack().selectInView(bob, 'mute.what', 'All of payments-prod: Backup plan for every RDS and Aurora database');
    await world.modal(bob, /Hides 1\d failing findings[\s\S]*come back between/);
    await slack().selectInView(bob, 'mute.what', 'Everything about ledger · payments-prod · us-east-1');
    await world.modal(
      bob,
      /^[\s\S]*ledger \(payments-prod\)\n[\s\S]*Hides 1 failing finding[\s\S]*1 other finding about it needs nobody/,
    );
    await slack().selectInView(bob, 'mute.time', 'Until a day of your choice');
    await world.modal(bob, /Until the beginning of \(UTC\)/);
    expect((await slack().submitView(bob)).errors).toEqual({ reason: 'Please complete this required field.' });
    // Chosen in the very moment of pressing: shown first, stored with the next press.
    expect((await slack().submitView(bob, { 'mute.time': '30 days', reason: 'moves <soon>' })).ok).toBe(true);
    await world.modal(bob, /This is what that hides. Press \*?Mute\*? if you mean it.[\s\S]*moves <soon>/);
    expect(await aurora(world, 'mutes', alice)).toContain('Nothing is muted.');
    expect((await slack().submitView(bob)).ok).toBe(true);
    await world.modal(bob, /Muted: ledger \(payments-prod\), until [\s\S]*by @Bob Brown: moves <soon>/);
    expect(slack().read(await report(/1 muted/))).not.toMatch(/ledger/);
    const list = await aurora(world, 'mutes', alice);
    expect(list).toMatch(
      /1 mute in force\nledger \(payments-prod\) · until .* · by @Bob Brown .*\nmoves <soon>\nHides 1 failing finding now/,
    );
    expect(await aurora(world, 'findings --status muted', alice)).toMatch(
      /Muted: 1–1 of 1[\s\S]*Muted · ledger[\s\S]*Muted until .* by @Bob Brown \(.*\): moves <soon>/,
    );
    expect(await trail()).toEqual(['mute.set']);
    await until('it is in the story', async () => (await history('ledger'))[0] === 'muted');
  });

  it('is answered when the button of an old message is pressed', async () => {
    const old = slack()
      .ephemerals(bob)
      .find((each) => /Review & approve/.test(slack().read(each, bob)) && /ledger/.test(slack().read(each, bob)));
    if (old === undefined) throw new Error('no old list');
    await closeAll(bob);
    await world.press(bob, old, 'Review & approve');
    expect(await world.modal(bob, /Left alone/)).toMatch(
      /Left alone: ledger is muted until .* by @Bob Brown: moves <soon>\./,
    );
    await closeAll(bob);
    await slack().select(bob, old, 'finding.menu', 'Mute…');
    await world.modal(bob, /ledger \(payments-prod\), rds-backup-plan-coverage/);
    await slack().selectInView(bob, 'mute.what', 'Everything about ledger · payments-prod · us-east-1');
    const text = await world.modal(bob, /Muted already until .* by @Bob Brown/);
    expect(text).not.toContain('[Mute]');
  });

  it.each([
    ['nosuch 14d why', /Nothing that has been audited is called `nosuch`/],
    ['legder 14d why', /Did you mean `ledger`\?/],
    ['twice 0d why', /No time at all would mute nothing/],
    ['twice until 2020-01-01 why', /2020-01-01 has begun already/],
    ['twice 400d why', /In payments-prod a mute lasts at most 90 days/],
    ['twice 14d', /Say why/],
    ['twice soon why', /`soon` is not a time/],
    ['payments-prod:RDS-043 14d why', /There is no rule `RDS-043`/],
    ['', /Mute what\?/],
  ])('by command says what is wrong with %j, and stores nothing', async (text, answer) => {
    const before = await trail();
    expect(await muteByCommand(bob, text)).toMatch(answer);
    expect(slack().openViews(bob)).toEqual([]);
    expect(await trail()).toEqual(before);
  });

  it('keeps what waits for approval from being approved, until it is unmuted', async () => {
    const card = await world.ask('twice');
    await muteByCommand(carol, 'twice 14d its owner is away');
    const preview = await world.modal(carol, /Hides 1 failing finding/);
    expect(preview).toContain('1 approval that waits for it cannot be approved any more.');
    expect(preview).toContain('its owner is away');
    expect((await slack().submitView(carol)).ok).toBe(true);
    await world.modal(carol, /Muted: twice \(payments-prod\)/);
    await closeAll(bob);
    await world.press(bob, card, 'Review & approve');
    const modal = await world.modal(bob, /twice/);
    expect(modal).toMatch(/Left alone: twice is muted until .* by @Carol Cruz: its owner is away/);
    expect(modal).not.toContain('[Approve]');
    expect(await aurora(world, 'unmute twice', alice)).toMatch(/may approve changes in payments-prod may unmute there/);
    const unmuted = await Promise.all([aurora(world, 'unmute twice', bob), aurora(world, 'unmute twice', carol)]);
    expect(unmuted.filter((text) => text.includes('Unmuted: twice (payments-prod).'))).toHaveLength(1);
    expect(unmuted.filter((text) => /has unmuted twice .* already|is not muted by itself/.test(text))).toHaveLength(1);
    await world.approve(bob, card);
    await world.sees(/to twice\n[\s\S]*Done and verified/);
    await until('it is in the story', async () => (await history('twice')).includes('unmuted'));
  });

  it('of what was approved a moment ago keeps the worker from writing', async () => {
    const card = await world.ask('both');
    await world.endWorker('stop');
    await world.approve(carol, card);
    await muteByCommand(bob, 'both 2w frozen for the audit');
    await world.modal(bob, /Hides 1 failing finding/);
    await slack().submitView(bob);
    await world.modal(bob, /Muted: both/);
    await world.insistOnWorker();
    const text = slack().read(await world.sees(/to both\n[\s\S]*Not carried out/));
    expect(text).toMatch(
      /Left alone: both is muted until .* by @Bob Brown: frozen for the audit\. Nothing has been changed\./,
    );
    expect(world.writesTo('both')).toEqual([]);
  });

  it('by two at once is one mute, and the second is told', async () => {
    for (const user of [bob, carol]) {
      await muteByCommand(user, `paused 14d ${user} says so`);
      await world.modal(user, /Hides 1 failing finding/);
    }
    await Promise.all([bob, carol].map((user) => slack().submitView(user)));
    const texts = await Promise.all(
      [bob, carol].map((user) => world.modal(user, /uted.* paused|paused .* muted already/)),
    );
    expect(texts.filter((text) => text.includes('Muted: paused'))).toHaveLength(1);
    expect(texts.filter((text) => text.includes('paused (payments-prod) is muted already, until'))).toHaveLength(1);
  });

  it('is over by itself, with one word, and only where it still fails', async () => {
    const mutes = createMuteStore({ redis: world.redis, retentionDays: 400, now: Date.now });
    const now = Date.now();
    for (const name of ['drifts', 'invoices'])
      await mutes.add({
        id: `short-${name}`,
        subject: { kind: 'database', arn: arnOf(name) },
        accountId: account,
        label: `${name} (payments-prod)`,
        until: new Date(now + 3_000).toISOString(),
        reason: 'for a moment',
        by: bob,
        at: new Date(now).toISOString(),
      });
    expect(await aurora(world, 'findings --tag db=drifts --status muted', alice)).toContain('drifts');
    await until('it is over', async () => (await history('drifts')).includes('mute-ended'), 60_000);
    expect((await history('drifts')).filter((what) => what === 'mute-ended')).toHaveLength(1);
    expect(await history('invoices')).not.toContain('mute-ended');
    await until('nothing is due', async () => (await mutes.lapsed(Date.now())).length === 0, 60_000);
    expect(await aurora(world, 'findings --tag db=drifts', alice)).toMatch(/Needs you · drifts/);
    const ended = async () => (await trail()).filter((what) => what === 'mute.ended').length;
    await until('both are in the trail', async () => (await ended()) >= 2);
    expect(await ended()).toBe(2);
  });

  it('is set and taken back from the details of a finding, on top of them', async () => {
    await closeAll(bob);
    await world.press(bob, await world.finding(bob, 'guarded'), 'Details');
    await world.modal(bob, /What was read/);
    await slack().clickInView(bob, { text: 'Mute…' });
    await world.modal(bob, /Hides 1 failing finding/);
    expect(slack().openViews(bob)).toHaveLength(2);
    expect((await slack().submitView(bob, { reason: 'looked into' })).ok).toBe(true);
    await world.modal(bob, /Muted: guarded/);
    await closeAll(bob);
    await aurora(world, 'findings --tag db=guarded --status muted', bob);
    const list = await slack().waitForEphemeral(bob, (each) => /Muted · guarded/.test(slack().read(each, bob)));
    await world.press(bob, list, 'Details');
    await world.modal(bob, /Muted until .* by @Bob Brown \(.*\): looked into/);
    await slack().clickInView(bob, { text: 'Unmute' });
    await world.modal(bob, /Unmuted: guarded/);
    await closeAll(bob);
    await slack().select(bob, list, 'finding.menu', 'Unmute');
    await world.told(bob, /has unmuted guarded .* already/);
  });

  it('is unmuted from the list, which is shown anew', async () => {
    await aurora(world, 'mutes', bob);
    const list = await slack().waitForEphemeral(bob, (each) => /mutes in force/.test(slack().read(each, bob)));
    await slack().click(bob, list, 'mutes.lift.0');
    await until('it is shown anew', () => /^Unmuted: /.test(slack().read(slack().ephemerals(bob).at(-1) ?? list, bob)));
  });
});
