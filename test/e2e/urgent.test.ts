import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ids } from '../../demo/slack/workspace.ts';
import { everything } from '../../src/domain/scope.ts';
import { createProducer } from '../../src/queue/producer.ts';
import { type DigestLab, type DigestRoom, type RoomWorker, startDigestLab } from '../helpers/digest-lab.ts';
import { organization } from '../helpers/scans.ts';
import { until } from '../helpers/slack.ts';

const account = '111111111111';
const patience = 60_000;
const owners = 'S00TEAM0001';
const backedUp = { newest: '6h ago', plan: 'gold' };
const database = (name: string, env = 'prod') => ({
  name,
  backtrackHours: 72,
  tags: { backup: 'daily', env, db: name },
  awsBackup: backedUp,
});
const names = ['ledger', 'orders', 'cart', 'users', 'early', 'late', 'elsewhere'];

/** Databases that lose their backups, each for one test. */
const org = organization([
  {
    id: account,
    regions: {
      'us-east-1': {
        clusters: [...names.map((name) => database(name)), database('toy', 'dev')],
        plans: [{ name: 'gold', selections: [{ name: 'daily', tags: { backup: 'daily' } }] }],
        jobs: [
          {
            of: 'users',
            state: 'FAILED',
            created: '4h ago',
            message: 'Insufficient privileges to perform this action.',
          },
        ],
      },
    },
  },
]);

describe('a database that matters and loses its backups', () => {
  let lab: DigestLab;
  let room: DigestRoom;
  let workers: readonly RoomWorker[];
  let audits = 0;
  const nowhere = ids.publicNoBot;

  const holdings = () => {
    const found = lab.aws.state.get(account)?.region('us-east-1');
    if (found === undefined) throw new Error('the account is missing');
    return found;
  };
  const tag = (name: string, backup: string) => {
    const cluster = holdings().clusters.get(name);
    if (cluster === undefined) throw new Error(`there is no ${name}`);
    Object.assign(cluster, {
      TagList: (cluster.TagList ?? []).map((each) => (each.Key === 'backup' ? { Key: 'backup', Value: backup } : each)),
    });
  };
  const audit = async () => {
    audits += 1;
    const id = `audit${String(audits).padStart(3, '0')}`;
    const queue = createProducer({ connection: room.redis, inTime: false });
    await room.records.audits.open({
      id,
      scope: everything,
      requestedBy: { userId: ids.alice, channelId: ids.general },
      requestedAt: new Date().toISOString(),
      state: 'requested',
      estateHash: 'x',
    });
    await queue.startAudit(id);
    await until('it is reported', async () => (await room.records.audits.get(id))?.state === 'reported', patience);
  };
  const news = (channel: string = room.channelId): string[] =>
    lab.slack.slack
      .messages(channel)
      .filter(({ threadTs }) => threadTs === undefined)
      .map((each) => lab.slack.slack.read(each))
      .filter((text) => text.startsWith('Now: '));
  const about = (name: string, channel?: string) =>
    news(channel).filter((text) => new RegExp(`\\b${name}\\b`).test(text));
  const told = (name: string, times = 1, channel?: string) =>
    until(`${name} is told`, () => about(name, channel).length >= times, patience);
  /** Longer than news wait for each other, than a sweep and than a post. */
  const quiet = () => sleep(1_500);

  beforeAll(async () => {
    lab = await startDigestLab(4, org);
    room = await lab.room({
      accounts: {
        defaults: {
          regions: ['us-east-1'],
          auditRole: 'aurora-keeper-audit',
          externalId: 'test-42',
          policy: { urgentTags: [{ key: 'env', value: 'prod' }] },
        },
        routes: [
          { match: { tag: 'db=elsewhere' }, channel: nowhere, owners: [owners] },
          { match: { account }, channel: 'C000DIGEST', owners: [owners] },
        ],
      },
    });
    workers = await Promise.all([room.startWorker(), room.startWorker()]);
    await audit();
    await quiet();
    expect(news()).toEqual([]);
  });
  afterAll(() => lab?.close());

  it('is told of at once in its home, to its owners, once for each time that it happens', async () => {
    tag('ledger', 'no');
    tag('toy', 'no');
    await audit();
    await told('ledger');
    expect(about('ledger')).toEqual([
      expect.stringMatching(
        /^Now: 1 lost its backup plan\n[\s\S]*ledger[\s\S]*Owned by @team-0\.[\s\S]*Told at once, because of `env=prod`/,
      ),
    ]);
    const posted = room.roots().find((each) => room.read(each).startsWith('Now: '));
    expect(JSON.stringify(posted?.blocks)).toContain(`<!subteam^${owners}>`);
    await audit();
    await audit();
    await quiet();
    expect(about('ledger')).toHaveLength(1);
    tag('ledger', 'daily');
    await audit();
    await quiet();
    expect(about('ledger')).toHaveLength(1);
    tag('ledger', 'no');
    await audit();
    await told('ledger', 2);
    await quiet();
    expect(about('ledger')).toHaveLength(2);
    expect(about('toy')).toEqual([]);
  });

  it('is told together with others that lost theirs in the same minute', async () => {
    tag('orders', 'no');
    tag('cart', 'no');
    await audit();
    await told('cart');
    await quiet();
    expect(about('cart')).toEqual([expect.stringMatching(/^Now: 2 lost their backup plan/)]);
    expect(about('orders')).toEqual(about('cart'));
  });

  it('is told of when its backup job has failed and its last recovery point is too old', async () => {
    const { clusterSnapshots, recoveryPoints } = holdings();
    const arn = `arn:aws:rds:us-east-1:${account}:cluster:users`;
    const old = new Date(Date.now() - 5 * 86_400_000);
    for (const point of recoveryPoints.values())
      if (point.resourceArn === arn) Object.assign(point, { CreationDate: old, CompletionDate: old });
    for (const snapshot of clusterSnapshots.values())
      if (snapshot.DBClusterIdentifier === 'users') Object.assign(snapshot, { SnapshotCreateTime: old });
    await audit();
    await told('users');
    await audit();
    await quiet();
    expect(about('users')).toEqual([
      expect.stringMatching(/^Now: 1 whose last backup failed\n[\s\S]*Insufficient privileges to perform this action/),
    ]);
  });

  it('is told where its digest goes when its home takes no message', async () => {
    const digest = 'C001DIGEST';
    tag('elsewhere', 'no');
    await room.due({ channelId: digest, onSince: new Date().toISOString() });
    await audit();
    await told('elsewhere', 1, digest);
    await quiet();
    expect(about('elsewhere', digest)).toHaveLength(1);
    expect(about('elsewhere', nowhere)).toEqual([]);
    expect(about('elsewhere')).toEqual([]);
    expect(await room.records.messages.behind()).toEqual([]);
  });

  it.each([
    ['before', 'early'],
    ['after', 'late'],
  ] as const)('is told once when the worker is killed %s Slack gets it', async (phase, name) => {
    let killed = 0;
    room.onCall = async ({ method }, when, { keeper }) => {
      if (method !== 'chat.postMessage' || when !== phase || killed > 0) return undefined;
      killed += 1;
      await keeper.kill();
      await room.startWorker();
      return 'stop';
    };
    tag(name, 'no');
    await audit();
    await told(name);
    await until('nothing is behind', async () => (await room.records.messages.behind()).length === 0, patience);
    room.onCall = () => undefined;
    await quiet();
    expect(killed).toBe(1);
    expect(about(name)).toHaveLength(1);
    expect(workers).toHaveLength(2);
  });
});
