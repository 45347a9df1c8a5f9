import {
  AddTagsToResourceCommand,
  CreateDBClusterSnapshotCommand,
  CreateDBInstanceCommand,
  DeleteDBClusterCommand,
  DeleteDBInstanceCommand,
  ModifyDBClusterCommand,
  type RDSClient,
  RestoreDBClusterFromSnapshotCommand,
  StopDBClusterCommand,
  type Tag,
} from '@aws-sdk/client-rds';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cloudTrailEvent } from '../cloud-trail.ts';
import { failureOf } from '../test-kit.ts';
import { ACCOUNT, type Bench, startBench, VERSION } from './bench.ts';

const arn = (type: string, name: string): string => `arn:aws:rds:*:${ACCOUNT}:${type}:${name}`;
const mine = { StringEquals: { 'aws:RequestTag/managed-by': 'aurora-keeper' } };
const approved = { StringEquals: { 'aws:ResourceTag/aurora-keeper-approved': 'hash-of-the-plan' } };
const own = { StringEquals: { 'aws:ResourceTag/managed-by': 'aurora-keeper' } };
const allow = (Action: string | string[], Resource: string | string[], Condition?: object) => ({
  Effect: 'Allow' as const,
  Action,
  Resource,
  ...(Condition && { Condition: Condition as Record<string, Record<string, string>> }),
});

/** The policies of a role that rebuilds and of one that retires, in the form that people deploy them. */
const rebuild = [
  allow('rds:Describe*', '*'),
  allow('rds:CreateDBClusterSnapshot', arn('cluster', '*'), approved),
  allow(['rds:CreateDBClusterSnapshot', 'rds:RestoreDBClusterFromSnapshot'], arn('cluster-snapshot', 'keeper-*')),
  allow('rds:RestoreDBClusterFromSnapshot', arn('cluster', '*'), mine),
  allow(
    ['rds:RestoreDBClusterFromSnapshot', 'rds:CreateDBInstance'],
    [arn('cluster-pg', '*'), arn('subgrp', '*'), arn('pg', '*'), arn('og', 'default:*')],
  ),
  allow('rds:CreateDBInstance', arn('db', '*'), mine),
  allow(['rds:CreateDBInstance', 'rds:ModifyDBCluster'], arn('cluster', '*'), own),
  allow(['rds:ModifyDBCluster', 'rds:StopDBCluster'], arn('cluster', '*'), approved),
  allow('rds:AddTagsToResource', [arn('cluster', '*'), arn('db', '*'), arn('cluster-snapshot', 'keeper-*')], mine),
  {
    Effect: 'Deny' as const,
    Action: 'rds:AddTagsToResource',
    Resource: '*',
    Condition: { 'ForAnyValue:StringEquals': { 'aws:TagKeys': ['aurora-keeper-approved'] } },
  },
];
const retire = [
  allow('rds:Describe*', '*'),
  allow(['rds:DeleteDBInstance', 'rds:DeleteDBCluster'], '*', { StringEquals: { 'aws:ResourceTag/retired': 'yes' } }),
  allow('rds:DeleteDBCluster', arn('cluster-snapshot', '*')),
];

let bench: Bench;
let keeper: RDSClient;
let remover: RDSClient;
async function enter(name: string, statements: object[]): Promise<RDSClient> {
  const { aws } = bench;
  const Policy = JSON.stringify({ Version: '2012-10-17', Statement: statements });
  const RoleArn = aws.addRole(ACCOUNT, { name, allow: ['*'], sourceIdentity: 'required', maxSessionSeconds: 43_200 });
  const session = { RoleArn, Policy, SourceIdentity: 'U0123ABCD', DurationSeconds: 43_200 };
  return aws.clients(await aws.assume('', session)).rds;
}
beforeAll(async () => {
  bench = await startBench({
    clusters: [
      { name: 'orders', instances: 2, tags: { env: 'prod', 'aurora-keeper-approved': 'hash-of-the-plan' } },
      { name: 'users', tags: { env: 'prod' } },
      { name: 'retired', instances: 0, tags: { retired: 'yes' } },
    ],
  });
  keeper = await enter('keeper', rebuild);
  remover = await enter('remover', retire);
});
afterAll(() => bench.aws.close());

const tags: Tag[] = [{ Key: 'managed-by', Value: 'aurora-keeper' }];
const snapshot = (of: string, name = 'keeper-1') =>
  keeper.send(
    new CreateDBClusterSnapshotCommand({ DBClusterIdentifier: of, DBClusterSnapshotIdentifier: name, Tags: tags }),
  );
const restore = (name: string, Tags?: Tag[]) =>
  keeper.send(
    new RestoreDBClusterFromSnapshotCommand({
      DBClusterIdentifier: name,
      SnapshotIdentifier: 'keeper-1',
      Engine: 'aurora-mysql',
      EngineVersion: VERSION,
      BacktrackWindow: 259_200,
      Tags,
    }),
  );
const member = (cluster: string, Tags?: Tag[]) =>
  keeper.send(
    new CreateDBInstanceCommand({
      DBInstanceIdentifier: `${cluster}-a`,
      DBClusterIdentifier: cluster,
      DBInstanceClass: 'db.r6g.large',
      Engine: 'aurora-mysql',
      Tags,
    }),
  );
const rename = (from: string, to: string) =>
  keeper.send(
    new ModifyDBClusterCommand({ DBClusterIdentifier: from, NewDBClusterIdentifier: to, ApplyImmediately: true }),
  );
