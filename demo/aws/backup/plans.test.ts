import {
  GetBackupPlanCommand,
  GetBackupSelectionCommand,
  ListBackupPlansCommand,
  ListBackupSelectionsCommand,
  paginateListBackupPlans,
} from '@aws-sdk/client-backup';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Clients, failureOf, smallOrg, startTestAws, type TestAws } from '../test-kit.ts';

let aws: TestAws;
let clients: Clients;
beforeAll(async () => {
  const rule = { name: 'monthly', schedule: 'cron(0 3 1 * ? *)', retentionDays: 'forever' as const, vault: 'cold' };
  const org = smallOrg({
    plans: [
      {
        name: 'daily',
        created: '90d ago',
        lastRun: '5h ago',
        tags: { team: 'storage' },
        rules: [{ continuous: true, copyTo: ['arn:aws:backup:eu-west-1:111111111111:backup-vault:Default'] }, rule],
        selections: [
          {
            name: 'by-tag',
            tags: { backup: ['daily', 'hourly'] },
            conditions: { StringLike: { 'aws:ResourceTag/env': 'prod*' } },
            notResources: ['arn:aws:rds:*:*:db:scratch*'],
          },
          { name: 'by-arn', role: 'arn:aws:iam::111111111111:role/Gone', resources: ['*'], created: '1d ago' },
        ],
      },
      { name: 'from-above', fromOrganization: true },
      { name: 'empty', rules: [] },
      { name: 'old', deleted: '3d ago', selections: [{ name: 'rest', resources: ['*'] }] },
    ],
  });
  aws = await startTestAws({ org });
  clients = await aws.audit('111111111111');
});
afterAll(() => aws.close());

async function plans(IncludeDeleted?: boolean) {
  const { BackupPlansList } = await clients.backup.send(new ListBackupPlansCommand({ IncludeDeleted }));
  return new Map((BackupPlansList ?? []).map((one) => [one.BackupPlanName, one]));
}

const idOf = async (name: string): Promise<string> => (await plans(true)).get(name)?.BackupPlanId ?? '';
const plan = async (BackupPlanId: string) => clients.backup.send(new GetBackupPlanCommand({ BackupPlanId }));
const selections = async (BackupPlanId: string) =>
  (await clients.backup.send(new ListBackupSelectionsCommand({ BackupPlanId }))).BackupSelectionsList ?? [];

describe('ListBackupPlans', () => {
  it('leaves deleted plans out unless asked', async () => {
    expect([...(await plans()).keys()].sort()).toEqual(['daily', 'empty', 'from-above']);
    expect((await plans(true)).get('old')?.DeletionDate).toBeInstanceOf(Date);
    expect((await plans()).get('daily')).toMatchObject({
      BackupPlanArn: expect.stringMatching(/^arn:aws:backup:us-east-1:111111111111:backup-plan:[0-9a-f-]{36}$/),
      LastExecutionDate: expect.any(Date),
    });
  });

  it('pages', async () => {
    let seen = 0;
    for await (const page of paginateListBackupPlans({ client: clients.backup, pageSize: 1 }, {})) {
      expect(page.BackupPlansList).toHaveLength(1);
      seen += 1;
    }
    expect(seen).toBe(3);
  });
});

