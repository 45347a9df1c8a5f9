import {
  CreateBackupPlanCommand,
  CreateBackupSelectionCommand,
  DeleteBackupSelectionCommand,
  StartBackupJobCommand,
} from '@aws-sdk/client-backup';
import {
  AddTagsToResourceCommand,
  DescribeDBClustersCommand,
  ModifyDBClusterCommand,
  type Tag,
} from '@aws-sdk/client-rds';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cloudTrailEvent } from './cloud-trail.ts';
import { type Clients, failureOf, type Keys, smallOrg, startTestAws, type TestAws } from './test-kit.ts';

const ACCOUNT = '111111111111';
const cluster = (name: string) => `arn:aws:rds:us-east-1:${ACCOUNT}:cluster:${name}`;
const role = `arn:aws:iam::${ACCOUNT}:role/service-role/AWSBackupDefaultServiceRole`;
const own = { 'aws:ResourceTag/managed-by': 'aurora-keeper' };

/** The policy of a remediation role in the form that people deploy it. */
const policy = {
  Version: '2012-10-17' as const,
  Statement: [
    { Effect: 'Allow' as const, Action: 'rds:Describe*', Resource: '*' },
    {
      Effect: 'Allow' as const,
      Action: 'rds:AddTagsToResource',
      Resource: `arn:aws:rds:*:${ACCOUNT}:cluster:*`,
      Condition: {
        'ForAllValues:StringEquals': { 'aws:TagKeys': ['backup'] },
        StringLike: { 'aws:RequestTag/backup': '*' },
      },
    },
    {
      Effect: 'Allow' as const,
      Action: 'rds:ModifyDBCluster',
      Resource: `arn:aws:rds:*:${ACCOUNT}:cluster:*`,
      Condition: { StringEquals: { 'aws:ResourceTag/env': ['prod', 'test'] } },
    },
    {
      Effect: 'Deny' as const,
      Action: 'rds:*',
      Resource: '*',
      Condition: { 'ForAnyValue:StringEquals': { 'aws:TagKeys': ['aurora-keeper-approved'] } },
    },
    {
      Effect: 'Allow' as const,
      Action: ['backup:CreateBackupPlan', 'backup:TagResource'],
      Resource: `arn:aws:backup:*:${ACCOUNT}:backup-plan:*`,
      Condition: { StringEquals: { 'aws:RequestTag/managed-by': 'aurora-keeper' } },
    },
    {
      Effect: 'Allow' as const,
      Action: ['backup:CreateBackupSelection', 'backup:DeleteBackupSelection'],
      Resource: `arn:aws:backup:*:${ACCOUNT}:backup-plan:*`,
      Condition: { StringEquals: own },
    },
    {
      Effect: 'Allow' as const,
      Action: 'backup:StartBackupJob',
      Resource: `arn:aws:backup:*:${ACCOUNT}:backup-vault:Default`,
    },
    {
      Effect: 'Allow' as const,
      Action: 'iam:PassRole',
      Resource: role,
      Condition: { StringEquals: { 'iam:PassedToService': 'backup.amazonaws.com' } },
    },
  ],
};

let aws: TestAws;
beforeAll(async () => {
  const remediation = {
    name: 'aurora-keeper-remediation',
    externalId: 'keeper-7f3a',
    policies: [policy],
    sourceIdentity: 'required' as const,
    tagSession: true,
  };
  const org = smallOrg(
    {
      vaults: ['Default', 'other'],
      clusters: [
        { name: 'ledger', backtrackHours: 24, tags: { env: 'prod' } },
        { name: 'scratch', backtrackHours: 24, tags: { env: 'dev' } },
      ],
      plans: [{ name: 'theirs' }],
    },
    { roles: [remediation] },
  );
  aws = await startTestAws({ org });
});
afterAll(() => aws.close());

async function enter(session: { actions?: string[]; resources?: string[] } = {}): Promise<Clients> {
  const { actions, resources } = session;
  const Statement = [{ Effect: 'Allow', Action: actions, Resource: resources }];
  const keys: Keys = await aws.assume('', {
    RoleArn: `arn:aws:iam::${ACCOUNT}:role/aurora-keeper-remediation`,
    RoleSessionName: 'aurora-keeper-op-42',
    SourceIdentity: 'U0123ABCD',
    Tags: [{ Key: 'OperationId', Value: 'op-42' }],
    ...(actions && { Policy: JSON.stringify({ Version: '2012-10-17', Statement }) }),
  });
  return aws.clients(keys);
}

const addTags = (clients: Clients, ResourceName: string, ...Tags: Tag[]) =>
  clients.rds.send(new AddTagsToResourceCommand({ ResourceName, Tags }));
const raise = (clients: Clients, name: string) =>
  clients.rds.send(new ModifyDBClusterCommand({ DBClusterIdentifier: name, BacktrackWindow: 259_200 }));
const backupTag = { Key: 'backup', Value: 'daily' };

