import { afterEach, describe, expect, it } from 'vitest';
import {
  type CutoverWorld,
  minute,
  shop,
  startCutoverWorld,
  until,
} from '../../../../../test/helpers/cutover-world.ts';

let world: CutoverWorld;
afterEach(() => world?.close());

/** As another cluster or instance that has a name which the cut-over would give. */
const foreignCluster = (name: string): void => {
  const like = world.cluster('orders');
  world.holdings()?.clusters.set(name, {
    ...like,
    DBClusterIdentifier: name,
    DbClusterResourceId: `cluster-${name.toUpperCase()}`,
    DBClusterMembers: [],
    TagList: [{ Key: 'owner', Value: 'somebody' }],
  });
};

describe('a cut-over of clusters that are not like others', () => {
  it('cuts names that are too long, and is undone all the same', async () => {
    const long = `${'a'.repeat(57)}-bcdef`;
    world = await startCutoverWorld({
      clusters: [{ name: long, instances: 2 }],
      applications: [{ ...shop, cluster: long }],
    });
    const run = await world.cutOver();
    expect(run.problem).toBeUndefined();
    expect(world.names()).toEqual([`${'a'.repeat(49)}-old-1121`, long]);
    expect(world.cluster(long)?.BacktrackWindow).toBe(259_200);
    expect(world.lost(long).lost).toBe(0);
    expect((await world.follow('undo')).problem).toBeUndefined();
    expect(world.cluster(long)?.BacktrackWindow).toBeUndefined();
    expect(world.lost(long).lost).toBe(0);
  });

  it('makes as many readers as there are', async () => {
    world = await startCutoverWorld({ clusters: [{ name: 'orders', instances: 16 }] });
    const run = await world.cutOver();
    expect(run.problem).toBeUndefined();
    expect(world.cluster('orders')?.DBClusterMembers).toHaveLength(16);
    expect(world.lost().lost).toBe(0);
  });

  it('takes serverless members and no reader as they are', async () => {
    world = await startCutoverWorld({
      clusters: [
        {
          name: 'orders',
          instances: 1,
          class: 'db.serverless',
          serverlessV2: { min: 0.5, max: 8 },
        },
      ],
    });
    const run = await world.cutOver();
    expect(run.problem).toBeUndefined();
    expect(world.cluster('orders')?.DBClusterMembers).toHaveLength(1);
    expect(world.cluster('orders')?.ServerlessV2ScalingConfiguration).toMatchObject({
      MinCapacity: 0.5,
      MaxCapacity: 8,
    });
    expect(world.lost().lost).toBe(0);
  });

  it('is not planned where its names are taken', async () => {
    world = await startCutoverWorld();
    foreignCluster('orders-bt');
    const { plan } = await world.planOf({ stage: 'cut-over', previousRunId: world.rehearsal });
    expect(plan.refusals).toEqual([expect.stringMatching(/^orders-bt is there from an earlier cut-over/)]);
    expect(plan.preflight.find(({ id }) => id === 'identifiers')).toMatchObject({ state: 'blocked' });
  });

  it('does not touch what somebody else calls so in the middle, and ends with everything as it was', async () => {
    world = await startCutoverWorld();
    world.stopWriters();
    await world.begin();
    await world.work('cutover1', until('new-snapshot', 'doing'));
    foreignCluster('orders-bt');
    const run = await world.work('cutover1');
    expect(run.problem?.message).toMatch(
      /orders-bt exists already, and this remediation has not made it.*orders is as it was: start the writers again\. The snapshot aurora-keeper-cutover1-frozen stays/,
    );
    expect(world.tagsOf('orders-bt')).toEqual({ owner: 'somebody' });
    // What it leaves is its own snapshot, and removing that leaves the other’s cluster alone.
    expect((await world.follow('remove-copy')).problem).toBeUndefined();
    expect(world.names()).toEqual(['orders', 'orders-bt']);
    expect(world.lost().lost).toBe(0);
  });

  it('gives the old cluster another name where the usual one is taken in the middle', async () => {
    world = await startCutoverWorld();
    world.stopWriters();
    await world.begin();
    await world.work('cutover1', until('new-cluster', 'doing'));
    foreignCluster('orders-old-1121');
    const run = await world.work('cutover1');
    expect(run.problem).toBeUndefined();
    expect(world.names()).toEqual(['orders', 'orders-old-1121', 'orders-old-1121-cuto']);
    expect(world.tagsOf('orders-old-1121')).toEqual({ owner: 'somebody' });
    expect(world.lost().lost).toBe(0);
  });

  it('is held back while there is no instance, or no writer', async () => {
    world = await startCutoverWorld();
    const cluster = world.cluster('orders');
    const members = cluster?.DBClusterMembers;
    for (const member of members ?? []) member.IsClusterWriter = false;
    const { plan } = await world.planOf({ stage: 'cut-over', previousRunId: world.rehearsal });
    expect(plan.preflight.find(({ id }) => id === 'instances')).toMatchObject({ state: 'blocked' });
  });

  it('says which parameter group was deleted meanwhile, with the old cluster in place', async () => {
    world = await startCutoverWorld();
    world.stopWriters();
    await world.begin();
    await world.work('cutover1', until('new-snapshot', 'doing'));
    world.holdings()?.parameterGroups.delete('orders-params');
    const run = await world.work('cutover1');
    expect(run.problem?.message).toMatch(/orders-params.*orders is as it was: start the writers again/);
    expect(world.names()).toEqual(['orders']);
    world.startWriters();
    world.pass(5 * minute);
    expect(world.lost().lost).toBe(0);
  });
});
