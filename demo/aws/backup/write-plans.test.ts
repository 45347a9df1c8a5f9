import {
  type BackupPlanInput,
  type BackupRuleInput,
  CreateBackupPlanCommand,
  type CreateBackupPlanCommandInput,
  DeleteBackupPlanCommand,
  DescribeRegionSettingsCommand,
  GetBackupPlanCommand,
  ListBackupPlansCommand,
  ListTagsCommand,
  UpdateBackupPlanCommand,
} from '@aws-sdk/client-backup';
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
beforeEach(async () => {
  clock = testClock();
  const org = smallOrg(
    {
      vaults: ['Default'],
      optIn: 'none',
      plans: [
        { name: 'from-above', fromOrganization: true },
        { name: 'old', deleted: '3d ago' },
      ],
    },
    { quotas: { backupPlans: 3 } },
  );
  aws = await startTestAws({ org, clock });
  clients = await aws.fixer();
});
afterEach(() => aws.close());

const rule: BackupRuleInput = { RuleName: 'daily', TargetBackupVaultName: 'Default' };
const plan: BackupPlanInput = { BackupPlanName: 'keeper', Rules: [rule] };
const create = (input: Partial<CreateBackupPlanCommandInput> = {}) =>
  clients.backup.send(new CreateBackupPlanCommand({ BackupPlan: plan, ...input }));
const withRule = (over: Partial<BackupRuleInput>) =>
  create({ BackupPlan: { BackupPlanName: 'keeper', Rules: [{ ...rule, ...over }] } });
const names = async () =>
  ((await clients.backup.send(new ListBackupPlansCommand({}))).BackupPlansList ?? []).map((one) => one.BackupPlanName);
const remove = (BackupPlanId: string | undefined) => clients.backup.send(new DeleteBackupPlanCommand({ BackupPlanId }));

describe('CreateBackupPlan', () => {
  it('fills in schedule, windows and rule id, can be read at once and is listed seconds later', async () => {
    const { BackupPlanId, BackupPlanArn, VersionId } = await create({
      BackupPlanTags: { 'managed-by': 'aurora-keeper' },
    });
    const found = await clients.backup.send(new GetBackupPlanCommand({ BackupPlanId }));
    expect(found).toMatchObject({ BackupPlanArn, VersionId });
    expect(found.BackupPlan?.Rules?.[0]).toMatchObject({
      RuleId: expect.any(String),
      ScheduleExpression: 'cron(0 5 ? * * *)',
      StartWindowMinutes: 480,
      CompletionWindowMinutes: 10_080,
    });
    expect(await names()).not.toContain('keeper');
    clock.pass(5_000);
    expect(await names()).toContain('keeper');
    const { Tags } = await clients.backup.send(new ListTagsCommand({ ResourceArn: BackupPlanArn }));
    expect(Tags).toEqual({ 'managed-by': 'aurora-keeper' });
  });

  it('gives the plan that the same CreatorRequestId made before, whatever else is asked', async () => {
    const first = await create({ CreatorRequestId: 'op-1' });
    const other = { BackupPlanName: 'other', Rules: [rule] };
    expect((await create({ CreatorRequestId: 'op-1', BackupPlan: other })).BackupPlanId).toBe(first.BackupPlanId);
    clock.pass(5_000);
    expect(await names()).not.toContain('other');
    await remove(first.BackupPlanId);
    expect((await create({ CreatorRequestId: 'op-1' })).BackupPlanId).not.toBe(first.BackupPlanId);
  });

  it('refuses a twin and names it', async () => {
    const { BackupPlanArn } = await create({ CreatorRequestId: 'op-1' });
    for (const input of [{}, { CreatorRequestId: 'op-2' }]) {
      const error = await failureOf(create(input));
      expect(error).toMatchObject({ name: 'AlreadyExistsException', Arn: BackupPlanArn, CreatorRequestId: 'op-1' });
      expect(error.$metadata?.httpStatusCode).toBe(400);
    }
    await create({ BackupPlan: { ...plan, BackupPlanName: 'keeper-2' } });
  });

  it('stops at the quota with an error that the SDK tries again', async () => {
    await create();
    await create({ BackupPlan: { ...plan, BackupPlanName: 'two' } });
    const thrice = aws.clients(
      await aws.assume('', { RoleArn: 'arn:aws:iam::111111111111:role/fixer' }),
      'us-east-1',
      3,
    );
    aws.requests.clear();
    const one = new CreateBackupPlanCommand({ BackupPlan: { ...plan, BackupPlanName: 'three' } });
    expect((await failureOf(thrice.backup.send(one))).name).toBe('LimitExceededException');
    expect(aws.requests.count({ action: 'CreateBackupPlan' })).toBe(3);
  });

  it('opts the Region in when it is the first that anybody does there', async () => {
    const settings = async () =>
      (await clients.backup.send(new DescribeRegionSettingsCommand({}))).ResourceTypeOptInPreference;
    expect(await settings()).toEqual({});
    await create();
    expect(await settings()).toMatchObject({ Aurora: true, RDS: true });
  });

  it.each<[string, string, () => Promise<unknown>]>([
    [
      'no name',
      'MissingParameterValueException',
      () => create({ BackupPlan: { BackupPlanName: undefined, Rules: [] } }),
    ],
    [
      'a name with a space',
      'InvalidParameterValueException',
      () => create({ BackupPlan: { ...plan, BackupPlanName: 'a b' } }),
    ],
    ['no rule', 'InvalidParameterValueException', () => create({ BackupPlan: { ...plan, Rules: [] } })],
    ['a vault that is not there', 'InvalidParameterValueException', () => withRule({ TargetBackupVaultName: 'gone' })],
    ['a start window of 59 minutes', 'InvalidParameterValueException', () => withRule({ StartWindowMinutes: 59 })],
    [
      'a completion window as short',
      'InvalidParameterValueException',
      () => withRule({ CompletionWindowMinutes: 500 }),
    ],
    [
      'a schedule of five fields',
      'InvalidParameterValueException',
      () => withRule({ ScheduleExpression: 'cron(0 5 * * *)' }),
    ],
    [
      'a schedule without ?',
      'InvalidParameterValueException',
      () => withRule({ ScheduleExpression: 'cron(0 5 * * * *)' }),
    ],
    ['no day of life', 'InvalidParameterValueException', () => withRule({ Lifecycle: { DeleteAfterDays: 0 } })],
    [
      'cold storage for 89 days',
      'InvalidParameterValueException',
      () => withRule({ Lifecycle: { MoveToColdStorageAfterDays: 1, DeleteAfterDays: 90 } }),
    ],
    [
      'continuous backups for 36 days',
      'InvalidParameterValueException',
      () => withRule({ EnableContinuousBackup: true, Lifecycle: { DeleteAfterDays: 36 } }),
    ],
    ['a tag of AWS', 'InvalidParameterValueException', () => create({ BackupPlanTags: { 'aws:x': 'y' } })],
    [
      'a copy to nowhere',
      'InvalidParameterValueException',
      () => withRule({ CopyActions: [{ DestinationBackupVaultArn: 'x' }] }),
    ],
  ])('refuses %s with %s', async (_case, name, call) => {
    expect((await failureOf(call())).name).toBe(name);
    expect(aws.requests.writes()).toEqual([]);
  });
});

