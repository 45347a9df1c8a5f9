import {
  GetMetricDataCommand,
  type GetMetricDataCommandInput,
  GetMetricStatisticsCommand,
  type GetMetricStatisticsCommandInput,
  ListMetricsCommand,
  paginateGetMetricData,
} from '@aws-sdk/client-cloudwatch';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Clients, failureOf, smallOrg, startTestAws, type TestAws, testClock } from '../test-kit.ts';

let aws: TestAws;
let clients: Clients;
const clock = testClock('2026-11-02T12:00:00Z');
const HOUR = 3_600_000;
beforeAll(async () => {
  const metrics = { VolumeWriteIOPS: 1200, DatabaseConnections: 3 };
  const org = smallOrg(
    {
      clusters: [{ name: 'ledger', metrics }, { name: 'newborn', created: '30m ago', metrics }, { name: 'silent' }],
      metrics: [{ name: 'NumberOfBackupJobsFailed', dimensions: { ResourceType: 'Aurora' }, value: 2 }],
    },
    {},
    { pageSize: 2 },
  );
  aws = await startTestAws({ org, clock });
  clients = await aws.audit('111111111111');
});
afterAll(() => aws.close());

const times = { StartTime: new Date(Number(clock()) - HOUR), EndTime: clock() };
const query = (Id: string, MetricName: string, dimensions: Record<string, string>, Stat = 'Average', Period = 300) => ({
  Id,
  MetricStat: {
    Metric: {
      Namespace: MetricName.startsWith('NumberOf') ? 'AWS/Backup' : 'AWS/RDS',
      MetricName,
      Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
    },
    Period,
    Stat,
  },
});
const data = async (
  queries: GetMetricDataCommandInput['MetricDataQueries'],
  over: Partial<GetMetricDataCommandInput> = {},
) =>
  (await clients.cloudwatch.send(new GetMetricDataCommand({ ...times, MetricDataQueries: queries, ...over })))
    .MetricDataResults ?? [];
const ledger = { DBClusterIdentifier: 'ledger' };

describe('GetMetricData', () => {
  it('gives a value per period, the newest first', async () => {
    const [result] = await data([query('m1', 'VolumeWriteIOPS', ledger)]);
    expect(result).toMatchObject({ Id: 'm1', Label: 'VolumeWriteIOPS', StatusCode: 'Complete' });
    expect(result?.Values).toEqual(Array.from({ length: 11 }, () => 1200));
    expect(result?.Timestamps?.[0]).toEqual(new Date('2026-11-02T11:50:00Z'));
    const [ascending] = await data([query('m1', 'VolumeWriteIOPS', ledger)], { ScanBy: 'TimestampAscending' });
    expect(ascending?.Timestamps?.[0]).toEqual(new Date('2026-11-02T11:00:00Z'));
  });

  it('sums what AWS counts in five minutes, and in one', async () => {
    const [[volume], [connections]] = await Promise.all([
      data([query('m1', 'VolumeWriteIOPS', ledger, 'Sum', 1800)]),
      data([query('m1', 'DatabaseConnections', { DBInstanceIdentifier: 'ledger-1' }, 'Sum', 1800)]),
    ]);
    expect([volume?.Values?.[0], connections?.Values?.[0]]).toEqual([1200 * 6, 3 * 30]);
  });

  it('has no values, and no error, for what nobody measures, and none before the creation', async () => {
    const silent = await data([
      query('m1', 'VolumeWriteIOPS', { DBClusterIdentifier: 'silent' }),
      query('m2', 'BacktrackChangeRecordsCreationRate', ledger),
    ]);
    expect(silent.map(({ Values }) => Values)).toEqual([[], []]);
    const [young] = await data([query('m1', 'VolumeWriteIOPS', { DBClusterIdentifier: 'newborn' })]);
    expect(young?.Values).toHaveLength(5);
  });

  it('pages between metrics, and knows those of AWS Backup', async () => {
    const queries = [1, 2, 3].map((n) => query(`m${n}`, 'NumberOfBackupJobsFailed', { ResourceType: 'Aurora' }));
    const sizes: unknown[] = [];
    for await (const page of paginateGetMetricData(
      { client: clients.cloudwatch },
      { ...times, MetricDataQueries: queries },
    )) {
      sizes.push(page.MetricDataResults?.map(({ Values }) => Values?.[0]));
    }
    expect(sizes).toEqual([[2, 2], [2]]);
  });

  it.each<[string, () => Promise<unknown>]>([
    ['a period of 90 seconds', () => data([query('m1', 'VolumeWriteIOPS', ledger, 'Sum', 90)])],
    ['an id in capitals', () => data([query('M1', 'VolumeWriteIOPS', ledger)])],
    ['an id twice', () => data([query('m', 'A', {}), query('m', 'B', {})])],
    ['501 queries', () => data(Array.from({ length: 501 }, (_, n) => query(`m${n}`, 'A', {})))],
    ['an expression', () => data([{ Id: 'e1', Expression: 'm1 * 2' }])],
    ['times the wrong way round', () => data([query('m1', 'A', {})], { StartTime: clock(), EndTime: new Date(0) })],
  ])('refuses %s', async (_case, call) => {
    const error = await failureOf(call());
    expect(error).toMatchObject({ name: 'InvalidParameterValueException', $metadata: { httpStatusCode: 400 } });
    expect(error.Code).toBe('InvalidParameterValue');
  });
});

