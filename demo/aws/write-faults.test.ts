import { CreateBackupPlanCommand, CreateBackupSelectionCommand, ListBackupPlansCommand } from '@aws-sdk/client-backup';
import { AddTagsToResourceCommand, DescribeDBClustersCommand, ModifyDBClusterCommand } from '@aws-sdk/client-rds';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Clients, failureOf, smallOrg, startTestAws, type TestAws } from './test-kit.ts';

let aws: TestAws;
let once: Clients;
let thrice: Clients;
const ResourceName = 'arn:aws:rds:us-east-1:111111111111:cluster:ledger';
beforeAll(async () => {
  const org = smallOrg(
    { clusters: [{ name: 'ledger', backtrackHours: 24 }], vaults: ['Default'] },
    {},
    { time: { compression: 1_000_000 } },
  );
  aws = await startTestAws({ org });
  once = await aws.fixer();
  thrice = aws.clients(await aws.assume('', { RoleArn: 'arn:aws:iam::111111111111:role/fixer' }), 'us-east-1', 3);
});
afterEach(() => {
  aws.faults.clear();
  aws.requests.clear();
});
afterAll(() => aws.close());

const tag = ({ rds }: Clients, Value: string, abortSignal?: AbortSignal) =>
  rds.send(
    new AddTagsToResourceCommand({ ResourceName, Tags: [{ Key: 'k', Value }] }),
    abortSignal ? { abortSignal } : {},
  );
const value = async () => {
  const { DBClusters } = await once.rds.send(new DescribeDBClustersCommand({}));
  return DBClusters?.[0]?.TagList?.find(({ Key }) => Key === 'k')?.Value;
};
const planNames = async () => {
  const { BackupPlansList = [] } = await once.backup.send(new ListBackupPlansCommand({}));
  return BackupPlansList.map((one) => one.BackupPlanName ?? '').sort();
};
const createPlan = ({ backup }: Clients, name: string, CreatorRequestId?: string) =>
  backup.send(
    new CreateBackupPlanCommand({
      BackupPlan: { BackupPlanName: name, Rules: [{ RuleName: 'daily', TargetBackupVaultName: 'Default' }] },
      CreatorRequestId,
    }),
  );

describe('a write that happened and was answered as if it had not', () => {
  it('applied-500: the caller sees InternalFailure, the write is there, and the log knows', async () => {
    aws.faults.add({ effect: 'applied-500', writes: true });
    expect((await failureOf(tag(once, 'one'))).name).toBe('InternalFailure');
    expect(await value()).toBe('one');
    expect(aws.requests.writes()).toMatchObject([{ status: 500, fault: 'applied-500', errorCode: 'InternalFailure' }]);
  });

  it('applied-reset and applied-hang: the caller sees no answer, the write is there', async () => {
    const remove = aws.faults.add({ effect: 'applied-reset', writes: true });
    expect((await failureOf(tag(once, 'two'))).code).toBe('ECONNRESET');
    expect(await value()).toBe('two');
    remove();
    aws.faults.add({ effect: 'applied-hang', writes: true });
    expect((await failureOf(tag(once, 'three', AbortSignal.timeout(200)))).name).toBe('AbortError');
    expect(await value()).toBe('three');
    expect(aws.requests.writes()).toHaveLength(2);
  });

  it('a late answer: the caller gave up, the write is there', async () => {
    aws.faults.add({ effect: 'delay', phase: 'after', ms: 5_000, writes: true });
    expect((await failureOf(tag(once, 'four', AbortSignal.timeout(200)))).name).toBe('AbortError');
    expect(await value()).toBe('four');
  });

  it('of AWS Backup is safe when the SDK tries again, which repeats the id that it makes up', async () => {
    aws.faults.add({ effect: 'applied-500', action: 'CreateBackupPlan', times: 1 });
    expect((await createPlan(thrice, 'by-the-sdk')).BackupPlanId).toMatch(/^[0-9a-f-]{36}$/);
    expect(aws.requests.writes().map(({ attempt }) => attempt)).toEqual([1, 2]);
    expect(await planNames()).toEqual(['by-the-sdk']);
  });

  it('of AWS Backup is a twin when the caller tries again, unless under the same CreatorRequestId', async () => {
    for (const id of [undefined, 'op-1']) {
      aws.faults.add({ effect: 'applied-500', action: 'CreateBackupPlan', times: 1 });
      expect((await failureOf(createPlan(once, `by-${id}`, id))).name).toBe('InternalFailure');
    }
    expect((await failureOf(createPlan(once, 'by-undefined'))).name).toBe('AlreadyExistsException');
    expect((await createPlan(once, 'by-op-1', 'op-1')).BackupPlanId).toMatch(/^[0-9a-f-]{36}$/);
    expect(await planNames()).toEqual(['by-op-1', 'by-the-sdk', 'by-undefined']);
  });

  it('is not applied when AWS would have refused it', async () => {
    aws.faults.add({ effect: 'applied-500', writes: true });
    const bad = once.rds.send(new ModifyDBClusterCommand({ DBClusterIdentifier: 'ledger', BacktrackWindow: 999_999 }));
    expect((await failureOf(bad)).name).toBe('InternalFailure');
    expect(aws.requests.writes()).toEqual([]);
  });
});

describe('a write that did not happen', () => {
  it.each(['error', 'throttle', 'reset', 'html', 'empty'] as const)('%s: nothing is there', async (effect) => {
    aws.faults.add({ effect, writes: true });
    await tag(once, effect).catch(() => undefined);
    expect(await value()).not.toBe(effect);
    expect(aws.requests.writes()).toEqual([]);
    expect(aws.requests.list({ applied: false })).toHaveLength(1);
  });

  it('strikes writes only, or reads only', async () => {
    const remove = aws.faults.add({ effect: 'error', writes: true });
    expect((await once.rds.send(new DescribeDBClustersCommand({}))).DBClusters).toHaveLength(1);
    remove();
    aws.faults.add({ effect: 'error', writes: false });
    await tag(once, 'five');
    await failureOf(once.rds.send(new DescribeDBClustersCommand({})));
  });
});

describe('ten at once', () => {
  it('make one plan under one CreatorRequestId and one selection of one name', async () => {
    const made = await Promise.all(Array.from({ length: 10 }, () => createPlan(once, 'shared', 'op-2')));
    const ids = new Set(made.map(({ BackupPlanId }) => BackupPlanId));
    expect(ids.size).toBe(1);
    const BackupSelection = {
      SelectionName: 'one',
      IamRoleArn: 'arn:aws:iam::111111111111:role/service-role/AWSBackupDefaultServiceRole',
      Resources: [ResourceName],
    };
    const [BackupPlanId] = ids;
    const select = () => once.backup.send(new CreateBackupSelectionCommand({ BackupPlanId, BackupSelection }));
    const answers = await Promise.allSettled(Array.from({ length: 10 }, select));
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(aws.requests.writes({ action: 'CreateBackupSelection' })).toHaveLength(1);
  });
});
