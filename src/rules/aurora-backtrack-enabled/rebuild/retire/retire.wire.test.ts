import { afterEach, describe, expect, it } from 'vitest';
import { metricKey } from '../../../../../demo/aws/organization/metrics.ts';
import { accountId, region } from '../../../../../test/helpers/rebuild-world.ts';
import { openId, type RetireWorld, sourceId, startRetireWorld } from '../../../../../test/helpers/retire-world.ts';
import { keptCopies } from '../../../../domain/remediation/made.ts';

let world: RetireWorld;
afterEach(() => world?.close());

const id = 'retire1';
const final = `aurora-keeper-${id}-final`;
const asked = { stage: 'retire', id, previousRunId: openId };
const clusters = () => [...(world.holdings()?.clusters.keys() ?? [])].sort();
const instances = () => [...(world.holdings()?.instances.keys() ?? [])].sort();
const until = (step: string, state: string) => (run: { steps: readonly { id: string; state: string }[] }) =>
  run.steps.some((each) => each.id === step && each.state === state);
const untouched = () => {
  expect(clusters()).toEqual(['ledger', 'orders', 'orders-old-1101']);
  expect(instances()).toEqual(['ledger-1', 'orders-1', 'orders-2', 'orders-old-1101-1', 'orders-old-1101-2']);
};

describe('an old cluster', () => {
  it('is started, kept as a snapshot, and deleted with its instances, and nothing else is', async () => {
    world = await startRetireWorld();
    const { approval, plan } = await world.planOf(asked);
    expect(plan).toMatchObject({
      title: 'Delete the old cluster orders-old-1101 for good',
      risk: 'destructive',
      capability: 'retire',
      refusals: [],
      items: [{ resource: { id: 'orders-old-1101' } }],
    });
    await world.letGo(approval, plan);
    const run = await world.work(id);
    expect(run.problem).toBeUndefined();
    expect(run.state).toBe('verified');
    expect(clusters()).toEqual(['ledger', 'orders']);
    expect(instances()).toEqual(['ledger-1', 'orders-1', 'orders-2']);
    const writes = world.writes().filter((write) => !write.startsWith('AssumeRole'));
    expect(writes.filter((write) => !write.startsWith('AddTags'))).toEqual([
      'StartDBCluster orders-old-1101',
      `CreateDBClusterSnapshot ${final}`,
      'DeleteDBInstance orders-old-1101-2',
      'DeleteDBInstance orders-old-1101-1',
      'ModifyDBCluster orders-old-1101',
      'DeleteDBCluster orders-old-1101',
    ]);
    const deletion = world.aws.requests.writes().find(({ action }) => action === 'DeleteDBCluster');
    expect(deletion?.input).toMatchObject({ SkipFinalSnapshot: true, DeleteAutomatedBackups: false });
    expect(world.holdings()?.retainedBackups.has(sourceId)).toBe(true);
    const snapshot = world.holdings()?.clusterSnapshots.get(final);
    expect(snapshot).toMatchObject({ Status: 'available', DBClusterIdentifier: 'orders-old-1101' });
    expect(Object.fromEntries((snapshot?.TagList ?? []).map(({ Key, Value }) => [Key, Value]))).toMatchObject({
      'aurora-keeper:member-1': expect.stringMatching(/^orders-old-1101-1 db\./),
      'aurora-keeper:member-2': expect.stringMatching(/^orders-old-1101-2 db\./),
      'aurora-keeper:source': sourceId,
    });
    expect(run.steps.at(-1)?.says).toBe(
      `orders-old-1101 is deleted. Its data is in the snapshot ${final}, which stays until somebody deletes it.`,
    );
    expect(keptCopies(await world.runs.recent(10)).map(({ arn }) => arn.split(':').at(-1))).toEqual([final]);
  }, 120_000);

  it('that kept its name is deleted by its resource id, after a cut-over to a new endpoint', async () => {
    world = await startRetireWorld({ way: 'new-endpoint' });
    const run = await world.carryOut(asked);
    expect(run.problem).toBeUndefined();
    expect(clusters()).toEqual(['ledger', 'orders-bt']);
  }, 120_000);

  it('goes once when every step is looked at twice and all records were lost in between', async () => {
    world = await startRetireWorld();
    const { approval, plan } = await world.planOf(asked);
    await world.letGo(approval, plan);
    for (const step of plan.steps) {
      await world.work(id, until(step.id, 'doing'));
      await world.turn();
      await world.startOver(id);
      await world.work(id, until(step.id, 'done'));
      await world.startOver(id);
    }
    const run = await world.work(id);
    expect(run.problem).toBeUndefined();
    expect(run.state).toBe('verified');
    expect(clusters()).toEqual(['ledger', 'orders']);
    const sent = (action: string) =>
      world.aws.requests.writes().filter((each) => each.action === action && each.status === 200);
    expect(sent('CreateDBClusterSnapshot')).toHaveLength(1);
    expect(sent('DeleteDBInstance')).toHaveLength(2);
    expect(sent('DeleteDBCluster')).toHaveLength(1);
  }, 240_000);
});

