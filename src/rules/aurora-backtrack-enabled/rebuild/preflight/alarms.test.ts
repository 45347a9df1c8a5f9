import type { MetricAlarm } from '@aws-sdk/client-cloudwatch';
import { describe, expect, it } from 'vitest';
import { resourceId, subject } from '../../../../../test/helpers/preflight-subject.ts';
import { alarmsNaming, namedBy } from './alarms.ts';

const dimensions = (...pairs: [string, string][]) => pairs.map(([Name, Value]) => ({ Name, Value }));
const metric = (...pairs: [string, string][]): MetricAlarm => ({ Dimensions: dimensions(...pairs) });
const math = (Expression: string): MetricAlarm => ({ Metrics: [{ Id: 'q1', Expression }] });
const orders = subject();
const dbi = orders.source.members[1]?.DbiResourceId ?? '';

describe('what a metric alarm names', () => {
  it.each<[string, MetricAlarm, object]>([
    ['the cluster', metric(['DBClusterIdentifier', 'orders']), { namesCluster: true }],
    ['its writer by role', metric(['DBClusterIdentifier', 'orders'], ['Role', 'WRITER']), { namesCluster: true }],
    ['an instance', metric(['DBInstanceIdentifier', 'orders-2']), { instances: ['orders-2'] }],
    ['an instance by resource id', metric(['DbiResourceId', dbi]), { instances: ['orders-2'] }],
    ['the cluster by resource id', metric(['DbClusterResourceId', resourceId]), { namesResourceId: true }],
    ['another cluster', metric(['DBClusterIdentifier', 'orders-eu']), {}],
    ['a queue of that name', metric(['QueueName', 'orders']), {}],
    [
      'a metric within metric math',
      {
        Metrics: [
          {
            Id: 'q2',
            MetricStat: {
              Metric: { Dimensions: dimensions(['DBInstanceIdentifier', 'orders-1']) },
              Period: 60,
              Stat: 'Sum',
            },
          },
        ],
      },
      { instances: ['orders-1'] },
    ],
    [
      'a query of the cluster',
      math(
        `SELECT MAX(CPUUtilization) FROM SCHEMA("AWS/RDS", DBClusterIdentifier) WHERE DBClusterIdentifier = 'orders'`,
      ),
      { namesCluster: true },
    ],
    [
      'a query of an instance',
      math(`SELECT MAX(x) FROM "AWS/RDS" WHERE DBInstanceIdentifier = 'orders-1'`),
      { instances: ['orders-1'] },
    ],
    [
      'a search',
      math(`SEARCH('{AWS/RDS,DBInstanceIdentifier} DBInstanceIdentifier=orders-2 MetricName="CPU"', 'Sum')`),
      { instances: ['orders-2'] },
    ],
    ['Performance Insights', math(`DB_PERF_INSIGHTS('RDS', '${dbi}', 'os.cpu.avg')`), { instances: ['orders-2'] }],
    ['an expression of another service', math(`SELECT MAX(x) FROM "AWS/SQS" WHERE QueueName = 'orders'`), {}],
    ['an expression without names', math('q2 / q3'), {}],
    ['nothing', {}, {}],
  ])('%s', (_, alarm, expected) => {
    expect(namedBy(alarm, orders)).toEqual({ namesCluster: false, namesResourceId: false, instances: [], ...expected });
  });
});

describe('alarms about a cluster', () => {
  const own = { AlarmName: 'cpu', ...metric(['DBInstanceIdentifier', 'orders-1']) };
  const named = (rules: Record<string, string>, alarms: MetricAlarm[] = [own]) =>
    alarmsNaming(
      alarms,
      Object.entries(rules).map(([AlarmName, AlarmRule]) => ({ AlarmName, AlarmRule })),
      orders,
    ).map(({ name }) => name);

  it.each([
    ['ALARM("cpu")', true],
    ['ALARM(cpu)', true],
    ['NOT OK("cpu") AND ALARM("x")', true],
    ['ALARM("arn:aws:cloudwatch:us-east-1:1:alarm:cpu")', true],
    ['ALARM("cpu-of-others")', false],
    ['ALARM(cpu2)', false],
    ['TRUE', false],
  ])('a composite alarm with the rule %s: %s', (rule, expected) => {
    expect(named({ all: rule })).toEqual(expected ? ['cpu', 'all'] : ['cpu']);
  });

  it('follows composite alarms of composite alarms, round about if need be', () => {
    expect(
      named({ third: 'ALARM("second")', second: 'ALARM("first")', first: 'ALARM("cpu") OR ALARM("third")' }),
    ).toEqual(['cpu', 'first', 'second', 'third']);
  });

  it('leaves out what Application Auto Scaling makes itself', () => {
    const tracking = {
      AlarmName: 'TargetTracking-cluster:orders-AlarmHigh-1',
      ...metric(['DBClusterIdentifier', 'orders']),
    };
    expect(named({}, [tracking, { ...tracking, AlarmName: 'by-hand' }])).toEqual(['by-hand']);
  });
});
