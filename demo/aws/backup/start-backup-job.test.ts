import {
  CreateBackupVaultCommand,
  DescribeBackupJobCommand,
  DescribeRegionSettingsCommand,
  ListBackupJobsCommand,
  ListBackupVaultsCommand,
  ListProtectedResourcesCommand,
  ListRecoveryPointsByResourceCommand,
  ListTagsCommand,
  StartBackupJobCommand,
  type StartBackupJobCommandInput,
  StopBackupJobCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateRegionSettingsCommand,
} from '@aws-sdk/client-backup';
import { DescribeDBClusterSnapshotsCommand, DescribeDBSnapshotsCommand } from '@aws-sdk/client-rds';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  type Clients,
  failureOf,
  smallOrg,
  startTestAws,
  type TestAws,
  type TestClock,
  testClock,
} from '../test-kit.ts';

let aws: TestAws;
let clients: Clients;
let clock: TestClock;
const rds = 'arn:aws:rds:us-east-1:111111111111';
const roles = 'arn:aws:iam::111111111111:role/service-role';
const MINUTE = 60_000;
beforeEach(async () => {
  clock = testClock();
  const org = smallOrg(
    {
      optIn: { Neptune: false },
      vaults: ['Default', { name: 'locked', lock: { minRetentionDays: 7, maxRetentionDays: 30 } }],
      clusters: [
        { name: 'ledger', tags: { env: 'prod' } },
        { name: 'graph', engine: 'neptune' },
        { name: 'keyless', backupFails: 'Access denied to the KMS key of the vault' },
      ],
      instances: [{ name: 'reports' }],
    },
    { backupRoles: ['AWSBackupDefaultServiceRole', { name: 'Powerless', policies: [] }] },
  );
  aws = await startTestAws({ org, clock });
  clients = await aws.fixer();
});
afterEach(() => aws.close());

const start = (over: Partial<StartBackupJobCommandInput> = {}) =>
  clients.backup.send(
    new StartBackupJobCommand({
      BackupVaultName: 'Default',
      ResourceArn: `${rds}:cluster:ledger`,
      IamRoleArn: `${roles}/AWSBackupDefaultServiceRole`,
      Lifecycle: { DeleteAfterDays: 35 },
      ...over,
    }),
  );
const job = (BackupJobId: string | undefined) => clients.backup.send(new DescribeBackupJobCommand({ BackupJobId }));
const jobs = async () => (await clients.backup.send(new ListBackupJobsCommand({}))).BackupJobs ?? [];