describe('an old cluster is not deleted', () => {
  const refusal = async () => (await world.planOf(asked)).plan.refusals;

  it('before its time, and the plan says from when on', async () => {
    world = await startRetireWorld({ openedAt: '2026-11-10T02:40:00.000Z' });
    expect(await refusal()).toEqual([
      'It can be deleted from 2026-11-24 02:40 UTC on, 14 days after orders was opened for writes.',
    ]);
    untouched();
  });

  it('when its approval is older than a change of its time', async () => {
    world = await startRetireWorld();
    const { approval, plan } = await world.planOf(asked);
    world.account.policy.retireAfterDays = 60;
    await world.letGo(approval, plan);
    expect(await world.work(id)).toMatchObject({ state: 'stale' });
    untouched();
  });

  it('when it was never opened for writes, or the new cluster is not there', async () => {
    world = await startRetireWorld();
    const fresh = world.cluster('orders');
    if (fresh?.TagList) fresh.TagList = fresh.TagList.filter(({ Key }) => Key !== 'aurora-keeper:opened-at');
    expect(await refusal()).toEqual(['orders was never opened for writes.']);
    world.holdings()?.clusters.delete('orders');
    expect(await refusal()).toEqual([
      'The new cluster is not in place as orders: orders-old-1101 may be all that there is.',
    ]);
  });

  it('when somebody has put it back into use, or taken its tags', async () => {
    world = await startRetireWorld({ oldTags: { 'aurora-keeper:replaced-by': 'another' } });
    expect(await refusal()).toEqual([expect.stringMatching(/^orders-old-1101 does not carry the tags that say/)]);
    untouched();
  });

  it('when code owns it', async () => {
    world = await startRetireWorld({ oldTags: { 'aws:cloudformation:stack-name': 'shop' } });
    expect((await world.planOf(asked)).plan.managedBy).toBe('CloudFormation stack shop');
  });

  it('when somebody was connected to it on a day that AWS had started it', async () => {
    world = await startRetireWorld();
    world.useCopy('orders-old-1101', 2);
    expect(await refusal()).toEqual([
      expect.stringMatching(
        /^2 sessions were open on orders-old-1101, first seen at 2026-11-01 02:30 UTC\. It is not deleted while/,
      ),
    ]);
  });

  it('when CloudWatch cannot be read', async () => {
    world = await startRetireWorld();
    world.aws.faults.add({ effect: 'error', code: 'AccessDenied', status: 403, action: 'GetMetricData' });
    expect(await refusal()).toEqual([
      expect.stringMatching(/^Whether somebody has used orders-old-1101 could not be read: .*cloudwatch:GetMetricData/),
    ]);
  });

  it('but left stopped, when a session appears once it runs', async () => {
    world = await startRetireWorld();
    const { approval, plan } = await world.planOf(asked);
    await world.letGo(approval, plan);
    await world.work(id, until('retire-rest', 'doing'));
    world.useCopy('orders-old-1101', 1);
    const run = await world.work(id);
    expect(run).toMatchObject({ state: 'failed' });
    expect(run.problem?.message).toMatch(
      /1 session was open on orders-old-1101.*Find out who needs it\. Nothing was deleted, and orders-old-1101 is stopped/,
    );
    untouched();
    expect(world.cluster('orders-old-1101')).toMatchObject({ Status: 'stopped', DeletionProtection: true });
  }, 120_000);

  it('when a session shows up late, after its instances are gone: its data stays', async () => {
    world = await startRetireWorld();
    const { approval, plan } = await world.planOf(asked);
    await world.letGo(approval, plan);
    await world.work(id, until('retire-cluster', 'doing'));
    const dimensions = { DBInstanceIdentifier: 'orders-old-1101-2' };
    world.holdings()?.metrics.set(metricKey('AWS/RDS', 'DatabaseConnections', dimensions), 1);
    const run = await world.work(id);
    expect(run.problem?.message).toMatch(/1 session was open on orders-old-1101.*data are there, without instances/);
    expect(world.cluster('orders-old-1101')).toMatchObject({ Status: 'available', DeletionProtection: true });
    expect(world.holdings()?.clusterSnapshots.get(final)).toMatchObject({ Status: 'available' });
    // Without instances it is nothing to go back to.
    const { plan: back } = await world.planOf({ stage: 'go-back', previousRunId: openId });
    expect(back.refusals).toEqual([expect.stringMatching(/^orders-old-1101 has no instances any more/)]);
  }, 120_000);

  it('where its role may not delete the cluster, and its data stays', async () => {
    world = await startRetireWorld();
    const { approval, plan } = await world.planOf(asked);
    await world.letGo(approval, plan);
    await world.work(id, until('retire-cluster', 'doing'));
    world.aws.faults.add({ effect: 'error', code: 'AccessDenied', status: 403, action: 'DeleteDBCluster' });
    const run = await world.work(id);
    expect(run.problem?.message).toMatch(/may not call rds:DeleteDBCluster/);
    expect(run.problem?.message).toMatch(/the cluster orders-old-1101 and all its data are there/i);
    expect(clusters()).toEqual(['ledger', 'orders', 'orders-old-1101']);
    expect(world.holdings()?.clusterSnapshots.get(final)).toMatchObject({ Status: 'available' });
  }, 120_000);

  it('without a final snapshot of our own', async () => {
    world = await startRetireWorld({ also: { clusterSnapshots: [{ name: final, of: 'ledger' }] } });
    const run = await world.carryOut(asked);
    expect(run.problem?.message).toMatch(/somebody else’s; nothing is deleted without one of our own/);
    untouched();
    expect(world.holdings()?.clusterSnapshots.has(final)).toBe(true);
  }, 120_000);

  it('by its name, when another cluster has taken it', async () => {
    world = await startRetireWorld();
    const { approval, plan } = await world.planOf(asked);
    await world.letGo(approval, plan);
    await world.work(id, until('retire-members', 'doing'));
    const old = world.cluster('orders-old-1101');
    if (old) old.DbClusterResourceId = 'cluster-SOMEBODY';
    await world.work(id);
    untouched();
  }, 120_000);

  it('when an instance has joined it that nobody approved', async () => {
    world = await startRetireWorld();
    const { approval, plan } = await world.planOf(asked);
    await world.letGo(approval, plan);
    await world.work(id, until('retire-members', 'doing'));
    const holdings = world.holdings();
    const like = holdings?.instances.get('orders-old-1101-2');
    if (like) holdings?.instances.set('guest', { ...like, DBInstanceIdentifier: 'guest' });
    const run = await world.work(id);
    expect(run.problem?.message).toMatch(/guest has joined orders-old-1101 since this was planned/);
    expect(instances()).toContain('orders-old-1101-2');
  }, 120_000);

  it.each([
    'StartDBCluster',
    'CreateDBClusterSnapshot',
    'DeleteDBInstance',
    'ModifyDBCluster',
  ])('where its role may not %s, and people are told', async (action) => {
    world = await startRetireWorld();
    world.aws.faults.add({ effect: 'error', code: 'AccessDenied', status: 403, action });
    const run = await world.carryOut(asked);
    expect(run.problem?.message).toContain(`may not call rds:${action}`);
    expect(clusters()).toContain('orders-old-1101');
  }, 120_000);
});

