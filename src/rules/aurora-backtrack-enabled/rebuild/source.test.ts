import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Preflights, startPreflights } from '../../../../test/helpers/preflights.ts';
import { PermanentError } from '../../../domain/errors.ts';
import { isAutoScaled, membersToCreate } from './source.ts';

let preflights: Preflights;
beforeAll(async () => {
  preflights = await startPreflights(
    {
      clusters: [
        { name: 'orders', instances: 3 },
        { name: 'orders-eu', instances: 1 },
        { name: 'empty', instances: 0 },
        { name: 'ahead', instances: 1, raw: { DBClusterMembers: [] } },
        {
          name: 'behind',
          instances: 1,
          raw: { DBClusterMembers: [{ DBInstanceIdentifier: 'gone', IsClusterWriter: true }] },
        },
        {
          name: 'failed-over',
          instances: 2,
          raw: {
            DBClusterMembers: [
              { DBInstanceIdentifier: 'failed-over-1', IsClusterWriter: false },
              { DBInstanceIdentifier: 'failed-over-2', IsClusterWriter: true },
            ],
          },
        },
      ],
    },
    {},
    { pageSize: 2 },
  );
});
afterAll(() => preflights.close());
afterEach(() => preflights.aws.faults.clear());

const idsOf = async (name: string) => (await preflights.source(name)).members.map((each) => each.DBInstanceIdentifier);

describe('the source of a rebuild', () => {
  it('is the cluster with its own instances, the writer first', async () => {
    expect((await preflights.source('orders')).cluster.DBClusterIdentifier).toBe('orders');
    expect(await idsOf('orders')).toEqual(['orders-1', 'orders-2', 'orders-3']);
    expect(await idsOf('failed-over')).toEqual(['failed-over-2', 'failed-over-1']);
    expect(await idsOf('empty')).toEqual([]);
  });

  it('does not exist: nothing to plan', async () => {
    await expect(preflights.source('nowhere')).rejects.toThrow(PermanentError);
    await expect(preflights.source('nowhere')).rejects.toThrow('there is no cluster nowhere');
  });

  it('is not taken for whole when the two lists differ', async () => {
    await expect(preflights.source('behind')).rejects.toThrow(/member gone was not in it/);
    await expect(preflights.source('ahead')).rejects.toThrow(
      /ahead-1 is in the cluster, and the cluster does not name it/,
    );
  });

  it('is not taken for empty when AWS does not answer', async () => {
    preflights.aws.faults.add({ effect: 'html', action: 'DescribeDBInstances' });
    await expect(preflights.source('orders')).rejects.toThrow(/could not be read/);
  });

  it('gets all but auto-scaled readers anew, and its writer in any case', () => {
    const scaled = { DBInstanceIdentifier: 'application-autoscaling-1' };
    const own = { DBInstanceIdentifier: 'orders-1' };
    expect(isAutoScaled(scaled)).toBe(true);
    expect(membersToCreate({ cluster: {}, members: [own, scaled] })).toEqual([own]);
    expect(membersToCreate({ cluster: {}, members: [scaled, own] })).toEqual([scaled, own]);
    expect(membersToCreate({ cluster: {}, members: [] })).toEqual([]);
  });
});
