import {
  DescribeBackupJobCommand,
  DescribeBackupVaultCommand,
  DescribeRecoveryPointCommand,
  DescribeRegionSettingsCommand,
  ListBackupJobsCommand,
  type ListBackupJobsCommandInput,
  ListBackupVaultsCommand,
  ListRecoveryPointsByBackupVaultCommand,
  type ListRecoveryPointsByBackupVaultCommandInput,
  ListTagsCommand,
} from '@aws-sdk/client-backup';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Clients, failureOf, smallOrg, startTestAws, type TestAws } from '../test-kit.ts';

let aws: TestAws;
let clients: Clients;
const arn = 'arn:aws:rds:us-east-1:111111111111';
beforeAll(async () => {
  const here = {
    optIn: { RDS: true, Aurora: false, Neptune: null },
    vaults: [
      { name: 'locked', lock: { minRetentionDays: 7, maxRetentionDays: 30, finalFrom: '2d ago' }, tags: { a: 'b' } },
      { name: 'gone', missing: true },
      'spare',
    ],
    plans: [{ name: 'daily', rules: [{ vault: 'gone' }] }],
    clusters: [{ name: 'ledger', awsBackup: { points: 40, continuous: true, plan: 'daily', retentionDays: 50 } }],
    instances: [{ name: 'reports', awsBackup: { newest: '40d ago', vault: 'locked' } }],
    jobs: [
      { of: 'ledger', state: 'FAILED' as const, created: '3d ago', message: 'Access denied to the KMS key' },
      { of: 'reports', state: 'RUNNING' as const, created: '10m ago', percent: 40, vault: 'locked' },
    ],
  };
  aws = await startTestAws({ org: smallOrg(here, { regions: { 'us-east-1': here, 'eu-west-1': { optIn: 'none' } } }) });
  clients = await aws.audit('111111111111');
});
afterAll(() => aws.close());

const jobs = async (input: ListBackupJobsCommandInput = {}) =>
  (await clients.backup.send(new ListBackupJobsCommand(input))).BackupJobs ?? [];
const pointsIn = async (input: ListRecoveryPointsByBackupVaultCommandInput) =>
  (await clients.backup.send(new ListRecoveryPointsByBackupVaultCommand(input))).RecoveryPoints ?? [];
const vault = async (BackupVaultName: string) =>
  clients.backup.send(new DescribeBackupVaultCommand({ BackupVaultName }));

describe('DescribeRegionSettings', () => {
  it('gives what is opted in, out and not named at all', async () => {
    const { ResourceTypeOptInPreference = {} } = await clients.backup.send(new DescribeRegionSettingsCommand({}));
    expect(ResourceTypeOptInPreference).toMatchObject({ RDS: true, Aurora: false, EBS: true });
    expect(ResourceTypeOptInPreference).not.toHaveProperty('Neptune');
  });

  it('names no type where AWS Backup was never used', async () => {
    for (const region of ['eu-west-1', 'eu-west-2']) {
      const { backup } = await aws.audit('111111111111', region);
      const settings = await backup.send(new DescribeRegionSettingsCommand({}));
      expect(settings.ResourceTypeOptInPreference).toEqual({});
    }
  });
});

describe('vaults', () => {
  it('are those described and those that recovery points and rules name, except the missing', async () => {
    const { BackupVaultList = [] } = await clients.backup.send(new ListBackupVaultsCommand({}));
    expect(BackupVaultList.map((one) => [one.BackupVaultName, one.NumberOfRecoveryPoints])).toEqual([
      ['Default', 41],
      ['locked', 1],
      ['spare', 0],
    ]);
  });

  it('tell their lock', async () => {
    const lock = { Locked: true, MinRetentionDays: 7, MaxRetentionDays: 30, LockDate: expect.any(Date) };
    expect(await vault('locked')).toMatchObject(lock);
    expect(await vault('Default')).toMatchObject({ Locked: false });
    expect(await vault('Default')).not.toHaveProperty('LockDate');
  });

  it('that do not exist are denied, as AWS does, even to those who may do everything', async () => {
    for (const call of [() => vault('gone'), () => pointsIn({ BackupVaultName: 'gone' })]) {
      const error = await failureOf(call());
      expect(error).toMatchObject({ name: 'AccessDeniedException', $metadata: { httpStatusCode: 403 } });
      expect(error.message).toBe('Insufficient privileges to perform this action.');
    }
  });
});

