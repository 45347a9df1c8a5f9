import { CreateDBClusterCommand, type CreateDBClusterCommandInput } from '@aws-sdk/client-rds';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { failureOf } from '../test-kit.ts';
import { type Bench, startBench } from './bench.ts';

let bench: Bench;
beforeEach(async () => {
  bench = await startBench({ clusters: [{ name: 'orders' }] });
});
afterEach(() => bench.aws.close());

const create = (DBClusterIdentifier: string, input: Partial<CreateDBClusterCommandInput> = {}) => {
  const master = { MasterUsername: 'admin', MasterUserPassword: 'pw-pw-pw-pw' };
  return bench.rds.send(
    new CreateDBClusterCommand({ DBClusterIdentifier, Engine: 'aurora-mysql', ...master, ...input }),
  );
};

describe('an empty cluster', () => {
  it('has Backtrack when it is made with it, else never', async () => {
    await create('with', { BacktrackWindow: 259_200 });
    await create('without');
    bench.minutes(6);
    expect(await bench.cluster('with')).toMatchObject({
      Status: 'available',
      BacktrackWindow: 259_200,
      DBClusterMembers: [],
      BackupRetentionPeriod: 1,
      StorageEncrypted: false,
    });
    expect(await bench.cluster('without')).not.toHaveProperty('BacktrackWindow');
    expect((await failureOf(bench.modify('without', { BacktrackWindow: 3600 }))).message).toBe(
      'Backtrack cannot currently be enabled for this cluster',
    );
  });

  it.each<[string, string, Partial<CreateDBClusterCommandInput>]>([
    ['DBClusterAlreadyExistsFault', 'orders', {}],
    ['InvalidParameterCombination', 'new', { MasterUserPassword: undefined }],
    ['InvalidParameterValue', 'new', { Engine: 'neptune' }],
    ['InvalidParameterValue', 'new', { Engine: 'aurora-postgresql', BacktrackWindow: 3600 }],
    ['InvalidParameterValue', 'new', { GlobalClusterIdentifier: 'world' }],
  ])('is refused with %s', async (name, identifier, input) => {
    expect((await failureOf(create(identifier, input))).name).toBe(name);
  });
});
