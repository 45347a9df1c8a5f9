import {
  AddTagsToResourceCommand,
  CopyDBClusterParameterGroupCommand,
  CreateDBClusterParameterGroupCommand,
  DeleteDBClusterParameterGroupCommand,
  DescribeAccountAttributesCommand,
  DescribeDBClusterParameterGroupsCommand,
  DescribeDBClusterParametersCommand,
  DescribeDBSubnetGroupsCommand,
  ListTagsForResourceCommand,
  ModifyDBClusterParameterGroupCommand,
  type Parameter,
} from '@aws-sdk/client-rds';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { failureOf } from '../../test-kit.ts';
import { ACCOUNT, type Bench, startBench } from '../bench.ts';

let bench: Bench;
beforeEach(async () => {
  bench = await startBench(
    {
      clusters: [{ name: 'orders', parameterGroup: 'orders-params', raw: { DBSubnetGroup: 'shop' } }],
      parameterGroups: [{ name: 'orders-params', set: { binlog_format: 'ROW', event_scheduler: 'ON' } }],
      subnetGroups: [{ name: 'narrow', zones: ['a'], vpc: 'vpc-0narrow' }],
    },
    { quotas: { clusterParameterGroups: 3 } },
  );
});
afterEach(() => bench.aws.close());

const family = 'aurora-mysql8.0';
const create = (DBClusterParameterGroupName: string, DBParameterGroupFamily = family) =>
  bench.rds.send(
    new CreateDBClusterParameterGroupCommand({ DBClusterParameterGroupName, DBParameterGroupFamily, Description: 'x' }),
  );
const copy = (source: string, target: string) =>
  bench.rds.send(
    new CopyDBClusterParameterGroupCommand({
      SourceDBClusterParameterGroupIdentifier: source,
      TargetDBClusterParameterGroupIdentifier: target,
      TargetDBClusterParameterGroupDescription: 'inert',
      Tags: [{ Key: 'managed-by', Value: 'aurora-keeper' }],
    }),
  );
const set = (group: string, ...Parameters: Parameter[]) =>
  bench.rds.send(new ModifyDBClusterParameterGroupCommand({ DBClusterParameterGroupName: group, Parameters }));
const off: Parameter = { ParameterName: 'event_scheduler', ParameterValue: 'OFF', ApplyMethod: 'immediate' };
const own = async (DBClusterParameterGroupName: string) => {
  const command = new DescribeDBClusterParametersCommand({ DBClusterParameterGroupName, Source: 'user' });
  const { Parameters = [] } = await bench.rds.send(command);
  return Object.fromEntries(Parameters.map(({ ParameterName, ParameterValue }) => [ParameterName, ParameterValue]));
};
const groups = async (DBClusterParameterGroupName?: string) =>
  (
    (await bench.rds.send(new DescribeDBClusterParameterGroupsCommand({ DBClusterParameterGroupName })))
      .DBClusterParameterGroups ?? []
  ).map((one) => one.DBClusterParameterGroupName);