describe('GetMetricStatistics', () => {
  const statistics = async (over: Partial<GetMetricStatisticsCommandInput> = {}) =>
    clients.cloudwatch.send(
      new GetMetricStatisticsCommand({
        ...times,
        Namespace: 'AWS/RDS',
        MetricName: 'DatabaseConnections',
        Dimensions: [{ Name: 'DBClusterIdentifier', Value: 'ledger' }],
        Period: 60,
        Statistics: ['Maximum', 'SampleCount'],
        ...over,
      }),
    );

  it('gives datapoints in no order', async () => {
    const { Datapoints = [] } = await statistics();
    expect(Datapoints).toHaveLength(59);
    expect(Datapoints[0]).toMatchObject({ Maximum: 3, SampleCount: 1, Unit: 'Count' });
    const moments = Datapoints.map(({ Timestamp }) => Number(Timestamp));
    expect(moments).not.toEqual(moments.toSorted((one, other) => one - other));
  });

  it('refuses more than 1,440 datapoints', async () => {
    const error = await failureOf(statistics({ StartTime: new Date(Number(clock()) - 25 * HOUR) }));
    expect(error.message).toContain('1500 datapoints, which exceeds the limit of 1440');
  });
});

describe('CloudWatch at the door', () => {
  it('is cloudwatch in IAM, in the log and in faults', async () => {
    const RoleArn = aws.addRole('111111111111', { name: 'narrow', allow: ['monitoring:*'] });
    const { cloudwatch } = aws.clients(await aws.assume('', { RoleArn }));
    const command = new GetMetricDataCommand({ ...times, MetricDataQueries: [] });
    const denied = await failureOf(cloudwatch.send(command));
    expect(denied).toMatchObject({ name: 'AccessDenied', $metadata: { httpStatusCode: 403 } });
    expect(denied.message).toContain('cloudwatch:GetMetricData');
    expect(
      aws.requests.count({ service: 'cloudwatch', action: 'GetMetricData', errorCode: 'AccessDeniedException' }),
    ).toBe(1);
    aws.faults.add({ effect: 'throttle', service: 'cloudwatch', times: 1 });
    expect((await failureOf(clients.cloudwatch.send(command))).name).toBe('Throttling');
    const unknown = await failureOf(clients.cloudwatch.send(new ListMetricsCommand({})));
    expect(unknown.name).toBe('UnknownOperation');
    expect(unknown.message).toBe('The simulated AWS does not implement cloudwatch:ListMetrics');
  });
});
