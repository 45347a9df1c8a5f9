import { afterEach, describe, expect, it } from 'vitest';
import {
  accountId,
  type RebuildWorld,
  type RebuildWorldOptions,
  region,
  startRebuildWorld,
} from '../../../../../test/helpers/rebuild-world.ts';

let world: RebuildWorld;
afterEach(() => world?.close());

const rehearsal = 'rehearse';
const minute = 60_000;

const shop = { name: 'shop', cluster: 'orders', hosts: ['10.0.3.17', '10.0.3.17', '10.0.9.4'], rowsPerSecond: 3 };
const orders = {
  name: 'orders',
  instances: 2,
  parameterGroup: 'orders-params',
  deletionProtection: true,
  tags: { env: 'prod' },
  raw: { IAMDatabaseAuthenticationEnabled: true, EnabledCloudwatchLogsExports: ['error'] },
  eachInstance: {
    PerformanceInsightsEnabled: true,
    PerformanceInsightsRetentionPeriod: 7,
    PerformanceInsightsKMSKeyId: 'arn:aws:kms:us-east-1:111111111111:key/insights',
  },
};

/** Rehearsed, and nobody has stopped writing yet. */
async function rehearsed(over: Partial<RebuildWorldOptions> = {}, applications: readonly object[] = [shop]) {
  world = await startRebuildWorld({
    region: {
      clusters: [orders],
      parameterGroups: [{ name: 'orders-params', set: { event_scheduler: 'OFF' } }],
      applications: applications as never,
    },
    ...over,
  });
  expect(await world.carryOut({ stage: 'rehearse', id: rehearsal })).toMatchObject({ state: 'verified' });
  return world;
}

/** Approves the cut-over and lets it run up to a step, or to its end. */
async function begin(stage: string, id = 'cutover1') {
  const { approval, plan } = await world.planOf({ stage, id, previousRunId: rehearsal });
  await world.letGo(approval, plan);
  return plan;
}
const stepOf = async (id: string, step: string) => (await world.runOf(id)).steps.find((each) => each.id === step);
const until = (step: string, state: string) => (run: { steps: readonly { id: string; state: string }[] }) =>
  run.steps.some((each) => each.id === step && each.state === state);
const stopWriters = () => world.aws.control.freeze(accountId, region);
const lost = (name = 'orders') => world.aws.control.lostWrites(accountId, region, name);
const names = () => [...(world.holdings()?.clusters.keys() ?? [])].sort();