describe('recovery points in a vault', () => {
  it('tell resource, life and plan', async () => {
    const found = await pointsIn({ BackupVaultName: 'Default', MaxResults: 1000, ByResourceType: 'Aurora' });
    expect(found).toHaveLength(41);
    const [one] = found;
    expect(one).toMatchObject({ ResourceArn: `${arn}:cluster:ledger`, Lifecycle: { DeleteAfterDays: 50 } });
    expect(one?.CreatedBy?.BackupPlanArn).toMatch(/:backup-plan:/);
    const lasts = Number(one?.CalculatedLifecycle?.DeleteAt) - Number(one?.CreationDate);
    expect(lasts).toBe(50 * 86_400_000);
    expect(await pointsIn({ BackupVaultName: 'Default', ByResourceArn: `${arn}:db:reports` })).toEqual([]);
    expect(await pointsIn({ BackupVaultName: 'locked', ByResourceType: 'RDS' })).toHaveLength(1);
    const since = new Date(Date.now() - 3 * 86_400_000);
    expect((await pointsIn({ BackupVaultName: 'Default', ByCreatedAfter: since })).length).toBeLessThan(5);
  });

  it('are described by vault and ARN', async () => {
    const [{ RecoveryPointArn } = {}] = await pointsIn({ BackupVaultName: 'locked' });
    const one = await clients.backup.send(
      new DescribeRecoveryPointCommand({ BackupVaultName: 'locked', RecoveryPointArn }),
    );
    expect(one).toMatchObject({ ResourceType: 'RDS', Status: 'COMPLETED' });
    const elsewhere = new DescribeRecoveryPointCommand({ BackupVaultName: 'Default', RecoveryPointArn });
    expect((await failureOf(clients.backup.send(elsewhere))).name).toBe('ResourceNotFoundException');
  });
});

describe('backup jobs', () => {
  it('go back 30 days, the newest first', async () => {
    const all = await jobs({ MaxResults: 1000 });
    expect(all).toHaveLength(30 + 2);
    expect(all[0]).toMatchObject({ State: 'RUNNING', PercentDone: '40.0', BackupVaultName: 'locked' });
    expect(all[0]).not.toHaveProperty('CompletionDate');
    const ages = all.map(({ CreationDate }) => Number(CreationDate));
    expect(ages.toSorted((one, other) => other - one)).toEqual(ages);
  });

  it('are filtered by resource, type, state, time and vault', async () => {
    expect(await jobs({ ByResourceArn: `${arn}:db:reports` })).toHaveLength(1);
    expect(await jobs({ ByResourceType: 'RDS', ByState: 'COMPLETED' })).toEqual([]);
    const [failed] = await jobs({ ByState: 'FAILED', ByResourceType: 'Aurora' });
    expect(failed).toMatchObject({ StatusMessage: 'Access denied to the KMS key', MessageCategory: 'AccessDenied' });
    const since = new Date(Date.now() - 86_400_000);
    expect(await jobs({ ByCreatedAfter: since, ByState: 'COMPLETED' })).toHaveLength(1);
    expect(await jobs({ ByBackupVaultName: 'locked' })).toHaveLength(1);
    expect(await jobs({ ByAccountId: '222222222222' })).toEqual([]);
  });

  it('are behind the recovery points that they made', async () => {
    const [done] = await jobs({ ByState: 'COMPLETED' });
    expect(done?.RecoveryPointArn).toBe(`${arn}:cluster-snapshot:awsbackup:job-${done?.BackupJobId}`);
    const one = await clients.backup.send(new DescribeBackupJobCommand({ BackupJobId: done?.BackupJobId }));
    expect(one).toMatchObject({ State: 'COMPLETED', PercentDone: '100.0', CreatedBy: { BackupPlanName: 'daily' } });
    const gone = new DescribeBackupJobCommand({ BackupJobId: '00000000-0000-4000-8000-000000000000' });
    expect((await failureOf(clients.backup.send(gone))).name).toBe('ResourceNotFoundException');
  });
});

describe('ListTags', () => {
  it('gives the tags of a vault, and refuses what AWS Backup does not hold', async () => {
    const tags = async (ResourceArn: string) => (await clients.backup.send(new ListTagsCommand({ ResourceArn }))).Tags;
    const prefix = 'arn:aws:backup:us-east-1:111111111111:backup-vault';
    expect(await tags(`${prefix}:locked`)).toEqual({ a: 'b' });
    expect(await tags(`${prefix}:spare`)).toEqual({});
    expect((await failureOf(tags(`${prefix}:gone`))).name).toBe('ResourceNotFoundException');
    expect((await failureOf(tags(`${arn}:cluster:ledger`))).name).toBe('InvalidParameterValueException');
  });
});
