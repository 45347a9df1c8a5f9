import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { stopAsked } from '../../src/domain/remediation/transitions.ts';
import { stepIds } from '../fakes/engine-stage.ts';
import { type EngineFleet, startFleet } from '../helpers/engine-fleet.ts';
import { redisKinds } from '../helpers/redis.ts';
import { until } from '../helpers/slack.ts';

let fleet: EngineFleet;

describe.runIf(redisKinds.includes('redis-server'))('a remediation', () => {
  beforeAll(async () => {
    fleet = await startFleet();
  });
  afterAll(() => fleet.close());
  afterEach(() => fleet.calm());

  it('is done by one worker of several, in the name of who approved, and judged afterwards', async () => {
    const { world } = fleet;
    await fleet.fill(2);
    const id = fleet.newId();
    await world.approve(id);
    await world.ended(id);
    await world.expectOneOutcome(id);
    const writes = world.aws.requests.list({ action: 'CreateBackupSelection' });
    expect(writes).toHaveLength(stepIds.length);
    expect(writes.every(({ principalArn }) => principalArn?.endsWith(`/aurora-keeper-${id}`))).toBe(true);
    await until('it is judged', async () => (await world.run(id)).judgement?.outcome === 'passed');
  });

  it('is held by the pause switch in the middle, and ended by Stop', async () => {
    const { world, newId } = fleet;
    await fleet.fill(2);
    const [paused, stopped] = [newId(), newId()];
    const pause = { by: 'U03CAROL001', at: new Date().toISOString(), reason: 'a test' };
    let held = false;
    fleet.atCall(4, () => {
      void world.records.pause.set(pause).then(() => {
        held = true;
      });
    });
    await world.approve(paused);
    await until('it is paused', () => held);
    const says = async () => (await world.run(paused)).steps.map((step) => step.says).join();
    await until('the run says so', async () => (await says()).includes('Everything is paused: a test'));
    const before = world.things.made.length;
    await sleep(1_500);
    expect(world.things.made.length).toBe(before);
    await world.approve(stopped, 1);
    await until('it is queued', async () => (await world.records.runs.get(stopped)) !== undefined);
    await sleep(500);
    expect((await world.run(stopped)).state).toBe('queued');
    for (;;) {
      if (await world.records.runs.save(stopAsked(await world.run(stopped), 'U04').run, [])) break;
    }
    expect((await world.ended(stopped)).state).toBe('cancelled');
    await world.records.pause.clear();
    await world.ended(paused);
    await world.expectOneOutcome(paused);
    expect(world.things.made.some(({ name }) => name.includes(stopped))).toBe(false);
  });

  it('is stale, and nothing is touched, when the database was changed after it was approved', async () => {
    const { world } = fleet;
    await fleet.fill(1);
    const id = fleet.newId();
    const cluster = world.aws.state.get('111111111111')?.region('us-east-1').clusters.get('ledger-11');
    Object.assign(cluster ?? {}, { TagList: [{ Key: 'setting', Value: 'new' }] });
    await world.approve(id, 11);
    const run = await world.ended(id);
    expect(run).toMatchObject({
      state: 'stale',
      problem: { message: expect.stringContaining('was old and is new now') },
    });
    expect(await world.records.approvals.get(id)).toMatchObject({ state: 'stale' });
    expect(world.things.made.some(({ name }) => name.includes(id))).toBe(false);
  });

  it('whose approval was only written to Redis is refused', async () => {
    const { world } = fleet;
    await fleet.fill(1);
    const id = fleet.newId();
    const approval = await world.approve(fleet.newId(), 5);
    await world.letGo({ ...approval, id });
    expect(await world.ended(id)).toMatchObject({
      state: 'failed',
      problem: { message: expect.stringContaining('0 of 1 approvals hold') },
    });
    expect(world.things.made.some(({ name }) => name.includes(id))).toBe(false);
  });

  it('is written to by one worker alone when another wakes up after its lease has run out', async () => {
    const { world } = fleet;
    const [sleeper] = await fleet.refill(1, {});
    const id = fleet.newId();
    let asleep = false;
    // It has seen that the thing of its second step is missing when it falls asleep, and makes it when it wakes up.
    fleet.atCall(3, () => {
      sleeper?.process.kill('SIGSTOP');
      asleep = true;
    });
    await world.approve(id);
    await until('it sleeps', () => asleep);
    fleet.forget(sleeper);
    await fleet.fill(1);
    await world.ended(id);
    sleeper?.process.kill('SIGCONT');
    await sleeper?.saw('the lease of a run was lost');
    await world.expectOneOutcome(id);
    const writes = world.aws.requests.list({ action: 'CreateBackupSelection' });
    expect(writes.filter(({ principalArn }) => principalArn?.endsWith(`/aurora-keeper-${id}`))).toHaveLength(4);
    await sleeper?.kill();
  });

  it('is handed over at once by a worker that is asked to stop, in every step', async () => {
    const { world } = fleet;
    for (const nth of [0, 4, 7, 10]) {
      await fleet.refill(2, { TEST_LINGER_MS: '400', TEST_SETTLE_MS: '900', AURORA_LEASE_MS: longLeaseMs });
      const id = fleet.newId();
      let stopped: Promise<void> | undefined;
      fleet.atCall(nth, () => {
        stopped = fleet.holderOf(id).then((holder) => holder?.stop());
      });
      await world.approve(id);
      // Far less than the lease: whoever goes on has not waited for it to run out.
      await world.ended(id);
      await stopped;
      const trail = await world.expectOneOutcome(id);
      expect(trail.filter(({ what }) => what === 'run.handed-over').length).toBeLessThanOrEqual(1);
    }
  });
});

/** Ten minutes: a run that has to wait for a lease to run out does not end within a test. */
const longLeaseMs = '600000';
