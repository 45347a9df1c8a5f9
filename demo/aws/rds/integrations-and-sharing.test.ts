import {
  DescribeDBClusterSnapshotAttributesCommand,
  DescribeDBSnapshotAttributesCommand,
  DescribeGlobalClustersCommand,
  DescribeIntegrationsCommand,
} from '@aws-sdk/client-rds';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Clients, failureOf, smallOrg, startTestAws, type TestAws } from '../test-kit.ts';

let aws: TestAws;
let clients: Clients;
let other: Clients;
const arn = 'arn:aws:rds:us-east-1:111111111111';
beforeAll(async () => {
  const here = {
    clusters: [{ name: 'ledger', globalCluster: 'world', encrypted: false }],
    instances: [{ name: 'reports' }],
    integrations: [{ name: 'to-warehouse', of: 'ledger' }],
    clusterSnapshots: [
      { name: 'everybody', of: 'ledger', sharedWith: ['all' as const] },
      { name: 'nobody', of: 'ledger' },
      { name: 'theirs', of: 'partner', type: 'shared' as const, owner: '333333333333' },
    ],
    snapshots: [{ name: 'partners', of: 'reports', sharedWith: ['222222222222', '333333333333'] }],
  };
  const there = { clusters: [{ name: 'ledger-eu', globalCluster: 'world', replicaOf: `${arn}:cluster:ledger` }] };
  aws = await startTestAws({ org: smallOrg(here, { regions: { 'us-east-1': here, 'eu-west-1': there } }) });
  clients = await aws.audit('111111111111');
  other = await aws.audit('111111111111', 'eu-west-3');
});
afterAll(() => aws.close());

describe('DescribeIntegrations', () => {
  it('names source and target', async () => {
    const { Integrations } = await clients.rds.send(new DescribeIntegrationsCommand({}));
    expect(Integrations).toMatchObject([{ SourceArn: `${arn}:cluster:ledger`, Status: 'active' }]);
    const { IntegrationArn = '' } = Integrations?.[0] ?? {};
    const one = new DescribeIntegrationsCommand({ IntegrationIdentifier: IntegrationArn.split(':').at(-1) });
    expect((await clients.rds.send(one)).Integrations).toEqual(Integrations);
  });

  it('sends an empty list where there is none, and a fault for one that is named', async () => {
    expect((await other.rds.send(new DescribeIntegrationsCommand({}))).Integrations).toEqual([]);
    const error = await failureOf(other.rds.send(new DescribeIntegrationsCommand({ IntegrationIdentifier: 'x' })));
    expect(error).toMatchObject({ name: 'IntegrationNotFoundFault', $metadata: { httpStatusCode: 404 } });
  });
});

describe('DescribeGlobalClusters', () => {
  it('puts the members of all Regions together, in every Region', async () => {
    const { GlobalClusters } = await other.rds.send(new DescribeGlobalClustersCommand({}));
    expect(GlobalClusters).toMatchObject([
      {
        GlobalClusterArn: 'arn:aws:rds::111111111111:global-cluster:world',
        GlobalClusterMembers: [
          { DBClusterArn: 'arn:aws:rds:eu-west-1:111111111111:cluster:ledger-eu', IsWriter: false },
          { DBClusterArn: `${arn}:cluster:ledger`, IsWriter: true },
        ],
      },
    ]);
    const filter = (region: string) =>
      new DescribeGlobalClustersCommand({ Filters: [{ Name: 'region', Values: [region] }] });
    expect((await other.rds.send(filter('eu-west-1'))).GlobalClusters).toHaveLength(1);
    expect((await other.rds.send(filter('eu-west-2'))).GlobalClusters).toEqual([]);
    const missing = other.rds.send(new DescribeGlobalClustersCommand({ GlobalClusterIdentifier: 'mars' }));
    expect((await failureOf(missing)).name).toBe('GlobalClusterNotFoundFault');
  });
});

describe('snapshot attributes', () => {
  const ofCluster = async (DBClusterSnapshotIdentifier: string) => {
    const command = new DescribeDBClusterSnapshotAttributesCommand({ DBClusterSnapshotIdentifier });
    const { DBClusterSnapshotAttributesResult } = await clients.rds.send(command);
    return DBClusterSnapshotAttributesResult?.DBClusterSnapshotAttributes;
  };

  it('tells who may restore a cluster snapshot: everybody, nobody', async () => {
    expect(await ofCluster('everybody')).toEqual([{ AttributeName: 'restore', AttributeValues: ['all'] }]);
    expect(await ofCluster('nobody')).toEqual([{ AttributeName: 'restore', AttributeValues: [] }]);
    expect(await ofCluster(`${arn}:cluster-snapshot:everybody`)).toHaveLength(1);
  });

  it('tells who may restore a snapshot of an instance', async () => {
    const command = new DescribeDBSnapshotAttributesCommand({ DBSnapshotIdentifier: 'partners' });
    const { DBSnapshotAttributesResult } = await clients.rds.send(command);
    const [restore] = DBSnapshotAttributesResult?.DBSnapshotAttributes ?? [];
    expect(restore?.AttributeValues).toEqual(['222222222222', '333333333333']);
  });

  it('does not find a snapshot that is gone or of another account', async () => {
    for (const name of ['gone', 'arn:aws:rds:us-east-1:333333333333:cluster-snapshot:theirs']) {
      expect((await failureOf(ofCluster(name))).name).toBe('DBClusterSnapshotNotFoundFault');
    }
    const gone = new DescribeDBSnapshotAttributesCommand({ DBSnapshotIdentifier: 'gone' });
    expect((await failureOf(clients.rds.send(gone))).name).toBe('DBSnapshotNotFoundFault');
  });
});
