import {
  DescribeDBClustersCommand,
  ModifyDBClusterCommand,
  type ModifyDBClusterCommandInput,
} from '@aws-sdk/client-rds';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  type Clients,
  failureOf,
  smallOrg,
  startTestAws,
  type TestAws,
  type TestClock,
  testClock,
} from '../../test-kit.ts';

let aws: TestAws;
let clients: Clients;
let clock: TestClock;
const HOUR = 3_600_000;
const org = smallOrg({
  clusters: [
    { name: 'ledger', backtrackHours: 24 },
    { name: 'never' },
    { name: 'off', backtrackHours: 0 },
    { name: 'postgres', engine: 'aurora-postgresql' },
    { name: 'stopped', status: 'stopped', backtrackHours: 24 },
    { name: 'pitr', awsBackup: { continuous: true } },
  ],
});
beforeEach(async () => {
  // A Monday; the maintenance window of every cluster is Sunday 06:00.
  clock = testClock('2026-11-02T12:00:00Z');
  aws = await startTestAws({ org, clock });
  clients = await aws.fixer();
});
afterEach(() => aws.close());

/** Time goes by, and a session with it. */
async function pass(ms: number): Promise<void> {
  clock.pass(ms);
  clients = await aws.fixer();
}

const modify = async (DBClusterIdentifier: string, input: Partial<ModifyDBClusterCommandInput>) =>
  (await clients.rds.send(new ModifyDBClusterCommand({ DBClusterIdentifier, ApplyImmediately: true, ...input })))
    .DBCluster;
const cluster = async (DBClusterIdentifier: string) =>
  (await clients.rds.send(new DescribeDBClustersCommand({ DBClusterIdentifier }))).DBClusters?.[0];

describe('raising a Backtrack window', () => {
  it('is accepted, still says available, then modifying, then available with the new window', async () => {
    expect(await modify('ledger', { BacktrackWindow: 259_200 })).toMatchObject({
      Status: 'available',
      BacktrackWindow: 86_400,
    });
    expect(await cluster('ledger')).toMatchObject({ Status: 'available', BacktrackWindow: 86_400 });
    await pass(15_000);
    expect(await cluster('ledger')).toMatchObject({ Status: 'modifying', BacktrackWindow: 86_400 });
    await pass(90_000);
    expect(await cluster('ledger')).toMatchObject({ Status: 'available', BacktrackWindow: 259_200 });
  });

  it('does not bring back the past: the earliest time stays until the window is filled', async () => {
    const before = (await cluster('ledger'))?.EarliestBacktrackTime;
    await modify('ledger', { BacktrackWindow: 259_200 });
    await pass(40 * HOUR);
    expect((await cluster('ledger'))?.EarliestBacktrackTime).toEqual(new Date(Number(before) + 100_000));
    await pass(40 * HOUR);
    expect((await cluster('ledger'))?.EarliestBacktrackTime).toEqual(new Date(Number(clock()) - 72 * HOUR));
  });

  it('is refused while another modification is under way, also while the status says available', async () => {
    await modify('ledger', { BacktrackWindow: 100_000 });
    for (const _ of [1, 2]) {
      const error = await failureOf(modify('ledger', { BacktrackWindow: 200_000 }));
      expect(error).toMatchObject({ name: 'InvalidDBClusterStateFault', $metadata: { httpStatusCode: 400 } });
      await pass(15_000);
    }
    await pass(90_000);
    await modify('ledger', { BacktrackWindow: 200_000 });
    expect((await failureOf(modify('stopped', { BacktrackWindow: 1 }))).name).toBe('InvalidDBClusterStateFault');
  });

  it('waits for the maintenance window without ApplyImmediately, and no field tells so', async () => {
    await modify('ledger', { BacktrackWindow: 259_200, ApplyImmediately: false });
    await pass(HOUR);
    expect(await cluster('ledger')).toMatchObject({ Status: 'available', BacktrackWindow: 86_400 });
    expect(await cluster('ledger')).not.toHaveProperty('PendingModifiedValues');
    await pass(Date.parse('2026-11-08T06:00:01Z') - Number(clock()));
    expect((await cluster('ledger'))?.BacktrackWindow).toBe(259_200);
  });
});

describe('a cluster that never had Backtrack, or had it turned off', () => {
  it.each(['never', 'off'])('%s: cannot get it', async (name) => {
    const error = await failureOf(modify(name, { BacktrackWindow: 86_400 }));
    expect(error).toMatchObject({ name: 'InvalidParameterCombination', Code: 'InvalidParameterCombination' });
    expect(error.message).toBe('Backtrack cannot currently be enabled for this cluster');
  });

  it('may be refused under other codes', async () => {
    for (const backtrackRefusal of ['InvalidParameterValue', 'InvalidDBClusterStateFault'] as const) {
      await aws.close();
      aws = await startTestAws({ org: { ...org, backtrackRefusal }, clock });
      clients = await aws.fixer();
      expect((await failureOf(modify('never', { BacktrackWindow: 1 }))).name).toBe(backtrackRefusal);
    }
  });

  it('is what 0 makes of every cluster, for good', async () => {
    await modify('ledger', { BacktrackWindow: 0 });
    await pass(200_000);
    expect(await cluster('ledger')).toMatchObject({ BacktrackWindow: 0 });
    expect(await cluster('ledger')).not.toHaveProperty('EarliestBacktrackTime');
    expect((await failureOf(modify('ledger', { BacktrackWindow: 1 }))).name).toBe('InvalidParameterCombination');
    await modify('never', { BacktrackWindow: 0 });
    await pass(200_000);
    expect(await cluster('never')).not.toHaveProperty('BacktrackWindow');
  });
});

describe('other settings', () => {
  it('turns deletion protection on at once and keeps a retention for the maintenance window', async () => {
    const answer = await modify('never', {
      DeletionProtection: true,
      BackupRetentionPeriod: 14,
      ApplyImmediately: false,
    });
    expect(answer).toMatchObject({ DeletionProtection: false, PendingModifiedValues: { BackupRetentionPeriod: 14 } });
    await pass(200_000);
    expect(await cluster('never')).toMatchObject({ DeletionProtection: true, BackupRetentionPeriod: 7 });
    await pass(7 * 24 * HOUR);
    expect(await cluster('never')).toMatchObject({ BackupRetentionPeriod: 14 });
    expect(await cluster('never')).not.toHaveProperty('PendingModifiedValues');
  });

  it('leaves the retention to AWS Backup where it makes continuous backups', async () => {
    const error = await failureOf(modify('pitr', { BackupRetentionPeriod: 14 }));
    expect(error.name).toBe('InvalidParameterValue');
    expect(error.message).toMatch(/is associated with the following AwsBackupRecoveryPointArn: arn:aws:backup:/);
    await modify('pitr', { BackupRetentionPeriod: 7 });
  });

  it.each<[string, string, Partial<ModifyDBClusterCommandInput>]>([
    ['ledger', 'InvalidParameterValue', { BacktrackWindow: 259_201 }],
    ['postgres', 'InvalidParameterValue', { BacktrackWindow: 86_400 }],
    ['ledger', 'InvalidParameterValue', { BackupRetentionPeriod: 36 }],
    ['ledger', 'InvalidParameterValue', { EngineVersion: '8.0.mysql_aurora.3.09.0' }],
    ['gone', 'DBClusterNotFoundFault', { DeletionProtection: true }],
  ])('of %s: refused with %s', async (name, code, input) => {
    expect((await failureOf(modify(name, input))).name).toBe(code);
    expect(aws.requests.writes()).toEqual([]);
  });
});
