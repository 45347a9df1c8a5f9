import {
  DescribeProtectedResourceCommand,
  ListProtectedResourcesCommand,
  ListRecoveryPointsByResourceCommand,
  paginateListProtectedResources,
} from '@aws-sdk/client-backup';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Clients, failureOf, startTestAws, type TestAws } from '../test-kit.ts';

let aws: TestAws;
let clients: Clients;
beforeAll(async () => {
  aws = await startTestAws();
  clients = await aws.audit('111111111111');
});
afterAll(() => aws.close());

const arn = 'arn:aws:rds:us-east-1:111111111111';
const HOUR = 3_600_000;

async function points(ResourceArn: string, ManagedByAWSBackupOnly?: boolean, MaxResults?: number) {
  const input = { ResourceArn, ManagedByAWSBackupOnly, MaxResults };
  return (await clients.backup.send(new ListRecoveryPointsByResourceCommand(input))).RecoveryPoints ?? [];
}

describe('ListProtectedResources', () => {
  it('lists what has recovery points and nothing else: Aurora by cluster ARN, RDS by instance ARN', async () => {
    const { Results = [] } = await clients.backup.send(new ListProtectedResourcesCommand({}));
    expect(Results.map(({ ResourceArn, ResourceType }) => [ResourceArn, ResourceType])).toEqual([
      ['arn:aws:ec2:us-east-1:111111111111:volume/vol-0abc', 'EBS'],
      [`${arn}:cluster:graph`, 'Neptune'],
      [`${arn}:cluster:ledger`, 'Aurora'],
      [`${arn}:db:reports`, 'RDS'],
    ]);
  });

  it('tells when, where and as what the last backup was made', async () => {
    const one = new DescribeProtectedResourceCommand({ ResourceArn: `${arn}:db:reports` });
    const { LastBackupTime, LastBackupVaultArn, LastRecoveryPointArn } = await clients.backup.send(one);
    expect((Date.now() - Number(LastBackupTime)) / HOUR).toBeCloseTo(30, 1);
    expect(LastBackupVaultArn).toBe('arn:aws:backup:us-east-1:111111111111:backup-vault:Default');
    expect(LastRecoveryPointArn).toMatch(/^arn:aws:rds:us-east-1:111111111111:snapshot:awsbackup:job-[0-9a-f-]{36}$/);
  });

  it('pages by MaxResults, which must be from 1 to 1000', async () => {
    const sizes: number[] = [];
    const pages = paginateListProtectedResources({ client: clients.backup, pageSize: 1 }, {});
    for await (const page of pages) sizes.push(page.Results?.length ?? 0);
    expect(sizes).toEqual([1, 1, 1, 1]);
    for (const input of [{ MaxResults: 0 }, { MaxResults: 1001 }, { NextToken: 'mine' }]) {
      const error = await failureOf(clients.backup.send(new ListProtectedResourcesCommand(input)));
      expect(error).toMatchObject({ name: 'InvalidParameterValueException', $metadata: { httpStatusCode: 400 } });
    }
  });

  it('is empty where nothing was ever backed up', async () => {
    const { backup } = await aws.audit('111111111111', 'eu-west-1');
    expect((await backup.send(new ListProtectedResourcesCommand({}))).Results).toEqual([]);
  });

  it('has a Code of its own in errors, which is not the name', async () => {
    const one = new DescribeProtectedResourceCommand({ ResourceArn: `${arn}:cluster:checkout` });
    const error = await failureOf(clients.backup.send(one));
    expect(error.name).toBe('ResourceNotFoundException');
    expect(error.Code).toMatch(/^ERROR_\d+$/);
  });
});

describe('ListRecoveryPointsByResource', () => {
  it('lists periodic and continuous points of a cluster, in no order of time', async () => {
    const found = await points(`${arn}:cluster:ledger`, true);
    const arns = found.map(({ RecoveryPointArn = '' }) => RecoveryPointArn);
    expect(arns.filter((one) => one.includes(':cluster-snapshot:awsbackup:job-'))).toHaveLength(3);
    expect(arns.filter((one) => one.includes(':recovery-point:continuous:cluster-'))).toHaveLength(1);
    expect(found[0]).toMatchObject({ Status: 'COMPLETED', BackupVaultName: 'Default' });
  });

  it('adds native snapshots unless asked for AWS Backup’s own', async () => {
    expect(await points(`${arn}:db:reports`, true)).toHaveLength(2);
    expect(await points(`${arn}:db:reports`)).toHaveLength(2 + 7 + 1);
    expect(await points(`${arn}:cluster:checkout`, true)).toEqual([]);
  });

  it('wants MaxResults of 20 or more for RDS, and an ARN', async () => {
    expect((await failureOf(points(`${arn}:db:reports`, true, 19))).name).toBe('InvalidParameterValueException');
    expect(await points('arn:aws:ec2:us-east-1:111111111111:volume/vol-0abc', true, 1)).toHaveLength(1);
    expect((await failureOf(points('reports', true))).name).toBe('InvalidParameterValueException');
  });
});
