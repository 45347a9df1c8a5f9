import { GetRoleCommand, ListAttachedRolePoliciesCommand } from '@aws-sdk/client-iam';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Clients, failureOf, smallOrg, startTestAws, type TestAws } from '../test-kit.ts';

let aws: TestAws;
let clients: Clients;
const RoleName = 'AWSBackupDefaultServiceRole';
beforeAll(async () => {
  const org = smallOrg({}, { enabledRegions: ['us-east-1', 'eu-west-1'] });
  aws = await startTestAws({
    org: { ...org, accounts: [...(org.accounts ?? []), { id: '222222222222', backupRoles: [] }] },
  });
  clients = await aws.audit('111111111111', 'eu-west-1');
});
afterAll(() => aws.close());

describe('GetRole', () => {
  it('gives path, ARN and the percent-encoded trust policy, whatever Region signed', async () => {
    const { Role } = await clients.iam.send(new GetRoleCommand({ RoleName }));
    expect(Role).toMatchObject({
      Path: '/service-role/',
      Arn: `arn:aws:iam::111111111111:role/service-role/${RoleName}`,
    });
    const trust = JSON.parse(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? ''));
    expect(trust.Statement[0].Principal).toEqual({ Service: 'backup.amazonaws.com' });
    expect(aws.requests.list({ service: 'iam' })[0]).toMatchObject({ region: 'us-east-1', status: 200 });
    const own = await clients.iam.send(new GetRoleCommand({ RoleName: 'aurora-keeper-audit' }));
    expect(own.Role?.Arn).toBe('arn:aws:iam::111111111111:role/aurora-keeper-audit');
  });

  it('answers NoSuchEntity for a role that nobody made', async () => {
    const { iam } = await aws.audit('222222222222');
    const error = await failureOf(iam.send(new GetRoleCommand({ RoleName })));
    expect(error).toMatchObject({ name: 'NoSuchEntityException', Code: 'NoSuchEntity' });
    expect(error.$metadata?.httpStatusCode).toBe(404);
    expect(error.message).toBe(`The role with name ${RoleName} cannot be found.`);
  });

  it('checks the ARN of the role with its path', async () => {
    const RoleArn = aws.addRole('111111111111', { name: 'narrow', allow: ['sts:*'] });
    const { iam } = aws.clients(await aws.assume('', { RoleArn }));
    const error = await failureOf(iam.send(new GetRoleCommand({ RoleName })));
    expect(error.message).toContain(`iam:GetRole on resource: arn:aws:iam::111111111111:role/service-role/${RoleName}`);
  });
});

describe('ListAttachedRolePolicies', () => {
  it('gives the policies that the console attaches, in pages', async () => {
    const { AttachedPolicies, IsTruncated } = await clients.iam.send(new ListAttachedRolePoliciesCommand({ RoleName }));
    expect(AttachedPolicies?.map(({ PolicyName }) => PolicyName)).toEqual([
      'AWSBackupServiceRolePolicyForBackup',
      'AWSBackupServiceRolePolicyForRestores',
    ]);
    expect(IsTruncated).toBe(false);
    const first = await clients.iam.send(new ListAttachedRolePoliciesCommand({ RoleName, MaxItems: 1 }));
    expect(first).toMatchObject({ IsTruncated: true, Marker: expect.any(String) });
    const prefixed = new ListAttachedRolePoliciesCommand({ RoleName, PathPrefix: '/job-function/' });
    expect((await clients.iam.send(prefixed)).AttachedPolicies).toEqual([]);
  });
});
