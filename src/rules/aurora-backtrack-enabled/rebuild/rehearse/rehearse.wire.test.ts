import { afterEach, describe, expect, it } from 'vitest';
import {
  type RebuildWorld,
  type RebuildWorldOptions,
  startRebuildWorld,
} from '../../../../../test/helpers/rebuild-world.ts';

let world: RebuildWorld | undefined;
afterEach(async () => {
  await world?.close();
  world = undefined;
});

/** A cluster with nothing at its default, a writer and two readers. */
const orders = {
  name: 'orders',
  instances: 3,
  parameterGroup: 'orders-params',
  deletionProtection: true,
  retentionDays: 14,
  storage: 'aurora-iopt1' as const,
  tags: { env: 'prod', team: 'shop' },
  raw: {
    Port: 3307,
    IAMDatabaseAuthenticationEnabled: true,
    CopyTagsToSnapshot: true,
    EnabledCloudwatchLogsExports: ['audit', 'error'],
    EngineLifecycleSupport: 'open-source-rds-extended-support-disabled',
    PreferredBackupWindow: '02:10-02:40',
    PreferredMaintenanceWindow: 'tue:03:00-tue:03:30',
    AutoMinorVersionUpgrade: false,
    HttpEndpointEnabled: true,
  },
  eachInstance: {
    PromotionTier: 3,
    AutoMinorVersionUpgrade: false,
    PreferredMaintenanceWindow: 'tue:04:00-tue:04:30',
    PerformanceInsightsEnabled: true,
    PerformanceInsightsRetentionPeriod: 31,
    PerformanceInsightsKMSKeyId: 'arn:aws:kms:us-east-1:111111111111:key/insights',
  },
};
const parameterGroups = [{ name: 'orders-params', set: { event_scheduler: 'ON', max_connections: '900' } }];

const start = async (over: Partial<RebuildWorldOptions> = {}) => {
  world = await startRebuildWorld({ region: { clusters: [orders], parameterGroups }, ...over });
  return world;
};
const id = 'k7f3m2qa';
const copyName = `orders-rehearsal-${id}`;
const made = [
  `CopyDBClusterParameterGroup aurora-keeper-${id}-inert`,
  `ModifyDBClusterParameterGroup aurora-keeper-${id}-inert`,
  `CreateDBClusterSnapshot aurora-keeper-${id}-rehearsal`,
  `RestoreDBClusterFromSnapshot ${copyName}`,
  `CreateDBInstance ${copyName}-1`,
  `CreateDBInstance ${copyName}-2`,
  `CreateDBInstance ${copyName}-3`,
  `ModifyDBCluster ${copyName}`,
];
const day = 86_400_000;

/** Names of ours that are left in the Region. */
const leftOvers = ({ holdings }: RebuildWorld): string[] =>
  [
    ...(holdings()?.clusters.keys() ?? []),
    ...(holdings()?.instances.keys() ?? []),
    ...(holdings()?.clusterSnapshots.keys() ?? []),
    ...(holdings()?.parameterGroups.keys() ?? []),
  ].filter((name) => name.includes('rehearsal') || name.startsWith('aurora-keeper'));

