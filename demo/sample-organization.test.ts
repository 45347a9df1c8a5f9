import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SimulatedAws, startSimulatedAws } from './aws/server.ts';
import { sampleOrganization } from './sample-organization.ts';

const shop = ['222222222222', 'us-east-1'] as const;
let aws: SimulatedAws;
beforeAll(async () => {
  aws = await startSimulatedAws({ org: await sampleOrganization() });
});
afterAll(() => aws.close());

describe('orders in the sample organization', () => {
  it('has two instances, no Backtrack, and settings that a restore does not take over', () => {
    const orders = aws.state.get(shop[0])?.region(shop[1]).clusters.get('orders');
    expect(orders).not.toHaveProperty('BacktrackWindow');
    expect(orders?.DBClusterMembers).toHaveLength(2);
    expect(orders).toMatchObject({ DBClusterParameterGroup: 'orders-params', DBSubnetGroup: 'shop-private' });
  });

  it('is written into by three sessions until they are told to stop', () => {
    const open = () => aws.control.sessions(...shop).map(({ host, cluster }) => `${host} ${cluster}`);
    expect(open()).toEqual(['10.0.3.17 orders', '10.0.3.17 orders', '10.0.9.4 orders']);
    expect(aws.control.lostWrites(...shop, 'orders')).toMatchObject({ lost: 0 });
    aws.control.freeze(...shop);
    expect(open()).toEqual([]);
  });
});
