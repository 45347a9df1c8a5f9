import {
  AddTagsToResourceCommand,
  DescribeDBClustersCommand,
  ListTagsForResourceCommand,
  RemoveTagsFromResourceCommand,
  type Tag,
} from '@aws-sdk/client-rds';
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

const arn = 'arn:aws:rds:us-east-1:111111111111:cluster:ledger';
let aws: TestAws;
let clients: Clients;
let clock: TestClock;
beforeEach(async () => {
  clock = testClock();
  const tags = { env: 'prod', 'aws:cloudformation:stack-name': 'databases' };
  const org = smallOrg({ clusters: [{ name: 'ledger', tags }] });
  aws = await startTestAws({ org, clock });
  clients = await aws.fixer();
});
afterEach(() => aws.close());

const add = (...Tags: Tag[]) => clients.rds.send(new AddTagsToResourceCommand({ ResourceName: arn, Tags }));
const remove = (...TagKeys: string[]) =>
  clients.rds.send(new RemoveTagsFromResourceCommand({ ResourceName: arn, TagKeys }));
const asRecord = (tags: Tag[] = []) => Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value]));
const listed = async () =>
  asRecord((await clients.rds.send(new ListTagsForResourceCommand({ ResourceName: arn }))).TagList);
const described = async () =>
  asRecord((await clients.rds.send(new DescribeDBClustersCommand({}))).DBClusters?.[0]?.TagList);

describe('tags', () => {
  it('show in ListTagsForResource after seconds and in DescribeDBClusters after a minute', async () => {
    await add({ Key: 'backup', Value: 'daily' }, { Key: 'env', Value: 'live' });
    expect([await listed(), await described()]).toMatchObject([{ env: 'prod' }, { env: 'prod' }]);
    clock.pass(3_000);
    expect([await listed(), await described()]).toMatchObject([{ env: 'live', backup: 'daily' }, { env: 'prod' }]);
    clock.pass(60_000);
    expect(await described()).toMatchObject({ env: 'live', backup: 'daily' });
  });

  it('of two writes at once add up', async () => {
    await Promise.all([add({ Key: 'a', Value: '1' }), add({ Key: 'b', Value: '2' })]);
    await remove('env', 'never-was');
    clock.pass(120_000);
    expect(await described()).toEqual({ 'aws:cloudformation:stack-name': 'databases', a: '1', b: '2' });
    expect(await listed()).toEqual(await described());
  });

  it('are 50 at most beside those of AWS', async () => {
    await add(...Array.from({ length: 49 }, (_, n) => ({ Key: `k${n}`, Value: '' })));
    const error = await failureOf(add({ Key: 'one-more', Value: '' }));
    expect(error).toMatchObject({ name: 'InvalidParameterValue', $metadata: { httpStatusCode: 400 } });
    await add({ Key: 'k1', Value: 'replaced' });
  });

  it.each<[string, () => Promise<unknown>]>([
    ['a key of AWS', () => add({ Key: 'aws:owner', Value: 'me' })],
    ['a key of RDS', () => add({ Key: 'RDS:owner', Value: 'me' })],
    ['taking away a key of AWS', () => remove('aws:cloudformation:stack-name')],
    ['markup', () => add({ Key: 'owner', Value: 'R&D <x>' })],
    ['an emoji', () => add({ Key: 'mood', Value: '🦀' })],
    ['a value of 257 characters', () => add({ Key: 'long', Value: 'x'.repeat(257) })],
    ['a key of 129 characters', () => add({ Key: 'x'.repeat(129), Value: '' })],
    ['a key twice', () => add({ Key: 'a', Value: '1' }, { Key: 'a', Value: '2' })],
  ])('refuse %s', async (_case, call) => {
    expect((await failureOf(call())).name).toBe('InvalidParameterValue');
    expect(aws.requests.writes()).toEqual([]);
  });

  it('are not put on what is not there', async () => {
    const ResourceName = arn.replace('ledger', 'gone');
    const error = await failureOf(clients.rds.send(new AddTagsToResourceCommand({ ResourceName, Tags: [] })));
    expect(error.name).toBe('DBClusterNotFoundFault');
  });
});