describe('a backup job', () => {
  it('is created, pending, running with its percentage, and completed with a recovery point', async () => {
    const { BackupJobId, RecoveryPointArn } = await start({ RecoveryPointTags: { 'managed-by': 'aurora-keeper' } });
    expect(RecoveryPointArn).toBeUndefined();
    expect(await job(BackupJobId)).toMatchObject({ State: 'CREATED', PercentDone: '0.0' });
    clock.pass(MINUTE);
    expect((await job(BackupJobId)).State).toBe('PENDING');
    clock.pass(9 * MINUTE);
    expect(await job(BackupJobId)).toMatchObject({ State: 'RUNNING', PercentDone: '50.0' });
    expect((await clients.backup.send(new ListProtectedResourcesCommand({}))).Results).toEqual([]);
    clock.pass(10 * MINUTE);
    const done = await job(BackupJobId);
    const point = `${rds}:cluster-snapshot:awsbackup:job-${BackupJobId}`;
    expect(done).toMatchObject({ State: 'COMPLETED', MessageCategory: 'SUCCESS', RecoveryPointArn: point });
    const points = new ListRecoveryPointsByResourceCommand({
      ResourceArn: `${rds}:cluster:ledger`,
      ManagedByAWSBackupOnly: true,
    });
    expect((await clients.backup.send(points)).RecoveryPoints).toMatchObject([
      { RecoveryPointArn: point, Status: 'COMPLETED' },
    ]);
    const one = new DescribeDBClusterSnapshotsCommand({ DBClusterSnapshotIdentifier: point });
    const [snapshot] = (await clients.rds.send(one)).DBClusterSnapshots ?? [];
    expect(snapshot).toMatchObject({ SnapshotType: 'manual', DBClusterIdentifier: 'ledger' });
    expect(snapshot?.TagList).toContainEqual({ Key: 'managed-by', Value: 'aurora-keeper' });
    expect(snapshot?.TagList).toContainEqual({ Key: 'env', Value: 'prod' });
  });

  it('of an instance makes a snapshot of type awsbackup', async () => {
    await start({ ResourceArn: `${rds}:db:reports` });
    clock.pass(30 * MINUTE);
    const { DBSnapshots } = await clients.rds.send(new DescribeDBSnapshotsCommand({ SnapshotType: 'awsbackup' }));
    expect(DBSnapshots).toHaveLength(1);
  });

  it('is one for the same idempotency token, and refused for another request under it', async () => {
    const [first, second] = await Promise.all([
      start({ IdempotencyToken: 'op-1' }),
      start({ IdempotencyToken: 'op-1' }),
    ]);
    expect(second.BackupJobId).toBe(first?.BackupJobId);
    expect(await jobs()).toHaveLength(1);
    const other = { IdempotencyToken: 'op-1', ResourceArn: `${rds}:db:reports` };
    expect((await failureOf(start(other))).name).toBe('InvalidParameterValueException');
    await start();
    expect(await jobs()).toHaveLength(2);
  });

  it('waits while another runs on the same resource', async () => {
    const { BackupJobId: first } = await start();
    const { BackupJobId: second } = await start();
    clock.pass(10 * MINUTE);
    expect([(await job(first)).State, (await job(second)).State]).toEqual(['RUNNING', 'PENDING']);
    clock.pass(15 * MINUTE);
    expect([(await job(first)).State, (await job(second)).State]).toEqual(['COMPLETED', 'RUNNING']);
  });

  it('can be stopped, once', async () => {
    const { BackupJobId } = await start();
    clock.pass(10 * MINUTE);
    await clients.backup.send(new StopBackupJobCommand({ BackupJobId }));
    expect((await job(BackupJobId)).State).toBe('ABORTING');
    clock.pass(30 * MINUTE);
    expect((await job(BackupJobId)).State).toBe('ABORTED');
    const again = await failureOf(clients.backup.send(new StopBackupJobCommand({ BackupJobId })));
    expect(again.name).toBe('InvalidRequestException');
    expect((await clients.backup.send(new ListProtectedResourcesCommand({}))).Results).toEqual([]);
  });

  it.each<[string, Partial<StartBackupJobCommandInput>, RegExp]>([
    ['a role that is gone', { IamRoleArn: `${roles}/Gone` }, /^IAM Role .*Gone cannot be assumed by AWS Backup$/],
    ['a role without policies', { IamRoleArn: `${roles}/Powerless` }, /does not have permission to describe resource/],
    ['a lock that wants it shorter', { BackupVaultName: 'locked' }, /from 7 to 30 days/],
    [
      'a lock and a backup for ever',
      { BackupVaultName: 'locked', Lifecycle: { DeleteAfterDays: -1 } },
      /lock of vault/,
    ],
    ['a type that is not opted in', { ResourceArn: `${rds}:cluster:graph` }, /Neptune is not opted in/],
    ['a key of its own', { ResourceArn: `${rds}:cluster:keyless` }, /^Access denied to the KMS key/],
  ])('is accepted and fails later for %s', async (_case, over, words) => {
    const { BackupJobId } = await start(over);
    expect((await job(BackupJobId)).State).toBe('CREATED');
    clock.pass(30 * MINUTE);
    const failed = await job(BackupJobId);
    expect(failed).toMatchObject({ State: 'FAILED', CompletionDate: expect.any(Date) });
    expect(failed.StatusMessage).toMatch(words);
    expect(failed.MessageCategory).not.toBe('SUCCESS');
    expect(failed).not.toHaveProperty('RecoveryPointArn');
  });

  it.each<[string, string, Partial<StartBackupJobCommandInput>]>([
    ['a member of a cluster', 'InvalidParameterValueException', { ResourceArn: `${rds}:db:ledger-1` }],
    ['what is gone', 'ResourceNotFoundException', { ResourceArn: `${rds}:cluster:gone` }],
    ['a vault that is gone', 'AccessDeniedException', { BackupVaultName: 'gone' }],
    ['a start window of 59 minutes', 'InvalidParameterValueException', { StartWindowMinutes: 59 }],
    ['what is no role', 'InvalidParameterValueException', { IamRoleArn: 'AWSBackupDefaultServiceRole' }],
  ])('is refused for %s with %s', async (_case, name, over) => {
    expect((await failureOf(start(over))).name).toBe(name);
    expect(await jobs()).toEqual([]);
  });

  it('needs the permission to pass the role, and to tag', async () => {
    const RoleArn = aws.addRole('111111111111', { name: 'starter', allow: ['backup:StartBackupJob', 'iam:PassRole'] });
    const mine = aws.clients(await aws.assume('', { RoleArn }));
    const input = {
      BackupVaultName: 'Default',
      ResourceArn: `${rds}:cluster:ledger`,
      IamRoleArn: `${roles}/AWSBackupDefaultServiceRole`,
    };
    await mine.backup.send(new StartBackupJobCommand(input));
    const tagged = new StartBackupJobCommand({ ...input, RecoveryPointTags: { a: 'b' } });
    expect((await failureOf(mine.backup.send(tagged))).message).toContain('backup:TagResource');
  });
});

