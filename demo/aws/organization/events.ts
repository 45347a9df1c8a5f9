import type { DBCluster, DBInstance, Event, SourceType } from '@aws-sdk/client-rds';
import { z } from 'zod';
import { timeFrom } from '../clock.ts';
import { when } from './common.ts';
import { type Place, rdsArn } from './place.ts';

/** ARN type by the source type of an event. */
export const SOURCE_TYPES: Readonly<Record<SourceType, string>> = {
  'db-instance': 'db',
  'db-cluster': 'cluster',
  'db-snapshot': 'snapshot',
  'db-cluster-snapshot': 'cluster-snapshot',
  'db-parameter-group': 'pg',
  'db-security-group': 'secgrp',
  'db-proxy': 'db-proxy',
  'db-shard-group': 'shard-group',
  'blue-green-deployment': 'deployment',
  'custom-engine-version': 'cev',
  'zero-etl': 'integration',
};

type Known = readonly [type: SourceType, category: string, message: string];
/** Events by the number that the user guide gives them; the API itself tells no number. */
const KNOWN: Readonly<Record<string, Known>> = {
  'RDS-EVENT-0131': [
    'db-instance',
    'backtrack',
    'The actual Backtrack window is smaller than the target Backtrack window you specified. Consider reducing the ' +
      'number of hours in your target Backtrack window.',
  ],
  'RDS-EVENT-0132': [
    'db-instance',
    'backtrack',
    'The actual Backtrack window is the same as the target Backtrack window.',
  ],
  'RDS-EVENT-0170': ['db-cluster', 'creation', 'DB cluster created.'],
  'RDS-EVENT-0005': ['db-instance', 'creation', 'DB instance created.'],
  'RDS-EVENT-0006': ['db-instance', 'availability', 'DB instance restarted.'],
};

/** An event by its number in the user guide, or spelt out. `source` is the identifier of what it happened to. */
export const event = z
  .strictObject({
    when,
    source: z.string().min(1),
    id: z.string().optional(),
    type: z.enum(Object.keys(SOURCE_TYPES) as [SourceType, ...SourceType[]]).optional(),
    categories: z.array(z.string()).optional(),
    message: z.string().optional(),
  })
  .superRefine(({ id, type, message }, context) => {
    if (id !== undefined && KNOWN[id]) return;
    const numbers = Object.keys(KNOWN).join(', ');
    if (id !== undefined && (type === undefined || message === undefined)) {
      context.addIssue({
        code: 'custom',
        path: ['id'],
        message: `the simulator knows ${numbers}; else say type and message`,
      });
    } else if (type === undefined || message === undefined) {
      context.addIssue({ code: 'custom', message: `an event needs an id (${numbers}), or a type and a message` });
    }
  });

type Birth = readonly [name: string, time: Date, id: string];

/** What stood at the beginning, under the name that it then had: the events of what comes later are told as it comes. */
export function birthsOf(clusters: Iterable<DBCluster>, instances: Iterable<DBInstance>): Birth[] {
  const all = [
    ...[...clusters].map((one) => [one.DBClusterIdentifier, one.ClusterCreateTime, 'RDS-EVENT-0170'] as const),
    ...[...instances].map((one) => [one.DBInstanceIdentifier, one.InstanceCreateTime, 'RDS-EVENT-0005'] as const),
  ];
  return all.flatMap(([name, time, id]): Birth[] => (name && time ? [[name, time, id]] : []));
}

/** The events of a Region: those listed, and the creation of what is young. The oldest comes first. */
export function eventsFrom(listed: readonly z.output<typeof event>[], births: readonly Birth[], place: Place): Event[] {
  const told = listed.map((one): Event => {
    const [type, category, message] = KNOWN[one.id ?? ''] ?? ['db-cluster', '', ''];
    const categories = one.categories ?? (category === '' ? [] : [category]);
    return eventOf(
      one.type ?? type,
      one.source,
      one.message ?? message,
      categories,
      timeFrom(one.when, place.now),
      place,
    );
  });
  const created = births.map(([name, time, id]): Event => {
    const [type, category, message] = KNOWN[id] as Known;
    return eventOf(type, name, message, [category], time, place);
  });
  return [...told, ...created].sort((one, other) => Number(one.Date) - Number(other.Date));
}

/** An event as `DescribeEvents` returns it. */
export function eventOf(
  type: SourceType,
  source: string,
  message: string,
  categories: readonly string[],
  time: Date,
  place: Pick<Place, 'region' | 'accountId'>,
): Event {
  return {
    SourceIdentifier: source,
    SourceType: type,
    Message: message,
    EventCategories: [...categories],
    Date: time,
    SourceArn: rdsArn(place, SOURCE_TYPES[type], source),
  };
}
