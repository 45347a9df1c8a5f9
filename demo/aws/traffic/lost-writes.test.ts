import {
  CopyDBClusterParameterGroupCommand,
  DeleteDBInstanceCommand,
  FailoverDBClusterCommand,
  ModifyDBClusterParameterGroupCommand,
  RebootDBInstanceCommand,
  RestoreDBClusterToPointInTimeCommand,
  StartDBClusterCommand,
  StopDBClusterCommand,
} from '@aws-sdk/client-rds';
import { afterEach, describe, expect, it } from 'vitest';
import { ACCOUNT, type Bench, DAY, MINUTE, REGION, startBench } from '../rds/bench.ts';
import type { ApplicationInput } from './application.ts';

let bench: Bench;
afterEach(() => bench.aws.close());

const where = [ACCOUNT, REGION] as const;
const hosts = ['10.0.3.17', '10.0.3.17', '10.0.9.4'];
/** Three sessions on `orders`, two rows a second each. */
const start = async (spec: Partial<ApplicationInput> = {}, cluster: object = {}) => {
  const application = { name: 'shop', cluster: 'orders', hosts, rowsPerSecond: 2, ...spec };
  bench = await startBench({
    clusters: [{ name: 'orders', instances: 2, ...cluster }],
    applications: [application],
  });
};
const PER_MINUTE = 3 * 2 * 60;
const lost = (cluster: string) => bench.aws.control.lostWrites(...where, cluster);
const open = () => bench.aws.control.sessions(...where).map(({ host, cluster }) => `${host} ${cluster}`);
/** Everything between the freeze and the swap: a copy of what was written before the snapshot, under the old name. */
const rebuild = async () => {
  await bench.snapshot('orders', 'after-freeze');
  await bench.restore('after-freeze', 'orders-bt', { BacktrackWindow: 259_200 });
  await bench.member('orders-bt', 'orders-bt-1');
  await bench.modify('orders', { NewDBClusterIdentifier: 'orders-old' });
  bench.minutes(4);
};
const stopOld = async () => {
  await bench.rds.send(new StopDBClusterCommand({ DBClusterIdentifier: 'orders-old' }));
  bench.minutes(6);
};
const takeName = async () => {
  await bench.modify('orders-bt', { NewDBClusterIdentifier: 'orders' });
  bench.minutes(6);
};

describe('an application that obeys the freeze', () => {
  it('loses nothing by a rebuild, and goes on in the new cluster by its old endpoint', async () => {
    await start();
    expect(open()).toEqual(hosts.map((host) => `${host} orders`));
    bench.minutes(10);
    bench.aws.control.freeze(...where);
    expect(open()).toEqual([]);
    await rebuild();
    await stopOld();
    await takeName();
    bench.aws.control.thaw(...where);
    bench.minutes(10);
    expect(open()).toEqual(hosts.map((host) => `${host} orders`));
    const { acknowledged, present, lost: gone } = lost('orders');
    expect({ acknowledged, present, gone }).toEqual({
      acknowledged: (24 * 60 + 20) * PER_MINUTE,
      present: acknowledged,
      gone: 0,
    });
    expect(lost('orders-old').lost).toBe(10 * PER_MINUTE);
  });

  it('may keep its sessions open and write nothing', async () => {
    await start({ freeze: 'idles' });
    bench.minutes(5);
    bench.aws.control.freeze(...where);
    const before = bench.aws.control.writeLog(...where, 'orders');
    bench.minutes(10);
    expect(open()).toHaveLength(3);
    expect(bench.aws.control.writeLog(...where, 'orders')).toEqual(before);
  });

  it('may go on by itself after a while: what it then writes is lost', async () => {
    await start({ resumesAfter: '20m' });
    bench.aws.control.freeze(...where);
    bench.minutes(15);
    expect(open()).toEqual([]);
    await rebuild();
    await stopOld();
    await takeName();
    const { lost: gone, writers } = lost('orders');
    expect(gone).toBeGreaterThan(20 * PER_MINUTE);
    expect(writers).toMatchObject([{ application: 'shop', elsewhere: [{ cluster: 'orders-old', rows: gone }] }]);
  });
});

