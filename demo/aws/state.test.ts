import { DescribeDBClustersCommand } from '@aws-sdk/client-rds';
import { describe, expect, it } from 'vitest';
import { checkOrganization } from './organization/load.ts';
import type { OrganizationInput } from './organization/schema.ts';
import { createState, type RegionState } from './state.ts';
import { failureOf, startTestAws } from './test-kit.ts';

type AccountInput = NonNullable<OrganizationInput['accounts']>[number];

const now = new Date('2026-11-02T12:00:00Z');
const hub = {
  accountId: '999999999999',
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'hub-secret-hub-secret',
};
const roles = [{ name: 'aurora-keeper-audit' }];

function organization(account: Omit<AccountInput, 'id'>): OrganizationInput {
  return { hub, defaults: { roles }, accounts: [{ id: '111111111111', ...account }] };
}

function regionOf(account: Omit<AccountInput, 'id'>, name = 'us-east-1'): RegionState {
  const region = createState(checkOrganization(organization(account)), now)
    .get('111111111111')
    ?.region(name);
  if (!region) throw new Error('no such account');
  return region;
}

describe('the state', () => {
  it('gives the same ids for the same description, and others elsewhere', () => {
    const account = { everyRegion: { clusters: [{ name: 'ledger' }] } };
    const idIn = (region: string) => regionOf(account, region).clusters.get('ledger')?.DbClusterResourceId;
    expect(idIn('us-east-1')).toBe(idIn('us-east-1'));
    expect(idIn('us-east-1')).not.toBe(idIn('eu-west-1'));
  });

  it('fills every Region that is not described by itself', () => {
    const account = {
      regions: { 'us-east-1': { clusters: [{ name: 'only-here' }] } },
      everyRegion: { clusters: [{ name: 'elsewhere' }] },
    };
    expect([...regionOf(account).clusters.keys()]).toEqual(['only-here']);
    expect([...regionOf(account, 'eu-west-3').clusters.keys()]).toEqual(['elsewhere']);
  });

  it('describes what stands in the way of Backtrack', () => {
    const source = 'arn:aws:rds:eu-west-1:111111111111:cluster:source';
    const { clusters } = regionOf({
      regions: {
        'us-east-1': {
          clusters: [
            { name: 'global', globalCluster: 'world' },
            { name: 'replica', replicaOf: source },
            { name: 'legacy', engine: 'aurora' },
            { name: 'short', backtrackHours: 24, earliestBacktrack: '6h ago' },
            { name: 'young', backtrackHours: 24, created: '2h ago' },
          ],
        },
      },
    });
    expect(clusters.get('global')).toMatchObject({ GlobalClusterIdentifier: 'world' });
    expect(clusters.get('replica')).toMatchObject({ ReplicationSourceIdentifier: source });
    expect(clusters.get('legacy')).toMatchObject({ Engine: 'aurora', DBClusterParameterGroup: 'default.aurora5.6' });
    expect(clusters.get('short')?.EarliestBacktrackTime).toEqual(new Date('2026-11-02T06:00:00Z'));
    expect(clusters.get('young')?.EarliestBacktrackTime).toEqual(new Date('2026-11-02T10:00:00Z'));
  });

  it('generates many alike', () => {
    const generate = {
      clusters: 300,
      instances: 2,
      namePrefix: 'fleet-',
      cluster: { backtrackHours: 24, instances: 2 },
    };
    const { clusters, instances } = regionOf({ regions: { 'us-east-1': { generate } } });
    expect(clusters.size).toBe(300);
    expect(clusters.get('fleet-0300')?.BacktrackWindow).toBe(86_400);
    expect(instances.size).toBe(602);
    expect(instances.has('fleet-0002-db')).toBe(true);
  });

  it('starts with the faults that the file lists, those of an account for that account only', async () => {
    const account = organization({ faults: [{ effect: 'error', service: 'rds' }] });
    const aws = await startTestAws({ org: { ...account, faults: [{ effect: 'throttle', service: 'backup' }] } });
    const { rds } = await aws.audit('111111111111');
    expect((await failureOf(rds.send(new DescribeDBClustersCommand({})))).name).toBe('InternalFailure');
    expect((await aws.clients().rds.send(new DescribeDBClustersCommand({}))).DBClusters).toEqual([]);
    await aws.close();
  });
});
