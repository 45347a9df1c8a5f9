import {
  DeleteDBInstanceCommand,
  DescribeDBClustersCommand,
  RestoreDBClusterToPointInTimeCommand,
  type RestoreDBClusterToPointInTimeCommandInput,
} from '@aws-sdk/client-rds';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { failureOf } from '../../test-kit.ts';
import { type Bench, DAY, HOUR, MINUTE, startBench } from '../bench.ts';

let bench: Bench;
beforeEach(async () => {
  bench = await startBench({
    clusters: [
      { name: 'orders', tags: { env: 'prod' }, raw: { Port: 3307 }, parameterGroup: 'tuned' },
      { name: 'rewindable', backtrackHours: 24 },
      { name: 'given-up', backtrackHours: 0 },
      { name: 'plain', encrypted: false },
      { name: 'asleep', status: 'stopped' },
    ],
  });
});
afterEach(() => bench.aws.close());

type Input = Partial<RestoreDBClusterToPointInTimeCommandInput>;
const accept = async (input: Input = {}) => {
  const basis = { DBClusterIdentifier: 'copy', SourceDBClusterIdentifier: 'orders', UseLatestRestorableTime: true };
  return (await bench.rds.send(new RestoreDBClusterToPointInTimeCommand({ ...basis, ...input }))).DBCluster;
};
const clone = { RestoreType: 'copy-on-write' };

describe('a full copy', () => {
  it('has the source’s version and tags, the engine’s port and default groups', async () => {
    await accept();
    bench.minutes(26);
    expect(await bench.cluster('copy')).toMatchObject({
      Status: 'available',
      EngineVersion: '8.0.mysql_aurora.3.08.1',
      TagList: [{ Key: 'env', Value: 'prod' }],
      Port: 3306,
      DBClusterParameterGroup: 'default.aurora-mysql8.0',
      DBClusterMembers: [],
    });
  });

  it('leaves the source’s tags behind when it is told others', async () => {
    expect((await accept({ Tags: [{ Key: 'copy', Value: 'yes' }] }))?.TagList).toEqual([{ Key: 'copy', Value: 'yes' }]);
  });

  it('with a window, of a source without one: as the organization says', async () => {
    const window = { BacktrackWindow: 86_400 };
    const refused = await failureOf(accept(window));
    expect(refused).toMatchObject({
      name: 'InvalidParameterCombination',
      message: 'Backtrack cannot currently be enabled for this cluster',
    });
    bench.aws.control.behave({ pitrBacktrack: 'ignored' });
    expect(await accept({ ...window, DBClusterIdentifier: 'silent' })).not.toHaveProperty('BacktrackWindow');
    bench.aws.control.behave({ pitrBacktrack: 'accepted' });
    expect((await accept(window))?.BacktrackWindow).toBe(86_400);
    bench.aws.control.behave({ pitrBacktrack: 'refused' });
    await accept({ ...window, DBClusterIdentifier: 'third', SourceDBClusterIdentifier: 'rewindable' });
  });

  it('goes to a moment between the earliest and the latest restorable time, which follows minutes behind', async () => {
    const at = (ms: number) => ({
      RestoreToTime: new Date(Number(bench.clock()) + ms),
      UseLatestRestorableTime: false,
    });
    for (const ms of [-1 * MINUTE, HOUR, -8 * DAY]) {
      expect((await failureOf(accept(at(ms)))).name).toBe('InvalidParameterValue');
    }
    bench.minutes(30);
    expect((await bench.cluster('orders')).LatestRestorableTime).toEqual(new Date(Number(bench.clock()) - 5 * MINUTE));
    await accept(at(-6 * MINUTE));
  });
});

describe('a clone', () => {
  it('gets Backtrack only from a source that has it now', async () => {
    for (const SourceDBClusterIdentifier of ['orders', 'given-up']) {
      const error = await failureOf(accept({ ...clone, SourceDBClusterIdentifier, BacktrackWindow: 3600 }));
      expect(error.message).toBe('Backtrack cannot currently be enabled for this cluster');
    }
    expect((await bench.rds.send(new DescribeDBClustersCommand({}))).DBClusters).toHaveLength(5);
    await accept({ ...clone, SourceDBClusterIdentifier: 'rewindable', BacktrackWindow: 3600 });
    bench.minutes(7);
    expect(await bench.cluster('copy')).toMatchObject({ Status: 'available', BacktrackWindow: 3600 });
  });

  it('does not inherit the window of its source', async () => {
    const copy = await accept({ ...clone, SourceDBClusterIdentifier: 'rewindable' });
    expect(copy).not.toHaveProperty('BacktrackWindow');
  });

  it('needs a source that runs, with an instance', async () => {
    const asleep = await failureOf(accept({ ...clone, SourceDBClusterIdentifier: 'asleep' }));
    expect(asleep.name).toBe('InvalidDBClusterStateFault');
    await bench.rds.send(new DeleteDBInstanceCommand({ DBInstanceIdentifier: 'orders-1' }));
    bench.minutes(6);
    expect((await failureOf(accept(clone))).name).toBe('InvalidDBClusterStateFault');
  });

  it('shares a clone group with its source', async () => {
    await accept(clone);
    bench.minutes(7);
    const [copy, source] = [await bench.cluster('copy'), await bench.cluster('orders')];
    expect(copy.CloneGroupId).toBe(source.CloneGroupId);
  });
});

describe('a restore that is refused', () => {
  it.each<[string, string, Input]>([
    ['no moment', 'InvalidParameterCombination', { UseLatestRestorableTime: undefined }],
    ['two moments', 'InvalidParameterCombination', { RestoreToTime: new Date(0) }],
    [
      'a clone of the past',
      'InvalidParameterCombination',
      { ...clone, RestoreToTime: new Date(0), UseLatestRestorableTime: false },
    ],
    ['no such kind', 'InvalidParameterValue', { RestoreType: 'thin' }],
    ['no source', 'DBClusterNotFoundFault', { SourceDBClusterIdentifier: 'gone' }],
    ['two sources', 'InvalidParameterCombination', { SourceDbClusterResourceId: 'cluster-X' }],
    ['the name is taken', 'DBClusterAlreadyExistsFault', { DBClusterIdentifier: 'orders' }],
    [
      'a key for what is not encrypted',
      'InvalidParameterCombination',
      { SourceDBClusterIdentifier: 'plain', KmsKeyId: 'k' },
    ],
  ])('%s: %s', async (_case, name, input) => {
    expect((await failureOf(accept(input))).name).toBe(name);
    expect(bench.aws.requests.writes()).toEqual([]);
  });
});