describe('an application that ignores the freeze', () => {
  it('writes on into the old cluster, renamed or not, until that is stopped: exactly these rows are lost', async () => {
    await start({ freeze: 'ignores' });
    bench.aws.control.freeze(...where);
    bench.minutes(1);
    const taken = Number(bench.clock());
    await rebuild();
    expect(open()).toEqual(hosts.map((host) => `${host} orders-old`));
    const stopped = Number(bench.clock()) + 5 * MINUTE;
    await stopOld();
    expect(open()).toEqual([]);
    await takeName();
    const rows = ((stopped - taken) / MINUTE) * PER_MINUTE;
    expect(lost('orders').lost).toBe(rows);
    expect(lost('orders').writers[0]?.elsewhere).toMatchObject([{ cluster: 'orders-old', rows }]);
  });

  it('loses nothing by a snapshot alone: the snapshot holds what was written before its moment', async () => {
    await start({ freeze: 'ignores' });
    bench.minutes(3);
    await bench.snapshot('orders', 'rehearsal');
    const copy = await bench.restore('rehearsal', 'copy');
    const { rows, parent } = bench.aws.control.writeLog(...where, 'copy');
    expect(rows).toBe((24 * 60 + 3) * PER_MINUTE);
    expect(parent).toEqual({
      cluster: (await bench.cluster('orders')).DbClusterResourceId,
      at: new Date('2026-11-02T12:03:00Z'),
      snapshot: 'rehearsal',
    });
    expect(copy.DbClusterResourceId).not.toBe(parent?.cluster);
    expect(lost('orders').lost).toBe(0);
  });
});

describe('names', () => {
  it('lead to the old cluster for a while after a rename, then nowhere, then to the new one', async () => {
    await start();
    const endpoint = (await bench.cluster('orders')).Endpoint ?? '';
    const old = (await bench.cluster('orders')).DbClusterResourceId;
    const leads = () => bench.aws.control.resolve(...where, endpoint)?.id;
    await bench.snapshot('orders', 'one');
    const { DbClusterResourceId: next } = await bench.restore('one', 'orders-bt');
    await bench.member('orders-bt', 'orders-bt-1');
    await bench.modify('orders', { NewDBClusterIdentifier: 'orders-old' });
    bench.minutes(3);
    expect((await bench.cluster('orders-old')).Status).toBe('available');
    expect(leads()).toBe(old);
    bench.minutes(2);
    expect(leads()).toBeUndefined();
    await bench.modify('orders-bt', { NewDBClusterIdentifier: 'orders' });
    bench.minutes(3);
    expect((await bench.cluster('orders')).Endpoint).toBe(endpoint);
    expect(leads()).toBeUndefined();
    bench.minutes(2);
    expect(leads()).toBe(next);
  });

  it('of a new cluster lead nowhere before it is made', async () => {
    await start();
    await bench.snapshot('orders', 'one');
    const copy = await bench.restore('one', 'copy');
    expect(bench.aws.control.resolve(...where, copy.Endpoint ?? '')).toBeUndefined();
    bench.minutes(3);
    expect(bench.aws.control.resolve(...where, copy.Endpoint ?? '')).toEqual({
      kind: 'writer',
      id: copy.DbClusterResourceId,
      certified: false,
    });
  });

  it('need a certificate where an application checks it: one for the new name comes with a restart', async () => {
    await start({ tls: true });
    bench.aws.control.freeze(...where);
    await rebuild();
    await stopOld();
    await takeName();
    const endpoint = (await bench.cluster('orders')).Endpoint ?? '';
    expect(bench.aws.control.resolve(...where, endpoint)).toMatchObject({ certified: false });
    bench.aws.control.thaw(...where);
    bench.minutes(10);
    expect(open()).toEqual([]);
    await bench.rds.send(new RebootDBInstanceCommand({ DBInstanceIdentifier: 'orders-bt-1' }));
    bench.minutes(2);
    expect(bench.aws.control.resolve(...where, endpoint)).toMatchObject({ certified: true });
    expect(open()).toEqual(hosts.map((host) => `${host} orders`));
    expect(lost('orders').lost).toBe(0);
  });

  it('do not matter to one that cached an address: it goes back to the old cluster, as long as that runs', async () => {
    await start({ address: 'cached' });
    bench.aws.control.freeze(...where);
    await rebuild();
    await takeName();
    bench.aws.control.thaw(...where);
    bench.minutes(10);
    expect(open()).toEqual(hosts.map((host) => `${host} orders-old`));
    expect(lost('orders').lost).toBe(10 * PER_MINUTE);
  });

  it('do not matter then either when AWS starts the old cluster by itself, after seven days', async () => {
    await start({ address: 'cached' });
    bench.aws.control.freeze(...where);
    await rebuild();
    await stopOld();
    await takeName();
    bench.aws.control.thaw(...where);
    bench.clock.pass(6 * DAY);
    expect(open()).toEqual([]);
    expect(lost('orders').lost).toBe(0);
    bench.clock.pass(DAY);
    bench.minutes(10);
    expect(open()).toEqual(hosts.map((host) => `${host} orders-old`));
    expect(lost('orders').lost).toBeGreaterThan(0);
  });

  it('send one that is let go too early to the old cluster', async () => {
    await start();
    bench.aws.control.freeze(...where);
    await bench.snapshot('orders', 'one');
    await bench.restore('one', 'orders-bt');
    await bench.member('orders-bt', 'orders-bt-1');
    await bench.modify('orders', { NewDBClusterIdentifier: 'orders-old' });
    bench.minutes(3);
    bench.aws.control.thaw(...where);
    bench.minutes(1);
    expect(open()).toEqual(hosts.map((host) => `${host} orders-old`));
  });
});