describe('a cut-over that keeps the name', () => {
  it('waits for the writers, swaps, and loses nothing', async () => {
    await rehearsed();
    await begin('cut-over');
    for (let turns = 0; turns < 6; turns += 1) await world.turn();
    expect(await stepOf('cutover1', 'freeze')).toMatchObject({
      state: 'doing',
      says: 'Freeze: 3 sessions still open on the old writer (at work: 10.0.3.17, 10.0.9.4), and something is being written. Waiting.',
    });
    expect(world.writes().filter((write) => write.includes('cutover1'))).toEqual([]);
    stopWriters();
    const run = await world.work('cutover1');
    expect(run.problem).toBeUndefined();
    expect(run.state).toBe('verified');
    expect(names()).toEqual(['orders', 'orders-old-1121', 'orders-rehearsal-rehearse']);
    expect(world.cluster('orders')).toMatchObject({
      Status: 'available',
      BacktrackWindow: 259_200,
      DBClusterParameterGroup: 'orders-params',
      DeletionProtection: true,
    });
    expect(world.cluster('orders-old-1121')).toMatchObject({ Status: 'stopped' });
    expect(run.steps.at(-1)?.says).toBe(
      'orders can be rewound: Backtrack 72 h is in force. Name and endpoint are unchanged; the old cluster is stopped as orders-old-1121. Nothing has been written yet.',
    );
    expect(lost()).toMatchObject({ lost: 0 });
    expect(lost().acknowledged).toBeGreaterThan(1_000);
    // What is in place is judged like any other cluster, and what was replaced is nobody's finding.
    world.pass(2 * minute);
    expect((await world.audit()).map(({ resource, status }) => [resource.id, status])).toEqual([['orders', 'pass']]);
  }, 120_000);

  it('takes its snapshot after the freeze, whatever the rehearsal had', async () => {
    await rehearsed();
    stopWriters();
    await begin('cut-over');
    const run = await world.work('cutover1');
    expect(run.state).toBe('verified');
    const restored = world.aws.requests
      .writes()
      .filter(({ action }) => action === 'RestoreDBClusterFromSnapshot')
      .map(({ input }) => (input as { SnapshotIdentifier: string }).SnapshotIdentifier);
    expect(restored).toEqual(['aurora-keeper-rehearse-rehearsal', 'aurora-keeper-cutover1-frozen']);
    const since = (run.steps.find(({ id }) => id === 'freeze')?.output as { since: string }).since;
    const taken = world.holdings()?.clusterSnapshots.get('aurora-keeper-cutover1-frozen')?.SnapshotCreateTime;
    expect(taken?.toISOString() ?? '' > since).toBeTruthy();
  }, 120_000);

  it('goes on after Redis was emptied, at every step, and makes nothing twice', async () => {
    await rehearsed();
    stopWriters();
    const plan = await begin('cut-over');
    for (const { id } of plan.steps) {
      await world.work('cutover1', until(id, 'doing'));
      if (!until(id, 'done')(await world.runOf('cutover1'))) await world.turn();
      if (['stale', 'failed'].includes((await world.runOf('cutover1')).state))
        console.log(
          'DBG',
          id,
          JSON.stringify((await world.runOf('cutover1')).problem),
          JSON.stringify((await world.runOf('cutover1')).steps.map((s) => [s.id, s.state])),
        );
      await world.startOver('cutover1');
    }
    const run = await world.work('cutover1');
    expect(run.problem).toBeUndefined();
    expect(run.state).toBe('verified');
    expect(names()).toEqual(['orders', 'orders-old-1121', 'orders-rehearsal-rehearse']);
    expect([...(world.holdings()?.instances.keys() ?? [])].filter((name) => name.endsWith('-bt'))).toHaveLength(2);
    expect(lost().lost).toBe(0);
  }, 240_000);

  it('is held up while event_scheduler is on', async () => {
    await rehearsed({
      region: {
        clusters: [{ ...orders, scheduledEventRows: 1 }],
        parameterGroups: [{ name: 'orders-params', set: { event_scheduler: 'ON' } }],
        applications: [shop] as never,
      },
    });
    const plan = await begin('cut-over');
    expect(plan.preflight.find(({ id }) => id === 'events')).toMatchObject({ state: 'acknowledge' });
    stopWriters();
    for (let turns = 0; turns < 20; turns += 1) await world.turn();
    expect((await stepOf('cutover1', 'freeze'))?.says).toMatch(/event_scheduler is on in orders-params/);
    world.holdings()?.parameterGroups.get('orders-params')?.set.set('event_scheduler', 'OFF');
    expect((await world.work('cutover1')).state).toBe('verified');
    expect(lost().lost).toBe(0);
  }, 120_000);

  it('of one cluster is one at a time', async () => {
    await rehearsed();
    await begin('cut-over');
    await world.turn();
    await begin('cut-over-new-endpoint', 'cutover2');
    await world.turn();
    await world.turn();
    expect((await world.runOf('cutover2')).steps[0]).toMatchObject({
      state: 'todo',
      says: 'Remediation cutover1 works on the same database; this one waits for it.',
    });
  }, 120_000);

  it('is confirmed in AWS, and the generated policy lets nobody rename what is not', async () => {
    await rehearsed({ policy: { secondFactor: 'aws-tag' } });
    stopWriters();
    const plan = await begin('cut-over');
    const refused = await world.work('cutover1');
    expect(refused.problem?.message).toContain('not confirmed in AWS: orders');
    world.confirm('orders', plan.hash);
    await world.startOver('cutover1');
    expect((await world.work('cutover1')).state).toBe('verified');
  }, 120_000);
});