describe('a rehearsal', () => {
  it('makes an inert copy with Backtrack, with every setting that it may have, and nothing else', async () => {
    const { carryOut, cluster, holdings, writes } = await start();
    const run = await carryOut({ stage: 'rehearse', id });
    expect(run.problem).toBeUndefined();
    const copy = cluster(copyName);
    expect(copy).toMatchObject({
      BacktrackWindow: 259_200,
      Port: 3307,
      StorageType: 'aurora-iopt1',
      IAMDatabaseAuthenticationEnabled: true,
      EnabledCloudwatchLogsExports: ['audit', 'error'],
      DeletionProtection: true,
      DBClusterParameterGroup: `aurora-keeper-${id}-inert`,
      AssociatedRoles: [],
      HttpEndpointEnabled: false,
      PreferredMaintenanceWindow: 'tue:03:00-tue:03:30',
      AutoMinorVersionUpgrade: false,
    });
    expect(Object.fromEntries((copy?.TagList ?? []).map(({ Key, Value }) => [Key, Value]))).toEqual({
      'managed-by': 'aurora-keeper',
      'aurora-keeper:remediation': id,
      'aurora-keeper:finding': expect.stringMatching(/^[0-9a-f]{16}$/),
      'aurora-keeper:step': 'rehearsal-cluster',
      'aurora-keeper:source': cluster('orders')?.DbClusterResourceId,
    });
    expect(
      copy?.DBClusterMembers?.map(({ IsClusterWriter, PromotionTier }) => [IsClusterWriter, PromotionTier]),
    ).toEqual([
      [true, 3],
      [false, 3],
      [false, 3],
    ]);
    const group = holdings()?.parameterGroups.get(`aurora-keeper-${id}-inert`)?.set;
    expect(Object.fromEntries(group ?? [])).toEqual({ event_scheduler: 'OFF', max_connections: '900' });
    // What is not shown yet may be asked for once more.
    expect([...new Set(writes())]).toEqual(made);
  });

  it('says what is equal and what is not, setting by setting', async () => {
    const { carryOut } = await start();
    const { steps } = await carryOut({ stage: 'rehearse', id });
    const compared = steps.find((step) => step.id === 'rehearsal-compare');
    expect(compared?.says).toBe(
      `Backtrack 72 h is in force on ${copyName}. 65 of 68 settings equal, 0 differ, 3 are different on purpose.`,
    );
    expect(compared?.lines).toEqual([
      `Different on purpose: cluster parameter group: aurora-keeper-${id}-inert (orders: orders-params)`,
      'Different on purpose: Data API: off (orders: on)',
      'Different on purpose: tags: none (orders: env=prod, team=shop)',
    ]);
  });

  it('shows what AWS did not take over', async () => {
    const { work, turn, planOf, letGo, runOf, holdings } = await start();
    const { approval, plan } = await planOf({ stage: 'rehearse', id });
    await letGo(approval, plan);
    while ((await runOf(id)).steps.find((step) => step.id === 'rehearsal-settings')?.state !== 'doing') await turn();
    const instance = holdings()?.instances.get(`${copyName}-2`);
    if (instance) instance.PromotionTier = 1;
    const { steps } = await work(id);
    expect(steps.at(-1)?.lines?.[0]).toBe('Differs: promotion tier of orders-2: 1 (orders: 3)');
  });

  it('keeps what it made in its outputs, until when the plan says', async () => {
    const { carryOut, now } = await start({ policy: { copyTtlDays: 3 } });
    const run = await carryOut({ stage: 'rehearse', id });
    const all = run.steps.flatMap(({ output }) => (output as { made?: object[] } | undefined)?.made ?? []);
    expect(all).toEqual(
      ['DBClusterSnapshot', 'DBCluster'].map((kind) => ({
        arn: expect.stringContaining(id),
        kind: `AWS::RDS::${kind}`,
        createdAt: expect.any(String),
        removeAt: expect.any(String),
      })),
    );
    expect(run.later).toEqual([{ stage: 'remove-copy', at: new Date(now().getTime() + 3 * day).toISOString() }]);
  });

  it('goes on after Redis was emptied, at every step, and makes nothing twice', async () => {
    const { planOf, letGo, runOf, turn, startOver, writes, work } = await start();
    const { approval, plan } = await planOf({ stage: 'rehearse', id });
    await letGo(approval, plan);
    for (const { id: step } of plan.steps) {
      while ((await runOf(id)).steps.some((each) => each.id === step && each.state === 'todo')) await turn();
      await startOver(id);
    }
    expect((await work(id)).state).toBe('verified');
    expect(new Set(writes())).toEqual(new Set(made));
    const twice = writes().filter((write, index, all) => all.indexOf(write) < index);
    // Asking again for what is there already changes nothing.
    expect(twice.filter((write) => !write.startsWith('Modify'))).toEqual([]);
  }, 120_000);

  it('is not carried out when a setting has changed since it was approved', async () => {
    const { planOf, letGo, work, cluster, writes } = await start();
    const { approval, plan } = await planOf({ stage: 'rehearse', id });
    const source = cluster('orders');
    if (source) source.Port = 3308;
    await letGo(approval, plan);
    const run = await work(id);
    expect(run).toMatchObject({ state: 'stale' });
    expect(run.problem?.message).toContain('port was 3307 and is 3308 now');
    expect(writes()).toEqual([]);
  });

  it('does not touch what somebody else has called so', async () => {
    const taken = { name: copyName, backtrackHours: 24 };
    const { carryOut, cluster } = await start({ region: { clusters: [orders, taken], parameterGroups } });
    const run = await carryOut({ stage: 'rehearse', id });
    expect(run).toMatchObject({ state: 'failed', problem: { code: 'Refused' } });
    expect(run.problem?.message).toContain(`${copyName} exists already, and this remediation has not made it`);
    expect(cluster(copyName)).toMatchObject({ BacktrackWindow: 86_400, DBClusterMembers: [{}] });
  });
});

