import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OrganizationError } from '../organization/load.ts';
import { ACCOUNT, type Bench, REGION, startBench } from '../rds/bench.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await startBench({ clusters: [{ name: 'orders' }] });
});
afterAll(() => bench.aws.close());

const call = async (method: string, path: string, query: Record<string, string> = {}, body?: object) => {
  const asked = new URLSearchParams({ account: ACCOUNT, region: REGION, ...query });
  const response = await fetch(`${bench.aws.url}/_simulator/${path}?${asked}`, {
    method,
    ...(body && { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as unknown };
};

describe('applications at the control endpoint', () => {
  it('are started, frozen, counted and let go', async () => {
    const spec = { name: 'shop', cluster: 'orders', hosts: ['10.0.3.17', '10.0.9.4'], rowsPerSecond: 5 };
    expect((await call('POST', 'applications', {}, spec)).status).toBe(200);
    bench.minutes(1);
    expect((await call('GET', 'sessions')).body).toEqual(
      spec.hosts.map((host) => ({ application: 'shop', host, cluster: 'orders', instance: 'orders-1' })),
    );
    await call('POST', 'freeze', { application: 'shop' });
    bench.minutes(1);
    expect((await call('GET', 'sessions')).body).toEqual([]);
    const lost = await call('GET', 'lost-writes', { cluster: 'orders' });
    expect(lost.body).toMatchObject({ cluster: 'orders', acknowledged: 600, present: 600, lost: 0 });
    expect((await call('GET', 'write-log', { cluster: 'orders' })).body).toEqual({ rows: 600 });
    await call('POST', 'thaw');
    bench.minutes(1);
    const { Endpoint: host = '', DbClusterResourceId: id } = await bench.cluster('orders');
    expect((await call('GET', 'resolve', { host })).body).toEqual({ kind: 'writer', id, certified: true });
    expect((await call('GET', 'resolve', { host: 'nowhere' })).body).toEqual({});
    expect((await call('POST', 'repoint', { application: 'shop', cluster: 'orders' })).status).toBe(200);
  });

  it.each<[string, string, string, Record<string, string>, object?]>([
    ['no such cluster', 'GET', 'lost-writes', { cluster: 'gone' }],
    ['no such application', 'POST', 'freeze', { application: 'gone' }],
    ['no such account', 'GET', 'sessions', { account: '000000000000' }],
    ['a behaviour that is none', 'POST', 'behaviour', {}, { pitrBacktrack: 'perhaps' }],
    ['an application without a name', 'POST', 'applications', {}, { cluster: 'orders' }],
  ])('refuse %s', async (_case, method, path, query, body) => {
    expect(await call(method, path, query, body)).toMatchObject({ status: 400, body: { error: expect.any(String) } });
  });

  it('are checked in organization files', async () => {
    const applications = [
      { name: 'shop', cluster: 'gone' },
      { name: 'shop', cluster: 'orders', endpoint: 'orders-9' },
    ];
    const starting = startBench({ clusters: [{ name: 'orders' }], applications });
    await expect(starting).rejects.toBeInstanceOf(OrganizationError);
    await expect(starting).rejects.toThrow(
      /gone is no cluster of this Region[\s\S]*shop comes twice|shop comes twice[\s\S]*gone is no cluster/,
    );
    await expect(starting).rejects.toThrow('use writer, reader or an instance of orders, not orders-9');
  });
});