describe('CreateBackupVault', () => {
  const create = (name: string, CreatorRequestId?: string, mine = clients) =>
    mine.backup.send(
      new CreateBackupVaultCommand({ BackupVaultName: name, CreatorRequestId, BackupVaultTags: { a: 'b' } }),
    );

  it('makes a vault that lists show later, and one per name', async () => {
    const { BackupVaultArn } = await create('aurora-keeper', 'op-1');
    const all = async () => (await clients.backup.send(new ListBackupVaultsCommand({}))).BackupVaultList?.length;
    expect(await all()).toBe(2);
    clock.pass(5_000);
    expect(await all()).toBe(3);
    expect((await create('aurora-keeper', 'op-1')).BackupVaultArn).toBe(BackupVaultArn);
    expect(await failureOf(create('aurora-keeper'))).toMatchObject({
      name: 'AlreadyExistsException',
      Arn: BackupVaultArn,
    });
    expect((await failureOf(create('a vault'))).name).toBe('InvalidParameterValueException');
    await start({ BackupVaultName: 'aurora-keeper' });
  });

  it('is denied without saying why when storage or keys may not be used', async () => {
    const RoleArn = aws.addRole('111111111111', { name: 'no-kms', allow: ['backup:*', 'backup-storage:*'] });
    const error = await failureOf(create('mine', undefined, aws.clients(await aws.assume('', { RoleArn }))));
    expect(error).toMatchObject({
      name: 'AccessDeniedException',
      message: 'Insufficient privileges to perform this action.',
    });
  });
});

describe('tags of AWS Backup', () => {
  const ResourceArn = 'arn:aws:backup:us-east-1:111111111111:backup-vault:Default';
  const tags = async () => (await clients.backup.send(new ListTagsCommand({ ResourceArn }))).Tags;

  it('are added, replaced and taken away', async () => {
    await clients.backup.send(new TagResourceCommand({ ResourceArn, Tags: { a: '1', b: '2' } }));
    await clients.backup.send(new TagResourceCommand({ ResourceArn, Tags: { b: '3' } }));
    await clients.backup.send(new UntagResourceCommand({ ResourceArn, TagKeyList: ['a', 'gone'] }));
    expect(await tags()).toEqual({ b: '3' });
  });

  it('are refused as AWS does', async () => {
    const add = (Tags: Record<string, string>) => clients.backup.send(new TagResourceCommand({ ResourceArn, Tags }));
    expect((await failureOf(add({ 'aws:x': 'y' }))).name).toBe('InvalidParameterValueException');
    expect((await failureOf(add({ x: '<y>' }))).name).toBe('InvalidParameterValueException');
    const many = Object.fromEntries(Array.from({ length: 51 }, (_, n) => [`k${n}`, '']));
    expect((await failureOf(add(many))).name).toBe('LimitExceededException');
    expect(await tags()).toEqual({});
  });
});

describe('UpdateRegionSettings', () => {
  const update = (ResourceTypeOptInPreference: Record<string, boolean>) =>
    clients.backup.send(new UpdateRegionSettingsCommand({ ResourceTypeOptInPreference }));
  const shown = async () =>
    (await clients.backup.send(new DescribeRegionSettingsCommand({}))).ResourceTypeOptInPreference;

  it('shows seconds later, and opts out what the request leaves out', async () => {
    await update({ Aurora: true, RDS: true, Neptune: true });
    expect(await shown()).toMatchObject({ Neptune: false, EBS: true });
    clock.pass(5_000);
    expect(await shown()).toMatchObject({ Aurora: true, Neptune: true, EBS: false });
    expect((await failureOf(update({ Auroa: true }))).name).toBe('InvalidParameterValueException');
  });

  it('counts for jobs at once', async () => {
    await update({ Neptune: true });
    const { BackupJobId } = await start({ ResourceArn: `${rds}:cluster:graph` });
    clock.pass(30 * MINUTE);
    expect((await job(BackupJobId)).State).toBe('COMPLETED');
  });
});
