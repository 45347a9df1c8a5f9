import type {
  CompositeAlarm,
  DescribeAlarmsInput,
  DescribeAlarmsOutput,
  MetricAlarm,
} from '@aws-sdk/client-cloudwatch';
import type { Operation } from '../service.ts';
import { invalidParameter } from './errors.ts';

type Listed =
  | { readonly kind: 'MetricAlarm'; readonly alarm: MetricAlarm }
  | { readonly kind: 'CompositeAlarm'; readonly alarm: CompositeAlarm };

/**
 * Alarms by name, at most 100 a page; composite ones only for those who ask for them. Both kinds share the pages.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarms.html
 */
export const describeAlarms: Operation<DescribeAlarmsInput> = {
  resource: (_, call) => `arn:aws:cloudwatch:${call.region}:${call.account.id}:alarm:*`,
  run(input, call): DescribeAlarmsOutput {
    const { AlarmNames, AlarmNamePrefix, AlarmTypes = ['MetricAlarm'], MaxRecords: max = 50, NextToken: token } = input;
    if (!Number.isInteger(max) || max < 1 || max > 100) throw invalidParameter('MaxRecords must be between 1 and 100.');
    if (AlarmNames && AlarmNamePrefix !== undefined)
      throw invalidParameter('AlarmNames and AlarmNamePrefix cannot be given together.');
    const { metric, composite } = call.holdings.surroundings.alarms;
    const all: Listed[] = [
      ...metric.map((alarm) => ({ kind: 'MetricAlarm' as const, alarm })),
      ...composite.map((alarm) => ({ kind: 'CompositeAlarm' as const, alarm })),
    ];
    const items = all.filter(
      ({ kind, alarm: { AlarmName = '' } }) =>
        AlarmTypes.includes(kind) &&
        (AlarmNames === undefined || AlarmNames.includes(AlarmName)) &&
        AlarmName.startsWith(AlarmNamePrefix ?? ''),
    );
    const page = call.paginate({
      items,
      key: ({ alarm }) => alarm.AlarmName ?? '',
      scope: [call.account.id, call.region, 'DescribeAlarms', AlarmNames, AlarmNamePrefix, AlarmTypes],
      token,
      max,
      refuse: () => invalidParameter('The parameter NextToken is not valid.'),
    });
    return {
      MetricAlarms: page.items.flatMap((each) => (each.kind === 'MetricAlarm' ? [each.alarm] : [])),
      CompositeAlarms: page.items.flatMap((each) => (each.kind === 'CompositeAlarm' ? [each.alarm] : [])),
      ...(page.next !== undefined && { NextToken: page.next }),
    };
  },
};