describe('the other ways to a copy', () => {
  it('are a point-in-time restore, where AWS takes the window', async () => {
    const { carryOut, cluster, writes } = await start({ org: { pitrBacktrack: 'accepted' } });
    expect(await carryOut({ stage: 'rehearse', strategy: 'pitr-full-copy', id })).toMatchObject({ state: 'verified' });
    expect(cluster(copyName)?.BacktrackWindow).toBe(259_200);
    expect(writes()).toContain(`RestoreDBClusterToPointInTime ${copyName}`);
    expect(writes().filter((write) => write.startsWith('CreateDBClusterSnapshot'))).toEqual([]);
  });

  it.each([
    ['pitr-full-copy', 'refused', /Backtrack cannot currently be enabled for this cluster/],
    ['pitr-full-copy', 'ignored', new RegExp(`AWS made ${copyName} without the Backtrack window that was asked for`)],
    ['clone', 'accepted', /Backtrack cannot currently be enabled for this cluster/],
  ] as const)('%s, when it is %s, ends in AWS’s own words and leaves nothing behind', async (strategy, how, words) => {
    const begun = await start({ org: { pitrBacktrack: how } });
    const run = await begun.carryOut({ stage: 'rehearse', strategy, id });
    expect(run.state).toBe('failed');
    expect(run.problem?.message).toMatch(words);
    expect(run.problem?.message).toContain('What this rehearsal had made is removed again.');
    expect(run.problem?.message).toContain('rebuild from a snapshot');
    expect(leftOvers(begun)).toEqual([]);
  });

  it('leave nothing behind, either, when Redis is emptied in the middle of clearing away', async () => {
    const begun = await start({ org: { pitrBacktrack: 'ignored' } });
    const { approval, plan } = await begun.planOf({ stage: 'rehearse', strategy: 'pitr-full-copy', id });
    await begun.letGo(approval, plan);
    const isClearing = async () => (await begun.runOf(id)).steps.some(({ says }) => says?.includes('Clearing away'));
    while (!(await isClearing())) await begun.turn();
    await begun.startOver(id);
    expect(await begun.work(id)).toMatchObject({ state: 'failed' });
    expect(leftOvers(begun)).toEqual([]);
  });
});

describe('clusters that are not like others', () => {
  const long = `${'a'.repeat(57)}-bcdef`;

  it('have names of 63 characters', async () => {
    expect(long).toHaveLength(63);
    const { carryOut, cluster, holdings } = await start({ region: { clusters: [{ name: long, instances: 2 }] } });
    const run = await carryOut({ stage: 'rehearse', id, cluster: long });
    expect(run.problem).toBeUndefined();
    const name = `${'a'.repeat(44)}-rehearsal-${id}`;
    expect(cluster(name)?.DBClusterMembers).toHaveLength(2);
    for (const each of holdings()?.instances.keys() ?? []) expect(each.length).toBeLessThanOrEqual(63);
  });

  it('have fifteen readers, of which those of Auto Scaling are left out', async () => {
    const { carryOut, cluster, holdings } = await start({
      region: { clusters: [{ name: 'orders', instances: 16 }] },
    });
    const all = holdings();
    const scaled = all?.instances.get('orders-16');
    const name = 'application-autoscaling-4f1c';
    if (all === undefined || scaled === undefined) throw new Error('there is no sixteenth instance');
    all.instances.delete('orders-16');
    all.instances.set(name, { ...scaled, DBInstanceIdentifier: name });
    const members = all.clusters.get('orders')?.DBClusterMembers ?? [];
    for (const member of members) if (member.DBInstanceIdentifier === 'orders-16') member.DBInstanceIdentifier = name;
    const run = await carryOut({ stage: 'rehearse', id });
    expect(run.problem).toBeUndefined();
    expect(cluster(copyName)?.DBClusterMembers).toHaveLength(15);
  }, 60_000);

  it('have no instances', async () => {
    const { carryOut, cluster, planOf } = await start({ region: { clusters: [{ name: 'orders', instances: 0 }] } });
    expect((await planOf({ stage: 'rehearse', id: 'plan' })).plan.warnings).toContain(
      'orders has no instances, so its copy gets none either.',
    );
    expect(await carryOut({ stage: 'rehearse', id })).toMatchObject({ state: 'verified' });
    expect(cluster(copyName)).toMatchObject({ BacktrackWindow: 259_200, DBClusterMembers: [] });
  });

  it('have serverless members', async () => {
    const serverless = { name: 'orders', instances: 2, serverlessV2: { min: 0.5, max: 16 }, class: 'db.serverless' };
    const { carryOut, cluster, holdings } = await start({ region: { clusters: [serverless] } });
    const run = await carryOut({ stage: 'rehearse', id });
    expect(run.problem).toBeUndefined();
    expect(cluster(copyName)?.ServerlessV2ScalingConfiguration).toEqual({ MinCapacity: 0.5, MaxCapacity: 16 });
    expect(holdings()?.instances.get(`${copyName}-1`)?.DBInstanceClass).toBe('db.serverless');
  });

  it('have a parameter group that was deleted: that is said before anything is made', async () => {
    const { planOf, holdings } = await start();
    holdings()?.parameterGroups.delete('orders-params');
    const { plan } = await planOf({ stage: 'rehearse', id });
    expect(plan.refusals).toEqual([expect.stringMatching(/Parameter groups: orders-params does not exist any more/)]);
  });

  it('have got Backtrack meanwhile, or are managed by code', async () => {
    const owned = { ...orders, tags: { 'aws:cloudformation:stack-name': 'shop' } };
    const { planOf, cluster } = await start({ region: { clusters: [owned], parameterGroups } });
    expect((await planOf({ stage: 'rehearse', id })).plan).toMatchObject({ managedBy: 'CloudFormation stack shop' });
    const source = cluster('orders');
    if (source) source.BacktrackWindow = 3_600;
    expect((await planOf({ stage: 'rehearse', id })).plan.refusals).toEqual([
      'orders has a Backtrack window of 1 h by now. Audit again to see it.',
    ]);
  });
});
