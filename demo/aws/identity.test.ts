import { ListProtectedResourcesCommand } from '@aws-sdk/client-backup';
import { DescribeDBClustersCommand } from '@aws-sdk/client-rds';
import { AssumeRoleCommand, GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EXTERNAL_ID, failureOf, type Keys, startTestAws, type TestAws } from './test-kit.ts';

let aws: TestAws;
let now = new Date('2026-11-02T12:00:00Z');
beforeAll(async () => {
  aws = await startTestAws({ clock: () => now });
});
afterAll(() => aws.close());

/** What RDS and AWS Backup answer to these keys. */
async function refusals(keys: Keys, region?: string) {
  const { rds, backup } = aws.clients(keys, region);
  return {
    rds: await failureOf(rds.send(new DescribeDBClustersCommand({}))),
    backup: await failureOf(backup.send(new ListProtectedResourcesCommand({}))),
  };
}

describe('who may knock', () => {
  it('knows the hub as an IAM user', async () => {
    const caller = await aws.clients().sts.send(new GetCallerIdentityCommand({}));
    expect(caller).toMatchObject({ Account: '999999999999', Arn: 'arn:aws:iam::999999999999:user/aurora-keeper' });
  });

  it('lets the hub read its own account', async () => {
    expect((await aws.clients().rds.send(new DescribeDBClustersCommand({}))).DBClusters).toEqual([]);
  });

  it.each<[string, (keys: Keys) => Keys]>([
    ['an unknown key', (keys) => ({ ...keys, accessKeyId: 'AKIAUNKNOWNUNKNOWN12' })],
    ['a wrong session token', (keys) => ({ ...keys, sessionToken: 'stolen' })],
    ['a missing session token', ({ accessKeyId, secretAccessKey }) => ({ accessKeyId, secretAccessKey })],
  ])('does not know %s', async (_case, change) => {
    const { rds, backup } = await refusals(change(await aws.assume('111111111111')));
    expect(rds).toMatchObject({ name: 'InvalidClientTokenId', $metadata: { httpStatusCode: 403 } });
    expect(backup).toMatchObject({ name: 'UnrecognizedClientException', $metadata: { httpStatusCode: 403 } });
    expect(rds.message).toBe('The security token included in the request is invalid.');
  });

  it('refuses a signature made with another secret', async () => {
    const { rds, backup } = await refusals({ ...(await aws.assume('111111111111')), secretAccessKey: 'guess' });
    expect(rds).toMatchObject({ name: 'SignatureDoesNotMatch', $metadata: { httpStatusCode: 403 } });
    expect(backup).toMatchObject({ name: 'InvalidSignatureException', $metadata: { httpStatusCode: 403 } });
  });

  it('answers as to an unknown key in a Region that the account has not enabled', async () => {
    const { rds, backup } = await refusals(await aws.assume('111111111111'), 'ap-east-1');
    expect(rds.name).toBe('InvalidClientTokenId');
    expect(backup.name).toBe('UnrecognizedClientException');
  });

  it('takes a session only in the Regions that its own account has enabled', async () => {
    const RoleArn = 'arn:aws:iam::666666666666:role/aurora-keeper-audit';
    const input = { RoleArn, RoleSessionName: 'test-session', ExternalId: EXTERNAL_ID };
    const { Credentials: keys } = await aws.clients(undefined, 'eu-central-1').sts.send(new AssumeRoleCommand(input));
    const [accessKeyId, secretAccessKey] = [keys?.AccessKeyId ?? '', keys?.SecretAccessKey ?? ''];
    const session = { accessKeyId, secretAccessKey, sessionToken: keys?.SessionToken ?? '' };
    const there = aws.clients(session, 'eu-central-1').rds.send(new DescribeDBClustersCommand({}));
    expect((await there).DBClusters).toEqual([]);
    expect((await refusals(session, 'us-east-1')).rds.name).toBe('InvalidClientTokenId');
  });

  it('ends a session at its hour and says that it expired', async () => {
    const keys = await aws.assume('111111111111', { DurationSeconds: 900 });
    now = new Date(now.getTime() + 899_000);
    expect((await aws.clients(keys).rds.send(new DescribeDBClustersCommand({}))).DBClusters).toHaveLength(10);
    now = new Date(now.getTime() + 1000);
    const { rds, backup } = await refusals(keys);
    expect(rds).toMatchObject({ name: 'ExpiredToken', Code: 'ExpiredToken', $metadata: { httpStatusCode: 403 } });
    expect(backup).toMatchObject({ name: 'ExpiredTokenException', $metadata: { httpStatusCode: 403 } });
    expect(rds.message).toBe('The security token included in the request is expired');
  });

  it('allows sessions of seconds where tests ask for them', async () => {
    const quick = await startTestAws({ shortSessions: true });
    const keys = await quick.assume('111111111111', { DurationSeconds: 1 });
    await new Promise((resolve) => setTimeout(resolve, 1050));
    const error = await failureOf(quick.clients(keys).rds.send(new DescribeDBClustersCommand({})));
    expect(error.name).toBe('ExpiredToken');
    await quick.close();
  });

  it('asks an unsigned request for a signature, in the words of each protocol', async () => {
    const body = 'Action=DescribeDBClusters&Version=2014-10-31';
    const query = await fetch(aws.url, { method: 'POST', body });
    expect(query.status).toBe(403);
    expect(await query.text()).toContain('<Code>MissingAuthenticationToken</Code>');
    const json = await fetch(`${aws.url}/resources`);
    expect(json.status).toBe(403);
    expect(json.headers.get('x-amzn-errortype')).toMatch(/^MissingAuthenticationTokenException:/);
  });
});
