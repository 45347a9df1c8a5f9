import {
  type BackupSelection,
  CreateBackupSelectionCommand,
  type CreateBackupSelectionCommandInput,
  DeleteBackupPlanCommand,
  DeleteBackupSelectionCommand,
  GetBackupSelectionCommand,
  ListBackupPlansCommand,
  ListBackupSelectionsCommand,
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
let BackupPlanId: string;
const roles = 'arn:aws:iam::111111111111:role/service-role';
const arn = 'arn:aws:rds:us-east-1:111111111111:cluster:ledger';
beforeEach(async () => {
  clock = testClock();
  const org = smallOrg(
    { plans: [{ name: 'keeper' }] },
    {
      backupRoles: ['AWSBackupDefaultServiceRole', { name: 'ForLambda', trusts: 'lambda.amazonaws.com' }],
      quotas: { backupSelections: 3 },
    },
  );
  aws = await startTestAws({ org, clock });
  clients = await aws.fixer();
  const { BackupPlansList } = await clients.backup.send(new ListBackupPlansCommand({}));
  BackupPlanId = BackupPlansList?.[0]?.BackupPlanId ?? '';
});
afterEach(() => aws.close());

const base: BackupSelection = {
  SelectionName: 'aurora-keeper-1',
  IamRoleArn: `${roles}/AWSBackupDefaultServiceRole`,
  Resources: [arn],
};
const create = (over: Partial<BackupSelection> = {}, more: Partial<CreateBackupSelectionCommandInput> = {}) =>
  clients.backup.send(
    new CreateBackupSelectionCommand({ BackupPlanId, BackupSelection: { ...base, ...over }, ...more }),
  );
const get = (SelectionId: string | undefined) =>
  clients.backup.send(new GetBackupSelectionCommand({ BackupPlanId, SelectionId }));
const listed = async () =>
  (await clients.backup.send(new ListBackupSelectionsCommand({ BackupPlanId }))).BackupSelectionsList ?? [];
const remove = (SelectionId: string | undefined) =>
  clients.backup.send(new DeleteBackupSelectionCommand({ BackupPlanId, SelectionId }));

describe('CreateBackupSelection', () => {
  it('is found by its id after seconds and listed later still', async () => {
    const { SelectionId } = await create();
    expect((await failureOf(get(SelectionId))).name).toBe('ResourceNotFoundException');
    clock.pass(2_000);
    expect((await get(SelectionId)).BackupSelection).toMatchObject({ ...base, NotResources: [], ListOfTags: [] });
    expect(await listed()).toEqual([]);
    clock.pass(3_000);
    expect(await listed()).toHaveLength(1);
  });

  it('refuses another of the same name, also one that nothing shows yet', async () => {
    const { SelectionId } = await create({}, { CreatorRequestId: 'op-1' });
    expect(await failureOf(create())).toMatchObject({ name: 'AlreadyExistsException', CreatorRequestId: 'op-1' });
    expect((await create({}, { CreatorRequestId: 'op-1' })).SelectionId).toBe(SelectionId);
    await remove(SelectionId);
    expect((await create()).SelectionId).not.toBe(SelectionId);
  });

  it('wants a role that exists, trusts AWS Backup and may be passed', async () => {
    for (const role of ['Gone', 'ForLambda']) {
      const error = await failureOf(create({ IamRoleArn: `${roles}/${role}` }));
      expect(error).toMatchObject({ name: 'InvalidParameterValueException' });
      expect(error.message).toBe(`IAM Role ${roles}/${role} cannot be assumed by AWS Backup`);
    }
    const RoleArn = aws.addRole('111111111111', { name: 'no-pass', allow: ['backup:*'] });
    const { backup } = aws.clients(await aws.assume('', { RoleArn }));
    const command = new CreateBackupSelectionCommand({ BackupPlanId, BackupSelection: base });
    const error = await failureOf(backup.send(command));
    expect(error.name).toBe('AccessDeniedException');
    expect(error.message).toContain(`iam:PassRole on resource: ${roles}/AWSBackupDefaultServiceRole`);
  });

  it('takes 500 ARNs, 30 with wildcards, and the quota of selections', async () => {
    const many = (count: number, end: string) => Array.from({ length: count }, (_, n) => `${arn}-${n}${end}`);
    await create({ SelectionName: 'many', Resources: many(500, '') });
    await create({ SelectionName: 'wild', Resources: many(30, '*') });
    expect((await failureOf(create({ Resources: many(501, '') }))).name).toBe('LimitExceededException');
    expect((await failureOf(create({ NotResources: many(31, '*') }))).name).toBe('LimitExceededException');
    await create({ SelectionName: 'third' });
    expect((await failureOf(create({ SelectionName: 'fourth' }))).name).toBe('LimitExceededException');
  });

  it.each<[string, Partial<BackupSelection>]>([
    ['a name with a slash', { SelectionName: 'a/b' }],
    ['what is no ARN', { Resources: ['ledger'] }],
    ['a wildcard in the middle', { Resources: ['arn:aws:rds:us-east-1:111111111111:cluster:led*r'] }],
    [
      'a tag condition that is none',
      { ListOfTags: [{ ConditionType: 'LIKE' as 'STRINGEQUALS', ConditionKey: 'a', ConditionValue: 'b' }] },
    ],
    ['a condition on a bare key', { Conditions: { StringEquals: [{ ConditionKey: 'env', ConditionValue: 'prod' }] } }],
    ['what is no role', { IamRoleArn: 'arn:aws:iam::111111111111:user/anna' }],
  ])('refuses %s', async (_case, over) => {
    expect((await failureOf(create(over))).name).toBe('InvalidParameterValueException');
    expect(aws.requests.writes()).toEqual([]);
  });

  it.each([
    '*',
    'arn:aws:rds:*',
    'arn:aws:rds:*:*:cluster:*',
    'arn:aws:rds:us-east-1:111111111111:cluster:led*',
  ])('takes %s', async (pattern) => {
    expect((await create({ Resources: [pattern] })).SelectionId).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('does not know a plan that is gone', async () => {
    const error = await failureOf(create({}, { BackupPlanId: 'gone' }));
    expect(error).toMatchObject({ name: 'InvalidParameterValueException' });
    expect(error.message).toBe('Cannot find Backup plan with ID gone');
  });
});

describe('DeleteBackupSelection', () => {
  it('cannot be read at once, is listed for a moment, and holds its plan back as long', async () => {
    const { SelectionId } = await create();
    clock.pass(10_000);
    await remove(SelectionId);
    expect((await failureOf(get(SelectionId))).name).toBe('ResourceNotFoundException');
    expect(await listed()).toHaveLength(1);
    const deletePlan = () => clients.backup.send(new DeleteBackupPlanCommand({ BackupPlanId }));
    const error = await failureOf(deletePlan());
    expect(error.name).toBe('InvalidRequestException');
    expect(error.message).toBe('Related backup plan selections must be deleted prior to backup plan deletion');
    clock.pass(5_000);
    expect(await listed()).toEqual([]);
    await deletePlan();
  });
});
