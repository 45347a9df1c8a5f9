import { ListBackupJobsCommand } from '@aws-sdk/client-backup';
import { AddTagsToResourceCommand, DescribeDBClustersCommand } from '@aws-sdk/client-rds';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  type Clients,
  failureOf,
  smallOrg,
  startTestAws,
  type TestAws,
  type TestClock,
  testClock,
} from './test-kit.ts';

let aws: TestAws;
let clients: Clients;
let clock: TestClock;
const here = ['111111111111', 'us-east-1'] as const;
const rds = 'arn:aws:rds:us-east-1:111111111111';
beforeEach(async () => {
  clock = testClock();
  const org = smallOrg({
    clusters: [{ name: 'ledger' }, { name: 'orders', tags: { backup: 'daily' } }],
    instances: [{ name: 'reports', tags: { backup: 'daily' } }],
    plans: [
      {
        name: 'daily',
        rules: [
          { name: 'short', retentionDays: 7 },
          { name: 'long', retentionDays: 35, continuous: true },
        ],
        selections: [{ name: 'tagged', tags: { backup: 'daily' } }],
      },
      { name: 'idle' },
    ],
  });
  aws = await startTestAws({ org, clock });
  clients = await aws.fixer();
});
afterEach(() => aws.close());

const taken = () => aws.control.assignments(...here).map(({ arn }) => arn);

describe('assignments', () => {
  it('follow the tags as they are, not as they are shown', async () => {
    expect(taken()).toEqual([`${rds}:cluster:orders`, `${rds}:db:reports`]);
    const Tags = [{ Key: 'backup', Value: 'daily' }];
    await clients.rds.send(new AddTagsToResourceCommand({ ResourceName: `${rds}:cluster:ledger`, Tags }));
    expect(taken()).toContain(`${rds}:cluster:ledger`);
    expect(aws.control.assignments(...here)[0]).toMatchObject({ planName: 'daily', selectionName: 'tagged' });
  });
});

describe('describeRegion', () => {
  it('puts something else in the place of what stands there', async () => {
    aws.control.describeRegion(...here, {
      clusters: [{ name: 'cart', tags: { backup: 'daily' } }],
      plans: [{ name: 'daily', selections: [{ name: 'tagged', tags: { backup: 'daily' } }] }],
    });
    const { DBClusters = [] } = await clients.rds.send(new DescribeDBClustersCommand({}));
    expect(DBClusters.map(({ DBClusterIdentifier }) => DBClusterIdentifier)).toEqual(['cart']);
    expect(taken()).toEqual([`${rds}:cluster:cart`]);
  });

  it('refuses what could not stand in a Region, and leaves it as it was', () => {
    const twice = { clusters: [{ name: 'cart' }, { name: 'cart' }] };
    expect(() => aws.control.describeRegion(...here, twice)).toThrow(/cart/);
    expect(taken()).toContain(`${rds}:cluster:orders`);
  });
});

describe('runPlan', () => {
  it('starts one job per database, by the rule that keeps longer', async () => {
    expect(aws.control.runPlan(...here, 'daily')).toHaveLength(2);
    clock.pass(30 * 60_000);
    const { BackupJobs } = await clients.backup.send(new ListBackupJobsCommand({}));
    expect(BackupJobs).toHaveLength(2);
    expect(BackupJobs?.[0]).toMatchObject({
      State: 'COMPLETED',
      CreatedBy: { BackupPlanName: 'daily', BackupRuleName: 'long' },
    });
    const { DBClusters } = await clients.rds.send(new DescribeDBClustersCommand({ DBClusterIdentifier: 'orders' }));
    expect(DBClusters?.[0]?.AwsBackupRecoveryPointArn).toMatch(/:recovery-point:continuous:cluster-/);
  });

  it('knows what it cannot run', () => {
    expect(aws.control.runPlan(...here, 'idle')).toEqual([]);
    expect(() => aws.control.runPlan(...here, 'gone')).toThrow('no plan gone');
    expect(() => aws.control.runPlan('222222222222', 'us-east-1', 'daily')).toThrow('no account');
  });
});

describe('the control endpoint', () => {
  const ask = async (method: string, path: string, body?: string) => {
    const answer = await fetch(`${aws.url}/_simulator/${path}`, { method, ...(body !== undefined && { body }) });
    return { status: answer.status, body: (await answer.json()) as unknown };
  };
  const where = 'account=111111111111&region=us-east-1';

  it('runs plans and tells assignments and events', async () => {
    expect((await ask('POST', `run-plan?${where}&plan=daily`)).body).toHaveLength(2);
    expect((await ask('GET', `assignments?${where}`)).body).toHaveLength(2);
    expect((await ask('GET', 'events')).body).toMatchObject([{ eventName: 'AssumeRole' }]);
    expect((await ask('GET', 'events?writes')).body).toEqual([]);
  });

  it('adds and clears faults', async () => {
    expect((await ask('POST', 'faults', '{"effect":"throttle","service":"rds"}')).status).toBe(200);
    expect((await failureOf(clients.rds.send(new DescribeDBClustersCommand({})))).name).toBe('Throttling');
    await ask('DELETE', 'faults');
    expect((await clients.rds.send(new DescribeDBClustersCommand({}))).DBClusters).toHaveLength(2);
  });

  it('says what it does not understand', async () => {
    expect((await ask('POST', `run-plan?${where}&plan=gone`)).status).toBe(400);
    expect((await ask('POST', 'faults', '{"effect":"explode"}')).status).toBe(400);
    expect((await ask('GET', 'nothing')).status).toBe(404);
  });
});