describe('a new endpoint', () => {
  it('is where an application writes once it has been handed it', async () => {
    await start();
    bench.aws.control.freeze(...where);
    await bench.snapshot('orders', 'one');
    await bench.restore('one', 'orders-bt');
    await bench.member('orders-bt', 'orders-bt-1');
    bench.minutes(3);
    bench.aws.control.repoint(...where, 'shop', 'orders-bt');
    bench.aws.control.thaw(...where);
    bench.minutes(5);
    expect(open()).toEqual(hosts.map((host) => `${host} orders-bt`));
    expect(lost('orders-bt').lost).toBe(0);
    expect(lost('orders').lost).toBe(5 * PER_MINUTE);
  });
});

describe('other ways to lose rows', () => {
  it('a full copy at the latest restorable time lacks the last minutes', async () => {
    await start();
    bench.minutes(10);
    bench.aws.control.freeze(...where);
    const source = { SourceDBClusterIdentifier: 'orders', UseLatestRestorableTime: true };
    await bench.rds.send(new RestoreDBClusterToPointInTimeCommand({ ...source, DBClusterIdentifier: 'copy' }));
    const clone = { ...source, DBClusterIdentifier: 'clone', RestoreType: 'copy-on-write' };
    await bench.rds.send(new RestoreDBClusterToPointInTimeCommand(clone));
    bench.minutes(30);
    expect(lost('copy').lost).toBe(5 * PER_MINUTE);
    expect(lost('clone').lost).toBe(0);
  });

  it('events scheduled in the database write on in the old cluster and in every copy, unless they are off', async () => {
    await start({}, { scheduledEventRows: 1, parameterGroup: 'tuned' });
    bench.aws.control.freeze(...where);
    await bench.snapshot('orders', 'one');
    await bench.restore('one', 'orders-bt', { DBClusterParameterGroupName: 'tuned' });
    const copy = new CopyDBClusterParameterGroupCommand({
      SourceDBClusterParameterGroupIdentifier: 'tuned',
      TargetDBClusterParameterGroupIdentifier: 'inert',
      TargetDBClusterParameterGroupDescription: 'events off',
    });
    await bench.rds.send(copy);
    const off = { ParameterName: 'event_scheduler', ParameterValue: 'OFF', ApplyMethod: 'immediate' } as const;
    const change = { DBClusterParameterGroupName: 'inert', Parameters: [off] };
    await bench.rds.send(new ModifyDBClusterParameterGroupCommand(change));
    bench.minutes(1);
    await bench.restore('one', 'quiet', { DBClusterParameterGroupName: 'inert' });
    const rows = (name: string) => bench.aws.control.writeLog(...where, name).rows;
    const before = [rows('orders-bt'), rows('quiet')];
    await bench.member('orders-bt', 'orders-bt-1');
    await bench.member('quiet', 'quiet-1');
    bench.minutes(10);
    expect(rows('orders-bt')).toBeGreaterThanOrEqual((before[0] ?? 0) + 600);
    expect(rows('quiet')).toBe(before[1]);
    const { writers } = lost('orders-bt');
    expect(writers.find(({ application }) => application === 'shop')?.lost).toBe(0);
    const { DbClusterResourceId } = await bench.cluster('orders');
    expect(writers.find(({ application }) => application === `events@${DbClusterResourceId}`)?.lost).toBeGreaterThan(0);
  });

  it('a failover ends the sessions of those who write, and they find the new writer', async () => {
    await start();
    const { DBClusterIdentifier } = await bench.cluster('orders');
    await bench.rds.send(new FailoverDBClusterCommand({ DBClusterIdentifier }));
    bench.minutes(2);
    expect(bench.aws.control.sessions(...where).map(({ instance }) => instance)).toEqual(hosts.map(() => 'orders-2'));
    await bench.rds.send(new DeleteDBInstanceCommand({ DBInstanceIdentifier: 'orders-2' }));
    bench.minutes(6);
    expect(bench.aws.control.sessions(...where).map(({ instance }) => instance)).toEqual(hosts.map(() => 'orders-1'));
    expect(lost('orders').lost).toBe(0);
  });

  it('an application that knows an instance stays with it', async () => {
    await start({ endpoint: 'orders-1' });
    bench.aws.control.freeze(...where);
    await rebuild();
    await takeName();
    bench.aws.control.thaw(...where);
    bench.minutes(5);
    expect(open()).toEqual(hosts.map((host) => `${host} orders-old`));
    expect(lost('orders').lost).toBe(5 * PER_MINUTE);
  });

  it('one that only reads is connected to a reader and writes nothing', async () => {
    await start({ endpoint: 'reader' });
    bench.minutes(5);
    expect(bench.aws.control.sessions(...where)[0]?.instance).toBe('orders-2');
    expect(lost('orders')).toMatchObject({ acknowledged: 0, writers: [] });
  });

  it('comes to the same whether somebody looks every minute or once', async () => {
    await start({ freeze: 'ignores' });
    await bench.modify('orders', { NewDBClusterIdentifier: 'orders-old' });
    bench.minutes(3);
    await bench.rds.send(new StopDBClusterCommand({ DBClusterIdentifier: 'orders-old' }));
    bench.minutes(6);
    await bench.rds.send(new StartDBClusterCommand({ DBClusterIdentifier: 'orders-old' }));
    bench.minutes(30);
    const often = lost('orders-old').acknowledged;
    await bench.aws.close();
    await start({ freeze: 'ignores' });
    await bench.modify('orders', { NewDBClusterIdentifier: 'orders-old' });
    bench.clock.pass(3 * MINUTE);
    await bench.rds.send(new StopDBClusterCommand({ DBClusterIdentifier: 'orders-old' }));
    bench.clock.pass(6 * MINUTE);
    await bench.rds.send(new StartDBClusterCommand({ DBClusterIdentifier: 'orders-old' }));
    bench.clock.pass(30 * MINUTE);
    expect(lost('orders-old').acknowledged).toBe(often);
  });
});
