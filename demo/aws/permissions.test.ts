import {
  DeleteBackupPlanCommand,
  DescribeFrameworkCommand,
  ListProtectedResourcesCommand,
  ListRecoveryPointsByResourceCommand,
} from '@aws-sdk/client-backup';
import {
  DescribeDBClustersCommand,
  DescribeReservedDBInstancesCommand,
  ModifyDBClusterCommand,
  PromoteReadReplicaDBClusterCommand,
} from '@aws-sdk/client-rds';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { denial, type Permissions } from './permissions.ts';
import { failureOf, startTestAws, type TestAws } from './test-kit.ts';

let aws: TestAws;
beforeAll(async () => {
  aws = await startTestAws();
});
afterAll(() => aws.close());

const session = 'arn:aws:sts::111111111111:assumed-role/aurora-keeper-audit/test-session';

describe('permissions', () => {
  it('lets the audit role read and never write', async () => {
    const { rds, backup } = await aws.audit('111111111111');
    expect((await rds.send(new DescribeDBClustersCommand({}))).DBClusters?.length).toBeGreaterThan(0);
    expect((await backup.send(new ListProtectedResourcesCommand({}))).Results?.length).toBeGreaterThan(0);
    const modify = new ModifyDBClusterCommand({ DBClusterIdentifier: 'ledger', BacktrackWindow: 1 });
    const error = await failureOf(rds.send(modify));
    expect(error).toMatchObject({ name: 'AccessDenied', Code: 'AccessDenied', $metadata: { httpStatusCode: 403 } });
    expect(error.message).toContain(`User: ${session} is not authorized to perform: rds:ModifyDBCluster`);
    const refused = await failureOf(backup.send(new DeleteBackupPlanCommand({ BackupPlanId: 'x' })));
    expect(refused.name).toBe('AccessDeniedException');
  });

  it('names action, resource and reason as AWS does', async () => {
    const noBackup = await aws.audit('444444444444');
    const denied = await failureOf(noBackup.backup.send(new ListProtectedResourcesCommand({})));
    expect(denied).toMatchObject({ name: 'AccessDeniedException', $metadata: { httpStatusCode: 403 } });
    expect(denied.message).toBe(
      `User: ${session.replace('111111111111', '444444444444')} is not authorized to perform: ` +
        'backup:ListProtectedResources with an explicit deny in an identity-based policy',
    );
    const RoleArn = aws.addRole('111111111111', { name: 'narrow', allow: ['sts:*'] });
    const { rds } = aws.clients(await aws.assume('', { RoleArn }));
    const reason = 'because no identity-based policy allows the rds:DescribeDBClusters action';
    const onAll = await failureOf(rds.send(new DescribeDBClustersCommand({})));
    expect(onAll.message).toContain(`on resource: arn:aws:rds:us-east-1:111111111111:cluster:* ${reason}`);
    const onOne = await failureOf(rds.send(new DescribeDBClustersCommand({ DBClusterIdentifier: 'ledger' })));
    expect(onOne.message).toContain(`on resource: arn:aws:rds:us-east-1:111111111111:cluster:ledger ${reason}`);
  });

  it('answers an operation that is not simulated with a clear error, never with nothing', async () => {
    const { rds, backup } = await aws.audit('111111111111');
    const reserved = await failureOf(rds.send(new DescribeReservedDBInstancesCommand({})));
    expect(reserved).toMatchObject({ name: 'InvalidAction', $metadata: { httpStatusCode: 400 } });
    expect(reserved.message).toBe('The simulated AWS does not implement rds:DescribeReservedDBInstances');
    const framework = await failureOf(backup.send(new DescribeFrameworkCommand({ FrameworkName: 'x' })));
    expect(framework).toMatchObject({ name: 'UnknownOperationException', $metadata: { httpStatusCode: 404 } });
    const open = aws.clients(await aws.assume('', { RoleArn: 'arn:aws:iam::111111111111:role/open' }));
    const promote = await failureOf(
      open.rds.send(new PromoteReadReplicaDBClusterCommand({ DBClusterIdentifier: 'ledger' })),
    );
    expect(promote.name).toBe('InvalidAction');
  });

  it('asks for the snapshot permission when recovery points include native snapshots', async () => {
    const RoleArn = aws.addRole('111111111111', { name: 'backup-only', allow: ['backup:*'] });
    const { backup } = aws.clients(await aws.assume('', { RoleArn }));
    const ResourceArn = 'arn:aws:rds:us-east-1:111111111111:db:reports';
    const error = await failureOf(backup.send(new ListRecoveryPointsByResourceCommand({ ResourceArn })));
    expect(error.message).toContain('is not authorized to perform: rds:DescribeDBSnapshots');
    const own = new ListRecoveryPointsByResourceCommand({ ResourceArn, ManagedByAWSBackupOnly: true });
    expect((await backup.send(own)).RecoveryPoints).toHaveLength(2);
  });
});

describe('the order of policies', () => {
  const base: Permissions = { arn: 'me', allow: ['rds:*'], deny: [], statements: [], sessionPolicy: undefined };
  const statement = (Effect: 'Allow' | 'Deny', action: string) => ({ Effect, Action: [action], Resource: ['*'] });

  it.each<[string, Permissions, string | undefined]>([
    ['an allow by pattern', base, undefined],
    ['an allow without regard to case', { ...base, allow: ['RDS:describe*'] }, undefined],
    ['a deny over an allow', { ...base, deny: ['rds:Describe*'] }, 'with an explicit deny in an identity-based policy'],
    ['nothing said', { ...base, allow: ['backup:*'] }, 'because no identity-based policy allows'],
    ['a session deny', { ...base, sessionPolicy: [statement('Deny', '*')] }, 'explicit deny in a session policy'],
    ['a session policy silent', { ...base, sessionPolicy: [] }, 'because no session policy allows'],
    ['a session policy alone', { ...base, allow: [], sessionPolicy: [statement('Allow', '*')] }, 'identity-based'],
    ['both allowing', { ...base, sessionPolicy: [statement('Allow', 'rds:Describe*')] }, undefined],
  ])('%s', (_case, permissions, expected) => {
    const reason = denial(permissions, 'rds:DescribeDBClusters', undefined);
    if (expected === undefined) expect(reason).toBeUndefined();
    else expect(reason).toContain(expected);
  });
});
