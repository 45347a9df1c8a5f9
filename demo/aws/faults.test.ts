import { type BackupServiceException, ListProtectedResourcesCommand } from '@aws-sdk/client-backup';
import { DescribeDBClustersCommand, paginateDescribeDBClusters } from '@aws-sdk/client-rds';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createFaults, type Fault } from './faults.ts';
import { type Clients, failureOf, startTestAws, type TestAws } from './test-kit.ts';

let aws: TestAws;
let once: Clients;
let thrice: Clients;
beforeAll(async () => {
  aws = await startTestAws();
  once = await aws.audit('111111111111');
  thrice = await aws.audit('111111111111', 'us-east-1', 3);
});
afterEach(() => {
  aws.faults.clear();
  aws.requests.clear();
});
afterAll(() => aws.close());

const describeClusters = ({ rds }: Clients) => rds.send(new DescribeDBClustersCommand({}));
const listProtected = ({ backup }: Clients) => backup.send(new ListProtectedResourcesCommand({}));

/** The first attempt meets the fault, the others do not: did the SDK try again by itself? */
async function attemptsUnder(effect: Fault['effect'], call: (clients: Clients) => Promise<unknown>): Promise<number> {
  aws.faults.add({ effect, times: 1 });
  await call(thrice).catch(() => undefined);
  return aws.requests.count();
}

describe('what the SDK makes of a page that is no answer', () => {
  it('html with 200: RDS and STS return an EMPTY OBJECT without an error, Backup throws SyntaxError', async () => {
    aws.faults.add({ effect: 'html' });
    const clusters = await describeClusters(once);
    expect(clusters.$metadata.httpStatusCode).toBe(200);
    expect(clusters).not.toHaveProperty('DBClusters');
    expect(await once.sts.send(new GetCallerIdentityCommand({}))).not.toHaveProperty('Account');
    expect((await failureOf(listProtected(once))).name).toBe('SyntaxError');
  });

  it('empty body with 200: all return an EMPTY OBJECT without an error', async () => {
    aws.faults.add({ effect: 'empty' });
    expect(await describeClusters(once)).not.toHaveProperty('DBClusters');
    expect(await listProtected(once)).not.toHaveProperty('Results');
    expect(await once.sts.send(new GetCallerIdentityCommand({}))).not.toHaveProperty('Account');
  });

  it('empty body in the middle of paging: the paginator ENDS QUIETLY with the pages it has', async () => {
    const pages = paginateDescribeDBClusters({ client: (await fleet()).rds }, {});
    const sizes: unknown[] = [];
    for await (const page of pages) {
      sizes.push(page.DBClusters?.length);
      aws.faults.add({ effect: 'empty', action: 'DescribeDBClusters' });
    }
    expect(sizes).toEqual([25, undefined]);
  });

  it('html with 502: RDS throws a service error named Unknown, Backup throws SyntaxError; both are retried', async () => {
    aws.faults.add({ effect: 'html-502' });
    expect(await failureOf(describeClusters(once))).toMatchObject({ name: 'Unknown', message: 'Unknown' });
    expect((await failureOf(listProtected(once))).name).toBe('SyntaxError');
  });

  it('garbage that claims to be XML: RDS throws a plain Error, Backup SyntaxError, both with status 200', async () => {
    aws.faults.add({ effect: 'garbage-xml' });
    const error = await failureOf(describeClusters(once));
    expect(error).toMatchObject({ name: 'Error', $metadata: { httpStatusCode: 200 } });
    expect(error.message).toContain('XML parse error');
    expect((await failureOf(listProtected(once))).name).toBe('SyntaxError');
  });

  it('half a body with a matching length: RDS throws a plain Error, Backup SyntaxError', async () => {
    aws.faults.add({ effect: 'truncated' });
    expect((await failureOf(describeClusters(once))).message).toContain('XML parse error');
    expect((await failureOf(listProtected(once))).name).toBe('SyntaxError');
  });
});

describe('what the SDK makes of a broken connection', () => {
  it('closed in the middle of the body: throws a plain Error "aborted" with code ECONNRESET', async () => {
    aws.faults.add({ effect: 'aborted' });
    const error = await failureOf(describeClusters(once));
    expect(error).toMatchObject({ name: 'Error', code: 'ECONNRESET' });
    expect(error.message).toContain('aborted');
  });

  it('closed before an answer: throws TimeoutError with code ECONNRESET and no status', async () => {
    aws.faults.add({ effect: 'reset' });
    const error = await failureOf(listProtected(once));
    expect(error).toMatchObject({ name: 'TimeoutError', code: 'ECONNRESET' });
    expect(error.$metadata?.httpStatusCode).toBeUndefined();
  });

  it('never answered: the SDK waits until the caller aborts', async () => {
    aws.faults.add({ effect: 'hang' });
    const abortSignal = AbortSignal.timeout(100);
    const error = await failureOf(once.rds.send(new DescribeDBClustersCommand({}), { abortSignal }));
    expect(error.name).toBe('AbortError');
    expect(aws.requests.list()[0]).toMatchObject({ fault: 'hang' });
    expect(aws.requests.list()[0]?.status).toBeUndefined();
  });
});