describe('a remediation role with conditions', () => {
  it('sets the tag that it may set, and no other', async () => {
    const clients = await enter();
    await addTags(clients, cluster('ledger'), backupTag);
    const others: Tag[][] = [[backupTag, { Key: 'owner', Value: 'x' }], [{ Key: 'owner', Value: 'x' }]];
    for (const tags of others) {
      expect((await failureOf(addTags(clients, cluster('ledger'), ...tags))).name).toBe('AccessDenied');
    }
    const approval = await failureOf(
      addTags(clients, cluster('ledger'), { Key: 'aurora-keeper-approved', Value: 'x' }),
    );
    expect(approval.message).toContain('with an explicit deny in an identity-based policy');
  });

  it('modifies what carries the tag, and nothing else', async () => {
    const clients = await enter();
    await raise(clients, 'ledger');
    const error = await failureOf(raise(clients, 'scratch'));
    expect(error.message).toContain('because no identity-based policy allows the rds:ModifyDBCluster action');
    expect((await failureOf(raise(clients, 'gone'))).name).toBe('AccessDenied');
  });

  it('makes its own plans and selections and leaves those of others alone', async () => {
    const { backup } = await enter();
    const BackupPlan = { BackupPlanName: 'keeper', Rules: [{ RuleName: 'daily', TargetBackupVaultName: 'Default' }] };
    expect((await failureOf(backup.send(new CreateBackupPlanCommand({ BackupPlan })))).name).toBe(
      'AccessDeniedException',
    );
    const BackupPlanTags = { 'managed-by': 'aurora-keeper' };
    const { BackupPlanId } = await backup.send(new CreateBackupPlanCommand({ BackupPlan, BackupPlanTags }));
    const selection = { SelectionName: 's', IamRoleArn: role, Resources: [cluster('ledger')] };
    const create = (id: string | undefined, IamRoleArn = role) =>
      backup.send(
        new CreateBackupSelectionCommand({ BackupPlanId: id, BackupSelection: { ...selection, IamRoleArn } }),
      );
    const { SelectionId } = await create(BackupPlanId);
    await backup.send(new DeleteBackupSelectionCommand({ BackupPlanId, SelectionId }));
    expect((await failureOf(create(BackupPlanId, role.replace('Default', 'Other')))).message).toContain('iam:PassRole');
    const plans = aws.state.get(ACCOUNT)?.region('us-east-1').backup.plans.values() ?? [];
    const theirs = [...plans].find(({ versions }) => versions[0]?.plan.BackupPlanName === 'theirs')?.id;
    expect((await failureOf(create(theirs))).name).toBe('AccessDeniedException');
  });

  it('backs up into its vault only', async () => {
    const { backup } = await enter();
    const start = (BackupVaultName: string) =>
      backup.send(new StartBackupJobCommand({ BackupVaultName, ResourceArn: cluster('ledger'), IamRoleArn: role }));
    expect((await start('Default')).BackupJobId).toMatch(/^[0-9a-f-]{36}$/);
    expect((await failureOf(start('other'))).message).toContain('backup-vault:other');
  });
});

describe('the session policy of a run', () => {
  it('leaves the role only the approved action on the approved resource', async () => {
    const clients = await enter({ actions: ['rds:AddTagsToResource'], resources: [cluster('scratch')] });
    await addTags(clients, cluster('scratch'), backupTag);
    const other = await failureOf(addTags(clients, cluster('ledger'), backupTag));
    expect(other.message).toContain('because no session policy allows the rds:AddTagsToResource action');
    expect((await failureOf(clients.rds.send(new DescribeDBClustersCommand({})))).name).toBe('AccessDenied');
  });

  it('gives nothing that the role does not have', async () => {
    const clients = await enter({ actions: ['*'], resources: ['*'] });
    expect((await failureOf(raise(clients, 'scratch'))).message).toContain('no identity-based policy allows');
  });

  it('may carry conditions', async () => {
    const Statement = [
      {
        Effect: 'Allow',
        Action: 'rds:*',
        Resource: '*',
        Condition: { StringEquals: { 'aws:RequestTag/backup': 'weekly' } },
      },
    ];
    const keys = await aws.assume('', {
      RoleArn: `arn:aws:iam::${ACCOUNT}:role/aurora-keeper-remediation`,
      SourceIdentity: 'U0123ABCD',
      Policy: JSON.stringify({ Version: '2012-10-17', Statement }),
    });
    const clients = aws.clients(keys);
    expect((await failureOf(addTags(clients, cluster('ledger'), backupTag))).message).toContain('no session policy');
    await addTags(clients, cluster('ledger'), { ...backupTag, Value: 'weekly' });
  });
});

describe('what CloudTrail tells of a write', () => {
  it('names the person behind it, the role and what was asked', async () => {
    const clients = await enter();
    aws.requests.clear();
    await addTags(clients, cluster('ledger'), backupTag);
    await failureOf(raise(clients, 'scratch'));
    const [record, ...others] = aws.requests.writes({ sourceIdentity: 'U0123ABCD' });
    expect(others).toEqual([]);
    expect(record).toMatchObject({ sessionTags: { OperationId: 'op-42' }, applied: true });
    expect(record && cloudTrailEvent(record)).toMatchObject({
      eventSource: 'rds.amazonaws.com',
      eventName: 'AddTagsToResource',
      awsRegion: 'us-east-1',
      readOnly: false,
      requestParameters: { ResourceName: cluster('ledger'), Tags: [backupTag] },
      userIdentity: {
        type: 'AssumedRole',
        arn: `arn:aws:sts::${ACCOUNT}:assumed-role/aurora-keeper-remediation/aurora-keeper-op-42`,
        sessionContext: {
          sessionIssuer: { arn: `arn:aws:iam::${ACCOUNT}:role/aurora-keeper-remediation` },
          sourceIdentity: 'U0123ABCD',
        },
      },
    });
    const [refused] = aws.requests.list({ applied: false });
    expect(refused && cloudTrailEvent(refused)).toMatchObject({
      eventName: 'ModifyDBCluster',
      errorCode: 'AccessDenied',
    });
  });
});