describe('a cut-over that must not go through', () => {
  /** Everything as it was: the old cluster in place, serving, with every row. */
  const expectUntouched = async (): Promise<void> => {
    expect(names()).toContain('orders');
    expect(world.cluster('orders')).toMatchObject({ Status: 'available' });
    expect(world.cluster('orders')?.BacktrackWindow).toBeUndefined();
    const tags = (world.cluster('orders')?.TagList ?? []).map(({ Key }) => Key);
    expect(tags.filter((key) => key?.startsWith('aurora-keeper') || key === 'managed-by')).toEqual([]);
    world.aws.control.thaw(accountId, region);
    world.pass(5 * minute);
    expect(lost().lost).toBe(0);
  };

  it('waits for writers that do not stop, until the window closes, and has changed nothing', async () => {
    await rehearsed({}, [{ ...shop, freeze: 'ignores' }]);
    await begin('cut-over');
    stopWriters();
    const before = world.writes().length;
    const run = await world.work('cutover1');
    expect(run).toMatchObject({ state: 'failed' });
    expect(run.problem?.message).toMatch(
      /the change window \(Sat 00:00-00:00 UTC\) is closed, and orders has not been at rest for 10 minutes; start the writers again/,
    );
    expect(world.writes()).toHaveLength(before);
    await expectUntouched();
  }, 240_000);

  it.each([
    'new-snapshot',
    'new-cluster',
    'new-writer',
    'new-settings',
    'rename-old',
  ])('ends when somebody writes again at the step %s, with every row where it was', async (step) => {
    await rehearsed();
    stopWriters();
    await begin('cut-over');
    await world.work('cutover1', until(step, 'doing'));
    world.aws.control.thaw(accountId, region);
    const run = await world.work('cutover1');
    expect(run.state).toBe('failed');
    expect(run.problem?.message).toMatch(/something was written to orders/);
    await expectUntouched();
  }, 240_000);

  it('ends when somebody stays connected, idle: it waits, and takes no snapshot', async () => {
    await rehearsed({}, [{ ...shop, freeze: 'idles' }]);
    stopWriters();
    await begin('cut-over');
    const run = await world.work('cutover1');
    expect(run.problem?.message).toContain('orders has not been at rest for 10 minutes');
    expect(names()).toEqual(['orders', 'orders-rehearsal-rehearse']);
  }, 240_000);

  it('takes itself back when somebody writes to the old cluster after it was renamed', async () => {
    // Knows the address by heart, so a new name does not keep it away.
    await rehearsed({}, [{ ...shop, address: 'cached' }]);
    stopWriters();
    await begin('cut-over');
    await world.work('cutover1', until('stop-old', 'doing'));
    world.aws.control.thaw(accountId, region);
    const run = await world.work('cutover1');
    expect(run.state).toBe('failed');
    expect(run.problem?.message).toMatch(/So it was taken back: orders is the old cluster again, available/);
    await expectUntouched();
  }, 240_000);

  it('takes itself back when AWS does not stop the old cluster', async () => {
    await rehearsed();
    stopWriters();
    await begin('cut-over');
    world.aws.faults.add({ effect: 'error', code: 'AccessDenied', status: 403, action: 'StopDBCluster' });
    const run = await world.work('cutover1');
    expect(run.problem?.message).toMatch(/may not call rds:StopDBCluster .*So it was taken back: orders is the old/);
    await expectUntouched();
  }, 240_000);

  it('takes itself back when AWS does not give the new cluster its name', async () => {
    await rehearsed();
    stopWriters();
    await begin('cut-over');
    await world.work('cutover1', until('prove', 'doing'));
    const remove = world.aws.faults.add({
      effect: 'error',
      code: 'KMSKeyNotAccessibleFault',
      action: 'ModifyDBCluster',
      times: 1,
    });
    const run = await world.work('cutover1');
    remove();
    console.log(
      'DBG2',
      JSON.stringify(run.steps.map((s) => [s.id, s.state, s.says])),
      world.aws.requests
        .list({ action: 'ModifyDBCluster' })
        .slice(-4)
        .map((r) => JSON.stringify(r).slice(0, 300)),
    );
    expect(run.problem?.message).toMatch(/KMSKeyNotAccessibleFault.*So it was taken back/);
    await expectUntouched();
  }, 240_000);

  it('ends before the first name when the window is about to close', async () => {
    await rehearsed({ policy: { changeWindow: 'Sat 12:00-12:25 UTC' } });
    stopWriters();
    await begin('cut-over');
    const run = await world.work('cutover1');
    expect(run.problem?.message).toMatch(
      /the change window \(Sat 12:00-12:25 UTC\) closes in \d+ min; nothing has been renamed or stopped/,
    );
    await expectUntouched();
  }, 240_000);

  it('goes through when the window closes after the first name was changed', async () => {
    await rehearsed({ policy: { changeWindow: 'Sat 12:00-23:00 UTC' } });
    stopWriters();
    await begin('cut-over');
    await world.work('cutover1', until('stop-old', 'doing'));
    world.account.policy.changeWindow = 'Mon 01:00-02:00 UTC';
    expect((await world.work('cutover1')).state).toBe('verified');
    expect(lost().lost).toBe(0);
  }, 240_000);

  it('ends before the first name when a setting differs that the rehearsal did not show', async () => {
    await rehearsed();
    stopWriters();
    await begin('cut-over');
    await world.work('cutover1', until('new-settings', 'doing'));
    const writer = world.holdings()?.instances.get('orders-1-bt');
    if (writer) writer.PromotionTier = 9;
    const run = await world.work('cutover1');
    expect(run.problem?.message).toMatch(/orders-bt is not as orders is: promotion tier of orders-1: 9 instead of 1/);
    await expectUntouched();
  }, 240_000);

  it('is refused by what has come in the way since it was approved', async () => {
    await rehearsed();
    stopWriters();
    await begin('cut-over');
    const source = world.cluster('orders');
    if (source) source.PendingModifiedValues = { BackupRetentionPeriod: 1 };
    const run = await world.work('cutover1');
    expect(run).toMatchObject({ state: 'stale' });
    expect(run.problem?.message).toContain('Pending modifications: Waits to be applied');
    await expectUntouched();
  }, 120_000);

  it('is not planned where its names are taken', async () => {
    await rehearsed();
    world.holdings()?.clusters.set('orders-bt', {
      ...world.cluster('orders'),
      DBClusterIdentifier: 'orders-bt',
      DbClusterResourceId: 'x',
      TagList: [],
    });
    const { plan } = await world.planOf({ stage: 'cut-over', previousRunId: rehearsal });
    expect(plan.refusals).toEqual([expect.stringMatching(/^orders-bt is there from an earlier cut-over/)]);
    expect(plan.preflight.find(({ id }) => id === 'identifiers')).toMatchObject({ state: 'blocked' });
  }, 120_000);
});