describe('who may retire', () => {
  it('has confirmed in AWS, on the old cluster: the role deletes nothing that does not carry the tag', async () => {
    world = await startRetireWorld({ policy: { secondFactor: 'aws-tag' } });
    const { approval, plan } = await world.planOf(asked);
    await world.letGo(approval, plan);
    const refused = await world.work(id);
    expect(refused.problem?.message).toContain('not confirmed in AWS: orders-old-1101');
    world.confirm('orders-old-1101', plan.hash);
    await world.startOver(id);
    const run = await world.work(id);
    expect(run.problem).toBeUndefined();
    expect(clusters()).toEqual(['ledger', 'orders']);
  }, 120_000);

  it('enters by the retire role, and by no other', async () => {
    world = await startRetireWorld();
    await world.carryOut(asked);
    const roles = world.aws.requests
      .list({ action: 'AssumeRole' })
      .map(({ input }) => (input as { RoleArn: string }).RoleArn.split('/').at(-1));
    expect(new Set(roles)).toEqual(new Set(['aurora-keeper-audit', 'aurora-keeper-retire']));
  }, 120_000);

  it('is nobody where the account has not opted in: the commands are shown', async () => {
    world = await startRetireWorld({ capabilities: ['audit', 'build', 'cutover'] });
    const { plan } = await world.planOf(asked);
    expect(plan.refusals).toEqual([
      'Not enabled for shop-prod: capability retire is not in accounts.yaml. The commands below do the same.',
    ]);
    const [patch] = plan.patches;
    expect(patch?.title).toBe('Delete it with the AWS CLI, not before 2026-11-15 02:40 UTC');
    for (const text of [sourceId, accountId, region, 'orders-old-1101-2', '--no-delete-automated-backups'])
      expect(patch?.text).toContain(text);
  });
});
