import { DescribeDBClustersCommand } from '@aws-sdk/client-rds';
import { AssumeRoleCommand, type AssumeRoleCommandInput, GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Clients, failureOf, type Keys, startTestAws, type TestAws } from '../test-kit.ts';

let aws: TestAws;
beforeAll(async () => {
  aws = await startTestAws();
});
afterAll(() => aws.close());

const role = (name: string, accountId = '111111111111'): string => `arn:aws:iam::${accountId}:role/${name}`;
const open: Partial<AssumeRoleCommandInput> = { RoleArn: role('open') };

async function callerArn(keys: Keys): Promise<string | undefined> {
  return (await aws.clients(keys).sts.send(new GetCallerIdentityCommand({}))).Arn;
}

describe('AssumeRole', () => {
  it('issues keys of the role when the ExternalId is the one its trust names', async () => {
    const keys = await aws.assume('111111111111');
    expect(keys.accessKeyId).toMatch(/^ASIA[A-Z0-9]{16}$/);
    expect(await callerArn(keys)).toBe('arn:aws:sts::111111111111:assumed-role/aurora-keeper-audit/test-session');
  });

  it.each<[string, string, Partial<AssumeRoleCommandInput>]>([
    ['no ExternalId', role('aurora-keeper-audit'), { ExternalId: undefined }],
    ['a wrong ExternalId', role('aurora-keeper-audit'), { ExternalId: 'of-another-tenant' }],
    ['a role that does not exist', role('typo'), {}],
    ['an account without the role', role('aurora-keeper-audit', '333333333333'), {}],
    ['an account outside the organization', role('aurora-keeper-audit', '777777777777'), {}],
    ['a trust that names another account', role('other-trust'), {}],
  ])('denies %s, always in the same words', async (_case, RoleArn, overrides) => {
    const error = await failureOf(aws.assume('', { RoleArn, ...overrides }));
    expect(error).toMatchObject({ name: 'AccessDenied', Code: 'AccessDenied', $metadata: { httpStatusCode: 403 } });
    const user = 'arn:aws:iam::999999999999:user/aurora-keeper';
    expect(error.message).toBe(`User: ${user} is not authorized to perform: sts:AssumeRole on resource: ${RoleArn}`);
  });

  it.each<[string, Partial<AssumeRoleCommandInput>, RegExp]>([
    ['a session name with a space', { RoleSessionName: 'two words' }, /'roleSessionName'.*regular expression/],
    ['a session name of 65 characters', { RoleSessionName: 'x'.repeat(65) }, /length less than or equal to 64/],
    ['no session name', { RoleSessionName: undefined }, /'roleSessionName'.*must not be null/],
    ['an ExternalId of one character', { ExternalId: 'x' }, /'externalId'.*greater than or equal to 2/],
    ['a session of 899 seconds', { DurationSeconds: 899 }, /greater than or equal to 900/],
    ['a session of 13 hours', { DurationSeconds: 46_800 }, /less than or equal to 43200/],
    ['a session above the role maximum', { DurationSeconds: 7201 }, /MaxSessionDuration set for this role/],
    ['a source identity with a slash', { SourceIdentity: 'team/anna' }, /'sourceIdentity'.*regular expression/],
    ['a source identity of AWS', { SourceIdentity: 'aws:anna' }, /'sourceIdentity'/],
    ['a policy of 2049 characters', { Policy: ' '.repeat(2049) }, /'policy'.*less than or equal to 2048/],
    ['a tag of AWS', { Tags: [{ Key: 'aws:x', Value: '' }] }, /'tags.key'/],
    ['51 tags', { Tags: Array.from({ length: 51 }, (_, n) => ({ Key: `k${n}`, Value: '' })) }, /51 tags/],
    ['what is not an ARN of a role', { RoleArn: 'arn:aws:iam::111111111111:user/anna' }, /is invalid/],
    ['what the simulator does not support', { SerialNumber: 'mfa' }, /does not support SerialNumber/],
  ])('refuses %s with ValidationError', async (_case, overrides, message) => {
    const error = await failureOf(aws.assume('', { ...open, ...overrides } as Partial<AssumeRoleCommandInput>));
    expect(error).toMatchObject({ name: 'ValidationError', $metadata: { httpStatusCode: 400 } });
    expect(error.message).toMatch(message);
  });

  it('lets a role session chain for one hour at most', async () => {
    const { sts } = aws.clients(await aws.assume('', open));
    const chainEnd = { name: 'chain-end', trusts: ['111111111111'], maxSessionSeconds: 43_200 };
    const input = { RoleSessionName: 'chained', RoleArn: aws.addRole('111111111111', chainEnd) };
    const error = await failureOf(sts.send(new AssumeRoleCommand({ ...input, DurationSeconds: 3601 })));
    expect(error.message).toContain('1 hour session limit for roles assumed by role chaining');
    const { Credentials } = await sts.send(new AssumeRoleCommand({ ...input, DurationSeconds: 3600 }));
    expect(Credentials?.Expiration?.getTime()).toBeGreaterThan(Date.now() + 3_500_000);
  });

  it('counts a hub that is itself a role as chaining', async () => {
    const hub = {
      accountId: '999999999999',
      accessKeyId: 'ASIAIOSFODNN7EXAMPLE',
      secretAccessKey: 'a-secret-of-the-hub',
    };
    const roles = [{ name: 'aurora-keeper-audit', maxSessionSeconds: 43_200 }];
    const org = { hub: { ...hub, roleName: 'worker' }, accounts: [{ id: '111111111111', roles }] };
    const chained = await startTestAws({ org });
    expect(chained.environment.AWS_SESSION_TOKEN).toBeTruthy();
    expect((await failureOf(chained.assume('111111111111', { DurationSeconds: 7200 }))).name).toBe('ValidationError');
    expect((await chained.assume('111111111111')).accessKeyId).toMatch(/^ASIA/);
    await chained.close();
  });

  it('sets a source identity only where the trust allows it, and asks for it where the trust requires it', async () => {
    const SourceIdentity = 'U0123ABCD';
    const refused = await failureOf(aws.assume('111111111111', { SourceIdentity }));
    expect(refused.message).toContain('not authorized to perform: sts:SetSourceIdentity on resource');
    expect((await failureOf(aws.assume('', { RoleArn: role('named') }))).message).toContain('sts:AssumeRole');
    expect(await aws.assume('', { RoleArn: role('named'), SourceIdentity })).toHaveProperty('sessionToken');
  });

  it('keeps the source identity through chaining and refuses to change it', async () => {
    const { sts } = aws.clients(await aws.assume('', { ...open, SourceIdentity: 'anna' }));
    const next = { name: 'next', trusts: ['111111111111'], sourceIdentity: 'required' as const };
    const input = { RoleSessionName: 'chained', RoleArn: aws.addRole('111111111111', next) };
    expect((await sts.send(new AssumeRoleCommand(input))).SourceIdentity).toBe('anna');
    const error = await failureOf(sts.send(new AssumeRoleCommand({ ...input, SourceIdentity: 'bob' })));
    expect(error.message).toContain('sts:SetSourceIdentity');
  });

  it('takes session tags only where the trust allows them', async () => {
    const Tags = [{ Key: 'ApprovedBy', Value: 'U0123ABCD' }];
    expect((await failureOf(aws.assume('111111111111', { Tags }))).message).toContain('sts:TagSession');
    expect(await aws.assume('', { ...open, Tags })).toHaveProperty('sessionToken');
    const twice = [...Tags, { Key: 'approvedby', Value: 'x' }];
    expect((await failureOf(aws.assume('', { ...open, Tags: twice }))).name).toBe('InvalidParameterValue');
  });

  it('answers RegionDisabledException where the target account has no STS', async () => {
    const { sts }: Clients = aws.clients(undefined, 'eu-west-1');
    const RoleArn = role('aurora-keeper-audit', '666666666666');
    const input = { RoleArn, RoleSessionName: 'test-session', ExternalId: 'keeper-7f3a' };
    const error = await failureOf(sts.send(new AssumeRoleCommand(input)));
    expect(error).toMatchObject({ name: 'RegionDisabledException', $metadata: { httpStatusCode: 403 } });
    expect(error.message).toContain('STS is not activated in this region for account:666666666666.');
    const enabled = aws.clients(undefined, 'eu-central-1').sts.send(new AssumeRoleCommand(input));
    expect((await enabled).Credentials?.AccessKeyId).toMatch(/^ASIA/);
  });

  it('shrinks a session to its session policy', async () => {
    const Resource = 'arn:aws:rds:us-east-1:111111111111:cluster:ledger';
    const Statement = { Effect: 'Allow', Action: 'rds:Describe*', Resource };
    const Policy = JSON.stringify({ Version: '2012-10-17', Statement });
    const { rds } = aws.clients(await aws.assume('', { ...open, Policy }));
    const one = await rds.send(new DescribeDBClustersCommand({ DBClusterIdentifier: 'ledger' }));
    expect(one.DBClusters).toHaveLength(1);
    const error = await failureOf(rds.send(new DescribeDBClustersCommand({})));
    expect(error.message).toContain('because no session policy allows the rds:DescribeDBClusters action');
  });

  it.each([
    'not json',
    '{}',
    '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","NotAction":"x","Resource":"*"}]}',
  ])('refuses the session policy %s', async (Policy) => {
    const error = await failureOf(aws.assume('', { ...open, Policy }));
    expect(error).toMatchObject({ name: 'MalformedPolicyDocumentException', Code: 'MalformedPolicyDocument' });
  });
});