describe('a cut-over to a new endpoint', () => {
  it('stops the old cluster, renames nothing, and says what to change', async () => {
    await rehearsed();
    stopWriters();
    await begin('cut-over-new-endpoint');
    const run = await world.work('cutover1');
    expect(run.problem).toBeUndefined();
    expect(names()).toEqual(['orders', 'orders-bt', 'orders-rehearsal-rehearse']);
    expect(world.cluster('orders')).toMatchObject({ Status: 'stopped' });
    expect(run.steps.at(-1)?.lines?.[0]).toMatch(
      /^Write to orders-bt\.cluster-\S+ \(port 3306\) instead of orders\.cluster-\S+\.$/,
    );
    world.aws.control.repoint(accountId, region, 'shop', 'orders-bt');
    world.aws.control.thaw(accountId, region);
    world.pass(10 * minute);
    expect(lost('orders-bt').lost).toBe(0);
    expect((await world.audit()).map(({ resource, status }) => [resource.id, status])).toEqual([['orders-bt', 'pass']]);
  }, 120_000);
});

describe('names that are too long', () => {
  it('are cut, and a cut-over and its undo work all the same', async () => {
    const long = `${'a'.repeat(57)}-bcdef`;
    world = await startRebuildWorld({ region: { clusters: [{ name: long, instances: 2 }] } });
    await world.carryOut({ stage: 'rehearse', id: rehearsal, cluster: long });
    await begin('cut-over');
    const run = await world.work('cutover1');
    expect(run.problem).toBeUndefined();
    const old = names().find((name) => name.includes('-old-'));
    expect(old).toBe(`${'a'.repeat(49)}-old-1121`);
    expect(world.cluster(long)?.BacktrackWindow).toBe(259_200);
    const undone = await world.carryOut({ stage: 'undo', previousRunId: 'cutover1' });
    expect(undone.problem).toBeUndefined();
    expect(world.cluster(long)?.BacktrackWindow).toBeUndefined();
  }, 240_000);
});