const denied = async (call: Promise<unknown>): Promise<string> => {
  const { name, message } = await failureOf(call);
  return name === 'AccessDenied'
    ? (/perform: (\S+) on resource: arn:aws:rds:[^:]*:[^:]*:([^:]+:[^:\s]+)/.exec(message)?.slice(1).join(' ') ?? '')
    : name;
};

describe('the role of a rebuild', () => {
  it('takes a snapshot of what a person has confirmed, under a name of its own', async () => {
    expect(await denied(snapshot('users'))).toBe('rds:CreateDBClusterSnapshot cluster:users');
    expect(await denied(snapshot('orders', 'theirs'))).toBe('rds:CreateDBClusterSnapshot cluster-snapshot:theirs');
    await snapshot('orders');
    bench.minutes(6);
  });

  it('restores only what it tags as its own', async () => {
    expect(await denied(restore('orders-bt'))).toBe('rds:RestoreDBClusterFromSnapshot cluster:orders-bt');
    expect(await denied(restore('orders-bt', [{ Key: 'managed-by', Value: 'me' }]))).toContain('cluster:orders-bt');
    const confirming = [...tags, { Key: 'aurora-keeper-approved', Value: 'hash-of-the-plan' }];
    expect(await denied(restore('orders-bt', confirming))).toBe('rds:AddTagsToResource cluster:orders-bt');
    await restore('orders-bt', tags);
    bench.minutes(16);
  });

  it('adds instances to its own clusters only', async () => {
    expect(await denied(member('users', tags))).toBe('rds:CreateDBInstance cluster:users');
    expect(await denied(member('orders-bt'))).toBe('rds:CreateDBInstance db:orders-bt-a');
    await member('orders-bt', tags);
    bench.minutes(9);
  });

  it('renames what is confirmed and what is its own, stops what is confirmed, confirms nothing, deletes nothing', async () => {
    expect(await denied(rename('users', 'users-old'))).toBe('rds:ModifyDBCluster cluster:users');
    await rename('orders', 'orders-old');
    bench.minutes(5);
    await keeper.send(new StopDBClusterCommand({ DBClusterIdentifier: 'orders-old' }));
    await rename('orders-bt', 'orders');
    bench.minutes(5);
    const stop = keeper.send(new StopDBClusterCommand({ DBClusterIdentifier: 'orders' }));
    expect(await denied(stop)).toBe('rds:StopDBCluster cluster:orders');
    const Tags = [...tags, { Key: 'aurora-keeper-approved', Value: 'hash-of-the-plan' }];
    const ResourceName = `arn:aws:rds:us-east-1:${ACCOUNT}:cluster:users`;
    expect(await denied(keeper.send(new AddTagsToResourceCommand({ ResourceName, Tags })))).toContain('cluster:users');
    const remove = keeper.send(new DeleteDBClusterCommand({ DBClusterIdentifier: 'retired', SkipFinalSnapshot: true }));
    expect(await denied(remove)).toBe('rds:DeleteDBCluster cluster:retired');
  });

  it('needs the groups that AWS chooses, too', async () => {
    const without = rebuild.filter(
      ({ Resource }) => !(Array.isArray(Resource) && Resource.includes(arn('og', 'default:*'))),
    );
    const og = allow(
      ['rds:RestoreDBClusterFromSnapshot', 'rds:CreateDBInstance'],
      [arn('cluster-pg', '*'), arn('subgrp', '*')],
    );
    const narrow = await enter('narrow', [...without, og]);
    const input = { SnapshotIdentifier: 'keeper-1', DBClusterIdentifier: 'more', Engine: 'aurora-mysql' };
    const command = new RestoreDBClusterFromSnapshotCommand({ ...input, EngineVersion: VERSION, Tags: tags });
    expect(await denied(narrow.send(command))).toBe('rds:RestoreDBClusterFromSnapshot og:default');
    const another = { DBInstanceIdentifier: 'more-1', DBClusterIdentifier: 'orders', Engine: 'aurora-mysql' };
    const instance = new CreateDBInstanceCommand({ ...another, DBInstanceClass: 'db.r6g.large', Tags: tags });
    expect(await denied(narrow.send(instance))).toBe('rds:CreateDBInstance pg:default.aurora-mysql8.0');
  });

  it('leaves the person’s name on every write', () => {
    const made = bench.aws.requests.writes({ sourceIdentity: 'U0123ABCD' }).map(cloudTrailEvent);
    expect(made.map(({ eventName }) => eventName)).toEqual([
      ...['CreateDBClusterSnapshot', 'RestoreDBClusterFromSnapshot', 'CreateDBInstance'],
      ...['ModifyDBCluster', 'StopDBCluster', 'ModifyDBCluster'],
    ]);
    expect(made[1]?.requestParameters).toMatchObject({ BacktrackWindow: 259_200 });
    expect(made[1]?.responseElements).toMatchObject({ DBCluster: { Status: 'creating' } });
  });
});

describe('the role that retires', () => {
  it('deletes what is marked, with its final snapshot, and nothing else', async () => {
    const remove = (DBClusterIdentifier: string) =>
      remover.send(new DeleteDBClusterCommand({ DBClusterIdentifier, FinalDBSnapshotIdentifier: 'keeper-final' }));
    expect(await denied(remove('users'))).toBe('rds:DeleteDBCluster cluster:users');
    const instance = remover.send(new DeleteDBInstanceCommand({ DBInstanceIdentifier: 'users-1' }));
    expect(await denied(instance)).toBe('rds:DeleteDBInstance db:users-1');
    expect((await remove('retired')).DBCluster?.Status).toBe('deleting');
  });
});