describe('which faults the SDK retries by itself', () => {
  it.each([
    ['reset', 2, 2],
    ['html-502', 2, 2],
    ['error', 2, 2],
    ['throttle', 2, 2],
    ['aborted', 2, 2],
    ['html', 1, 1],
    ['empty', 1, 1],
    ['garbage-xml', 1, 1],
    ['truncated', 1, 1],
  ] as const)('%s: %d attempts at RDS, %d at Backup', async (effect, rds, backup) => {
    expect(await attemptsUnder(effect, describeClusters)).toBe(rds);
    aws.requests.clear();
    expect(await attemptsUnder(effect, listProtected)).toBe(backup);
  });
});

describe('rules', () => {
  it('answers with AWS refusals: throttling, 500, 503 and any code', async () => {
    const remove = aws.faults.add({ effect: 'throttle' });
    expect(await failureOf(describeClusters(once))).toMatchObject({ name: 'Throttling', message: 'Rate exceeded' });
    expect(await failureOf(listProtected(once))).toMatchObject({ name: 'ThrottlingException' });
    remove();
    aws.faults.add({ effect: 'error', code: 'ServiceUnavailable', service: 'rds' });
    const unavailable = await failureOf(describeClusters(once));
    expect(unavailable).toMatchObject({ name: 'ServiceUnavailable', $metadata: { httpStatusCode: 503 } });
    aws.faults.add({ effect: 'error', service: 'backup' });
    const internal = (await failureOf(listProtected(once))) as BackupServiceException;
    expect(internal).toMatchObject({ name: 'InternalFailure', $fault: 'server' });
    expect(aws.requests.list({ errorCode: 'ServiceUnavailable' })).toMatchObject([{ fault: 'error', status: 503 }]);
  });

  it('strikes only the account, Region, service and action it names', async () => {
    aws.faults.add({ effect: 'error', accountId: '222222222222' });
    aws.faults.add({ effect: 'error', region: 'eu-west-1' });
    aws.faults.add({ effect: 'error', service: 'backup', action: 'List*' });
    expect((await describeClusters(once)).DBClusters?.length).toBe(10);
    expect((await failureOf(listProtected(once))).name).toBe('InternalFailure');
  });

  it('of an account also strikes AssumeRole into that account, and no other', async () => {
    aws.faults.add({ effect: 'error', accountId: '222222222222', action: 'AssumeRole' });
    expect((await failureOf(aws.assume('222222222222'))).name).toBe('InternalFailure');
    expect((await aws.assume('111111111111')).accessKeyId).toMatch(/^ASIA/);
  });

  it('waits, adding delays to another effect', async () => {
    aws.faults.add({ effect: 'delay', ms: 60 });
    aws.faults.add({ effect: 'delay', ms: 60 });
    const started = performance.now();
    expect((await describeClusters(once)).DBClusters?.length).toBe(10);
    expect(performance.now() - started).toBeGreaterThan(110);
    aws.faults.add({ effect: 'throttle' });
    expect((await failureOf(describeClusters(once))).name).toBe('Throttling');
  });

  it('strikes as often as told', async () => {
    aws.faults.add({ effect: 'error', times: 2 });
    await failureOf(describeClusters(once));
    await failureOf(describeClusters(once));
    expect((await describeClusters(once)).DBClusters?.length).toBe(10);
  });

  it('strikes at random the same way under the same seed, and another way under another', () => {
    const target = { accountIds: ['1'], region: 'r', service: 's', action: 'a', write: false, input: {} };
    const sequence = (seed: number): number[] => {
      const faults = createFaults([{ effect: 'error', probability: 0.3, seed }]);
      return Array.from({ length: 400 }, () => faults.strike(target).length);
    };
    expect(sequence(7)).toEqual(sequence(7));
    expect(sequence(7)).not.toEqual(sequence(8));
    const struck = sequence(7).filter(Boolean).length;
    expect(struck).toBeGreaterThan(90);
    expect(struck).toBeLessThan(150);
  });

  it('loses only the answer in phase after: the operation has run', async () => {
    aws.faults.add({ effect: 'reset', phase: 'after', action: 'AssumeRole' });
    expect((await failureOf(aws.assume('111111111111'))).code).toBe('ECONNRESET');
  });

  it('refuses a rule it does not understand', () => {
    expect(() => aws.faults.add({ effect: 'explode' as 'html' })).toThrow();
  });
});

async function fleet(): Promise<Clients> {
  return aws.audit('222222222222', 'eu-west-1');
}