describe('GetBackupPlan', () => {
  it('gives the rules with the windows that AWS fills in', async () => {
    const { BackupPlan } = await plan(await idOf('daily'));
    expect(BackupPlan?.Rules).toEqual([
      {
        RuleName: 'daily',
        RuleId: expect.any(String),
        TargetBackupVaultName: 'Default',
        ScheduleExpression: 'cron(0 5 ? * * *)',
        ScheduleExpressionTimezone: 'Etc/UTC',
        StartWindowMinutes: 480,
        CompletionWindowMinutes: 10_080,
        Lifecycle: { DeleteAfterDays: 35 },
        CopyActions: [{ DestinationBackupVaultArn: expect.stringContaining('eu-west-1') }],
        EnableContinuousBackup: true,
      },
      expect.objectContaining({ RuleName: 'monthly', TargetBackupVaultName: 'cold', EnableContinuousBackup: false }),
    ]);
    expect(BackupPlan?.Rules?.[1]).not.toHaveProperty('Lifecycle');
    expect((await plan(await idOf('empty'))).BackupPlan?.Rules).toEqual([]);
  });

  it('knows plans of AWS Organizations by an id with a slash, and plans that are deleted', async () => {
    const id = await idOf('from-above');
    expect(id).toMatch(/^orgs\/[0-9a-f-]{36}$/);
    expect((await plan(id)).BackupPlan?.BackupPlanName).toBe('from-above');
    expect((await plan(await idOf('old'))).DeletionDate).toBeInstanceOf(Date);
  });

  it('answers ResourceNotFoundException for a plan or version that never was', async () => {
    const error = await failureOf(plan('00000000-0000-4000-8000-000000000000'));
    expect(error.name).toBe('ResourceNotFoundException');
    expect(error.Code).toMatch(/^ERROR_\d+$/);
    const version = new GetBackupPlanCommand({ BackupPlanId: await idOf('daily'), VersionId: 'x' });
    expect((await failureOf(clients.backup.send(version))).name).toBe('ResourceNotFoundException');
  });
});

describe('selections', () => {
  it('are listed without what they select, and given with it', async () => {
    const BackupPlanId = await idOf('daily');
    const byName = new Map((await selections(BackupPlanId)).map((one) => [one.SelectionName, one]));
    const role = 'arn:aws:iam::111111111111:role/service-role/AWSBackupDefaultServiceRole';
    expect(byName.get('by-tag')).toMatchObject({ IamRoleArn: role, BackupPlanId });
    expect(Number(byName.get('by-arn')?.CreationDate)).toBeGreaterThan(Number(byName.get('by-tag')?.CreationDate));
    const SelectionId = byName.get('by-tag')?.SelectionId;
    const found = await clients.backup.send(new GetBackupSelectionCommand({ BackupPlanId, SelectionId }));
    expect(found.BackupSelection).toEqual({
      SelectionName: 'by-tag',
      IamRoleArn: role,
      Resources: [],
      NotResources: ['arn:aws:rds:*:*:db:scratch*'],
      ListOfTags: [
        { ConditionType: 'STRINGEQUALS', ConditionKey: 'backup', ConditionValue: 'daily' },
        { ConditionType: 'STRINGEQUALS', ConditionKey: 'backup', ConditionValue: 'hourly' },
      ],
      Conditions: {
        StringEquals: [],
        StringNotEquals: [],
        StringLike: [{ ConditionKey: 'aws:ResourceTag/env', ConditionValue: 'prod*' }],
        StringNotLike: [],
      },
    });
  });

  it('of a plan that is gone are an invalid parameter, one that is gone is not found', async () => {
    for (const id of ['00000000-0000-4000-8000-000000000000', await idOf('old')]) {
      const error = await failureOf(selections(id));
      expect(error).toMatchObject({ name: 'InvalidParameterValueException' });
      expect(error.message).toBe(`Cannot find Backup plan with ID ${id}`);
    }
    const gone = new GetBackupSelectionCommand({ BackupPlanId: await idOf('daily'), SelectionId: 'x' });
    expect((await failureOf(clients.backup.send(gone))).name).toBe('ResourceNotFoundException');
  });

  it('are checked by IAM as the plan, a list of plans as nothing', async () => {
    const narrow = { name: 'narrow', allow: ['sts:*'] };
    const { backup } = aws.clients(await aws.assume('', { RoleArn: aws.addRole('111111111111', narrow) }));
    const BackupPlanId = await idOf('daily');
    const denied = await failureOf(backup.send(new ListBackupSelectionsCommand({ BackupPlanId })));
    expect(denied.message).toContain(`on resource: arn:aws:backup:us-east-1:111111111111:backup-plan:${BackupPlanId}`);
    expect((await failureOf(backup.send(new ListBackupPlansCommand({})))).message).not.toContain('on resource');
  });
});