describe('a cluster parameter group', () => {
  it('is copied with its values, can be used in a moment, and is changed', async () => {
    await copy('orders-params', 'Orders-Inert');
    expect((await failureOf(groups('orders-inert'))).name).toBe('DBParameterGroupNotFoundFault');
    expect((await failureOf(bench.modify('orders', { DBClusterParameterGroupName: 'orders-inert' }))).name).toBe(
      'DBClusterParameterGroupNotFoundFault',
    );
    bench.minutes(1);
    await set('orders-inert', off);
    expect(await own('orders-inert')).toEqual({ binlog_format: 'ROW', event_scheduler: 'OFF' });
    expect(await own('orders-params')).toEqual({ binlog_format: 'ROW', event_scheduler: 'ON' });
    expect(await groups()).toEqual(['orders-inert', 'orders-params']);
  });

  it('has tags like other resources', async () => {
    await copy('orders-params', 'inert');
    bench.minutes(1);
    const ResourceName = `arn:aws:rds:us-east-1:${ACCOUNT}:cluster-pg:inert`;
    await bench.rds.send(new AddTagsToResourceCommand({ ResourceName, Tags: [{ Key: 'k', Value: 'v' }] }));
    bench.minutes(1);
    const { TagList } = await bench.rds.send(new ListTagsForResourceCommand({ ResourceName }));
    expect(TagList).toEqual([
      { Key: 'managed-by', Value: 'aurora-keeper' },
      { Key: 'k', Value: 'v' },
    ]);
  });

  it('is deleted only when no cluster uses it', async () => {
    const remove = (DBClusterParameterGroupName: string) =>
      bench.rds.send(new DeleteDBClusterParameterGroupCommand({ DBClusterParameterGroupName }));
    for (const name of ['orders-params', `default.${family}`]) {
      const error = await failureOf(remove(name));
      expect(error).toMatchObject({ name: 'InvalidDBParameterGroupStateFault', Code: 'InvalidDBParameterGroupState' });
    }
    await create('unused');
    await remove('unused');
    expect((await failureOf(remove('unused'))).name).toBe('DBParameterGroupNotFoundFault');
  });

  it.each<[string, string, () => Promise<unknown>]>([
    ['a name taken', 'DBParameterGroupAlreadyExistsFault', () => create('orders-params')],
    ['no such family', 'InvalidParameterValue', () => create('new', 'aurora-mysql9.9')],
    ['a default name', 'InvalidParameterValue', () => create('default.mine')],
    ['a copy of nothing', 'DBParameterGroupNotFoundFault', () => copy('gone', 'new')],
    ['a copy of a default group', 'InvalidParameterValue', () => copy(`default.${family}`, 'new')],
    ['a change of a default group', 'InvalidParameterValue', () => set(`default.${family}`, off)],
    ['no such parameter', 'InvalidParameterValue', () => set('orders-params', { ...off, ParameterName: 'gone' })],
    ['what is fixed', 'InvalidParameterValue', () => set('orders-params', { ...off, ParameterName: 'server_id' })],
    [
      'a static one at once',
      'InvalidParameterCombination',
      () => set('orders-params', { ...off, ParameterName: 'binlog_format' }),
    ],
    ['21 at once', 'InvalidParameterValue', () => set('orders-params', ...Array.from({ length: 21 }, () => off))],
  ])('%s: %s', async (_case, name, call) => {
    expect((await failureOf(call())).name).toBe(name);
    expect(bench.aws.requests.writes()).toEqual([]);
  });
});

describe('what an account may have', () => {
  it('is told with what it has, and is the limit', async () => {
    await create('one');
    await create('two');
    const error = await failureOf(create('three'));
    expect(error).toMatchObject({ name: 'DBParameterGroupQuotaExceededFault', Code: 'DBParameterGroupQuotaExceeded' });
    const { AccountQuotas } = await bench.rds.send(new DescribeAccountAttributesCommand({}));
    expect(AccountQuotas).toContainEqual({ AccountQuotaName: 'DBClusterParameterGroups', Used: 3, Max: 3 });
    expect(AccountQuotas).toContainEqual({ AccountQuotaName: 'DBInstances', Used: 1, Max: 40 });
  });
});

describe('DB subnet groups', () => {
  it('are those described, the default one, and those that clusters name', async () => {
    const { DBSubnetGroups = [] } = await bench.rds.send(new DescribeDBSubnetGroupsCommand({}));
    expect(DBSubnetGroups.map(({ DBSubnetGroupName }) => DBSubnetGroupName)).toEqual(['default', 'narrow', 'shop']);
    expect(DBSubnetGroups[1]).toMatchObject({
      VpcId: 'vpc-0narrow',
      Subnets: [
        { SubnetIdentifier: expect.stringMatching(/^subnet-/), SubnetAvailabilityZone: { Name: 'us-east-1a' } },
      ],
    });
    const gone = bench.rds.send(new DescribeDBSubnetGroupsCommand({ DBSubnetGroupName: 'gone' }));
    expect((await failureOf(gone)).name).toBe('DBSubnetGroupNotFoundFault');
  });
});
