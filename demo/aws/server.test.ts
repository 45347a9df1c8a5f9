import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { DescribeDBClustersCommand, DescribeDBInstancesCommand } from '@aws-sdk/client-rds';
import { describe, expect, it } from 'vitest';
import { startSimulatedAws } from './server.ts';
import { failureOf, SMALL_ORG, startTestAws } from './test-kit.ts';

const HERE = fileURLToPath(new URL('.', import.meta.url));
const MAIN = fileURLToPath(new URL('./main.ts', import.meta.url));

describe('the server', () => {
  it('closes at once with idle connections, delayed and hanging requests, and twice', async () => {
    const aws = await startTestAws();
    const { rds } = await aws.audit('111111111111');
    await rds.send(new DescribeDBClustersCommand({}));
    aws.faults.add({ effect: 'hang', action: 'DescribeDBClusters' });
    aws.faults.add({ effect: 'delay', ms: 60_000, action: 'DescribeDBInstances' });
    aws.requests.clear();
    const commands = [rds.send(new DescribeDBClustersCommand({})), rds.send(new DescribeDBInstancesCommand({}))];
    const pending = commands.map(failureOf);
    await expect.poll(() => aws.requests.count()).toBe(2);
    const started = performance.now();
    await Promise.all([aws.close(), aws.close()]);
    expect(performance.now() - started).toBeLessThan(30_000);
    expect((await Promise.all(pending)).map(({ code }) => code)).toEqual(['ECONNRESET', 'ECONNRESET']);
  });

  it('holds each request for the latency of the account', async () => {
    const hub = {
      accountId: '999999999999',
      accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
      secretAccessKey: 'hub-secret-hub-secret',
    };
    const aws = await startTestAws({ org: { hub, defaults: { latencyMs: 80 } } });
    const started = performance.now();
    await aws.clients().rds.send(new DescribeDBClustersCommand({}));
    expect(performance.now() - started).toBeGreaterThan(75);
    await aws.close();
  });

  it('refuses a body of more than a mebibyte and a service it does not have', async () => {
    const aws = await startSimulatedAws({ org: SMALL_ORG });
    const large = await fetch(aws.url, { method: 'POST', body: 'x'.repeat(1_100_000) });
    expect(large.status).toBe(413);
    const scope = 'AKIAIOSFODNN7EXAMPLE/20260101/us-east-1/lambda/aws4_request';
    const authorization = `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=${'0'.repeat(64)}`;
    const unknown = await fetch(aws.url, { headers: { authorization } });
    expect(unknown.headers.get('x-amzn-errortype')).toMatch(/^UnknownOperationException/);
    expect(await unknown.text()).toContain('has no service lambda');
    await aws.close();
  });
});

describe('the command', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)('prints the environment, serves, and leaves with 0 on %s', async (signal) => {
    const child = spawn(process.execPath, ['--import', 'tsx', MAIN, SMALL_ORG], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const [printed] = (await once(child.stdout, 'data')) as [Buffer];
    const variables = Object.fromEntries(
      [...printed.toString().matchAll(/^export (\w+)='(.*)'$/gm)].map(([, name, value]) => [name, value]),
    );
    expect(variables).toMatchObject({ AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE', AWS_REGION: 'us-east-1' });
    const script = `import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
      console.log((await new STSClient({}).send(new GetCallerIdentityCommand({}))).Arn);`;
    const env = { PATH: process.env.PATH ?? '', ...variables };
    const node = promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], { env, cwd: HERE });
    expect((await node).stdout.trim()).toBe('arn:aws:iam::999999999999:user/aurora-keeper');
    const exited = once(child, 'exit');
    child.kill(signal);
    expect(await exited).toEqual([0, null]);
  });

  it('says what is wrong and leaves with 1', async () => {
    const child = spawn(process.execPath, ['--import', 'tsx', MAIN], { stdio: ['ignore', 'ignore', 'pipe'] });
    const errors: Buffer[] = [];
    child.stderr.on('data', (chunk: Buffer) => errors.push(chunk));
    expect(await once(child, 'close')).toEqual([1, null]);
    expect(Buffer.concat(errors).toString()).toContain('usage: ');
  });
});
