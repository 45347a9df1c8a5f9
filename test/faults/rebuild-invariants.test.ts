import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accountId, orders, type RebuildFleet, region, startRebuildFleet } from '../helpers/rebuild-fleet.ts';
import { type Expected, invariants } from '../helpers/rebuild-invariants.ts';
import { redisKinds } from '../helpers/redis.ts';

const expected: Expected = { serving: orders, givenUp: 0, runIds: [] };

describe.runIf(redisKinds.includes('redis-server'))('what is checked after every stage of a rebuild', () => {
  let world: RebuildFleet;
  beforeAll(async () => {
    world = await startRebuildFleet();
  });
  afterAll(() => world.close());

  /** Spoils the world, sees that it is noticed, and mends it. */
  const notices = async (words: RegExp, spoil: () => () => unknown, more: Partial<Expected> = {}): Promise<void> => {
    const mend = spoil();
    try {
      await expect(invariants(world, { ...expected, ...more })).rejects.toThrow(words);
    } finally {
      await mend();
    }
    await invariants(world, expected);
  };
  const cluster = (name = orders) => {
    const found = world.holdings().clusters.get(name);
    if (found === undefined) throw new Error(`there is no cluster ${name}`);
    return found;
  };
  const requests = (...records: object[]) => {
    for (const record of records)
      world.aws.requests.add({ requestId: 'x', time: new Date(), attempt: 1, invocationId: 'x', ...record });
    return () => world.aws.requests.clear();
  };

  it('holds where nothing has happened', () => invariants(world, expected));

  it('notices rows that are lost', async () => {
    world.freeze();
    const { traffic } = world.holdings();
    const segments = traffic.volumes.get(cluster().DbClusterResourceId ?? '')?.segments ?? [];
    await notices(/- [1-9]\d* of \d+ rows are lost to orders, and people have agreed to lose 0/, () => {
      const all = segments.splice(0);
      return () => segments.push(...all);
    });
    await notices(
      /^Not as it must be:\n- 0 of \d+ rows are lost to orders, and people have agreed to lose 5/,
      () => () => {},
      {
        givenUp: 5,
      },
    );
  });

  it('notices that no cluster has the name, or none that runs', async () => {
    const { clusters } = world.holdings();
    await notices(/0 clusters are called orders\n- in use are none, not orders alone/, () => {
      const gone = cluster();
      clusters.delete(orders);
      return () => clusters.set(orders, gone);
    });
    await notices(/orders is stopped/, () => {
      cluster().Status = 'stopped';
      return () => {
        cluster().Status = 'available';
      };
    });
  });

  it('notices a second cluster that nobody has marked', () =>
    notices(/in use are orders, orders-bt, not orders alone/, () => {
      const { clusters } = world.holdings();
      clusters.set('orders-bt', {
        ...cluster(),
        DBClusterIdentifier: 'orders-bt',
        DBClusterArn: `arn:aws:rds:${region}:${accountId}:cluster:orders-bt`,
        DbClusterResourceId: 'cluster-ANOTHER',
        TagList: [],
      });
      return () => clusters.delete('orders-bt');
    }));

  it('notices that something of somebody else is gone, or was taken away', async () => {
    await notices(/was there at first and is gone/, () => {
      const { clusters } = world.holdings();
      const gone = cluster('ledger');
      clusters.delete('ledger');
      return () => clusters.set('ledger', gone);
    });
    await notices(/DeleteDBInstance took away db-ABC, which nobody of ours had made/, () =>
      requests({
        service: 'rds',
        action: 'DeleteDBInstance',
        applied: true,
        output: { DBInstance: { DbiResourceId: 'db-ABC' } },
      }),
    );
  });

  it('notices what was made twice', () => {
    const Tags = [
      { Key: 'aurora-keeper:remediation', Value: 'rehe01' },
      { Key: 'aurora-keeper:step', Value: 'rehearsal-writer' },
    ];
    const make = {
      service: 'rds',
      action: 'CreateDBInstance',
      applied: true,
      input: { DBInstanceIdentifier: 'orders-1-bt', Tags },
      output: { DBInstance: { DbiResourceId: 'db-NEW' } },
    };
    return notices(/orders-1-bt \(CreateDBInstance, remediation rehe01, step rehearsal-writer\) was made 2 times/, () =>
      requests(make, make),
    );
  });

  it('notices runs that have not ended, tell nobody why, or are not in the trail', async () => {
    const run = { id: 'rehe01', version: 1, state: 'queued' as const, steps: [], turn: 0 };
    const runIds = ['rehe01'];
    await notices(/run rehe01 is not stored/, () => () => {}, { runIds });
    await world.records.runs.create({ ...run, queuedAt: world.now().toISOString() }, []);
    await notices(/run rehe01 has not ended/, () => () => {}, { runIds });
    const ended = {
      ...run,
      version: 2,
      state: 'failed' as const,
      queuedAt: world.now().toISOString(),
      steps: [{ id: 'rehearsal-snapshot', state: 'done' as const }],
      problem: { code: 'X', message: '', reference: 'x' },
    };
    await world.records.runs.save(ended, []);
    await notices(
      /run rehe01 is failed, and nobody is told why.*\n- rehe01 has done rehearsal-snapshot, its trail says \n- the trail says 0 times that rehe01 is failed/,
      () => () => {},
      { runIds },
    );
  });
});