describe('UpdateBackupPlan', () => {
  it('makes a new version and keeps the old', async () => {
    const { BackupPlanId, VersionId } = await create();
    const BackupPlan = { ...plan, Rules: [{ ...rule, Lifecycle: { DeleteAfterDays: 35 } }] };
    const updated = await clients.backup.send(new UpdateBackupPlanCommand({ BackupPlanId, BackupPlan }));
    expect(updated.VersionId).not.toBe(VersionId);
    const days = async (version?: string) => {
      const found = await clients.backup.send(new GetBackupPlanCommand({ BackupPlanId, VersionId: version }));
      return found.BackupPlan?.Rules?.[0]?.Lifecycle?.DeleteAfterDays;
    };
    expect([await days(), await days(VersionId)]).toEqual([35, undefined]);
  });

  it('leaves plans of AWS Organizations alone', async () => {
    const all = await clients.backup.send(new ListBackupPlansCommand({}));
    const BackupPlanId = all.BackupPlansList?.find((one) => one.BackupPlanName === 'from-above')?.BackupPlanId;
    const update = failureOf(clients.backup.send(new UpdateBackupPlanCommand({ BackupPlanId, BackupPlan: plan })));
    expect((await update).name).toBe('InvalidParameterValueException');
    expect((await failureOf(remove(BackupPlanId))).message).toMatch(/created by organizations$/);
  });
});

describe('DeleteBackupPlan', () => {
  it('deletes once, and lists forget it a moment later', async () => {
    const { BackupPlanId } = await create();
    clock.pass(5_000);
    expect((await remove(BackupPlanId)).DeletionDate).toBeInstanceOf(Date);
    expect(await names()).toContain('keeper');
    clock.pass(5_000);
    expect(await names()).not.toContain('keeper');
    expect((await failureOf(remove(BackupPlanId))).name).toBe('ResourceNotFoundException');
  });
});
