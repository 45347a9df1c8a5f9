import { readFileSync } from 'node:fs';
import type { DBCluster, DBInstance, Event, Integration, Parameter } from '@aws-sdk/client-rds';
import { parse } from 'yaml';
import { z } from 'zod';
import { defaultPolicy } from '../../src/domain/policy.ts';
import { type Answers, denied, throttled } from './answering.ts';
import { age, orNotGiven, paged, present, span } from './case-words.ts';

const range = z.strictObject({ from: z.number(), to: z.number() });
const answer = <T extends z.ZodType>(type: T) => z.union([z.enum(['refused', 'throttled']), type]);

const cluster = z.strictObject({
  engine: orNotGiven(z.string()).prefault('aurora-mysql'),
  version: orNotGiven(z.string()).prefault('8.0.mysql_aurora.3.08.1'),
  mode: orNotGiven(z.string()).prefault('provisioned'),
  status: orNotGiven(z.string()).prefault('available'),
  window: span.optional(),
  created: orNotGiven(age).prefault('400 d ago'),
  earliest: orNotGiven(age).optional(),
  'parameter group': orNotGiven(z.string()).prefault('default.aurora-mysql8.0'),
  members: orNotGiven(z.array(z.string())).prefault(['orders-1']),
  'global database': z.string().optional(),
  'write forwarding': z.enum(['enabled', 'disabled']).optional(),
  'replica of': z.string().optional(),
  replicas: z.array(z.string()).default([]),
  'serverless v1': range.optional(),
  'serverless v2': range.optional(),
  owner: z.string().default('111111111111'),
  tags: z.record(z.string(), z.string()).default({}),
});

const event = z.strictObject({
  instance: orNotGiven(z.string()),
  arn: z.string().optional(),
  at: orNotGiven(age),
  says: z.string(),
});

const integration = z.strictObject({
  name: z.string().optional(),
  source: orNotGiven(z.string()),
  arn: z.string().optional(),
  status: z.enum(['active', 'needs_attention', 'failed']).default('active'),
});

const given = z.strictObject({
  now: z.iso.datetime().default('2026-11-21T09:00:00Z'),
  region: z.string().default('eu-west-1'),
  policy: z
    .strictObject({
      least: z.number().default(defaultPolicy.minBacktrackWindowHours),
      regions: z.array(z.string()).default([]),
      'iac tags': z.array(z.string()).default([]),
    })
    .prefault({}),
  cluster: cluster.prefault({}),
  'page size': z.int().default(100),
  instances: z.literal('refused').optional(),
  parameters: answer(z.record(z.string(), z.record(z.string(), orNotGiven(z.string())))).prefault({}),
  events: answer(z.array(event)).default([]),
  integrations: answer(z.array(integration)).default([]),
});
export type Given = z.output<typeof given>;

const cases = z.array(
  z.strictObject({
    name: z.string(),
    given: given.prefault({}),
    verdict: z.enum(['pass', 'fail', 'not-applicable', 'unknown', 'no finding', 'tried again']),
    cause: z.string().optional(),
    reason: z.union([z.string().transform((text) => [text]), z.array(z.string())]).default([]),
    fix: z.string().optional(),
    asks: z.array(z.string()).default([]),
  }),
);
export type BacktrackCase = z.output<typeof cases>[number];

export const readCases = (url: URL): BacktrackCase[] => cases.parse(parse(readFileSync(url, 'utf8')));

const arnOf = (region: string, account: string, kind: 'cluster' | 'db', name: string): string =>
  `arn:aws:rds:${region}:${account}:${kind}:${name}`;

const before = (now: Date, ageSeconds: number | undefined): Date | undefined =>
  ageSeconds === undefined ? undefined : new Date(now.getTime() - ageSeconds * 1000);

/** What AWS describes, by its own names; a field that is not given is not there. */
export interface World {
  readonly clusters: DBCluster[];
  readonly instances: DBInstance[];
  readonly parameters: Readonly<Record<string, Parameter[]>> | 'refused' | 'throttled';
  readonly events: Event[] | 'refused' | 'throttled';
  readonly integrations: Integration[] | 'refused' | 'throttled';
}

const says: Readonly<Record<string, string>> = {
  smaller:
    'The actual Backtrack window is smaller than the target Backtrack window you specified. Consider reducing the number of hours in your target Backtrack window.',
  'the same': 'The actual Backtrack window is the same as the target Backtrack window.',
};

export function worldOf(input: Given): World {
  const { region, cluster: it } = input;
  const now = new Date(input.now);
  const { window } = it;
  const earliest = 'earliest' in it ? it.earliest : window;
  return {
    clusters: [
      present({
        DBClusterIdentifier: 'orders',
        DBClusterArn: arnOf(region, it.owner, 'cluster', 'orders'),
        Engine: it.engine,
        EngineVersion: it.version,
        EngineMode: it.mode,
        Status: it.status,
        BacktrackWindow: window,
        EarliestBacktrackTime: window === undefined || window === 0 ? undefined : before(now, earliest),
        ClusterCreateTime: before(now, it.created),
        DBClusterParameterGroup: it['parameter group'],
        DBClusterMembers: it.members?.map((name, index) => ({
          DBInstanceIdentifier: name,
          IsClusterWriter: index === 0,
        })),
        GlobalClusterIdentifier: it['global database'],
        GlobalWriteForwardingStatus: it['write forwarding'],
        ReplicationSourceIdentifier: it['replica of'],
        ReadReplicaIdentifiers: it.replicas,
        ScalingConfigurationInfo: it['serverless v1'] && {
          MinCapacity: it['serverless v1'].from,
          MaxCapacity: it['serverless v1'].to,
        },
        ServerlessV2ScalingConfiguration: it['serverless v2'] && {
          MinCapacity: it['serverless v2'].from,
          MaxCapacity: it['serverless v2'].to,
        },
        TagList: Object.entries(it.tags).map(([Key, Value]) => ({ Key, Value })),
      }),
    ],
    instances: (it.members ?? ['orders-1']).map((name) => ({
      DBInstanceIdentifier: name,
      DBInstanceArn: arnOf(region, it.owner, 'db', name),
      DBClusterIdentifier: 'orders',
      DBInstanceClass: 'db.r6g.large',
      Engine: 'aurora-mysql',
    })),
    parameters:
      typeof input.parameters === 'string'
        ? input.parameters
        : Object.fromEntries(
            Object.entries(input.parameters).map(([group, settings]) => [
              group,
              Object.entries(settings).map(([ParameterName, ParameterValue]) =>
                present({ ParameterName, ParameterValue, Source: 'user' }),
              ),
            ]),
          ),
    events:
      typeof input.events === 'string'
        ? input.events
        : input.events.map((each) =>
            present({
              SourceIdentifier: each.instance,
              SourceArn: each.arn,
              SourceType: 'db-instance' as const,
              EventCategories: ['backtrack'],
              Message: says[each.says] ?? each.says,
              Date: before(now, each.at),
            }),
          ),
    integrations:
      typeof input.integrations === 'string'
        ? input.integrations
        : input.integrations.map((each) =>
            present({
              IntegrationName: each.name,
              IntegrationArn: each.arn,
              SourceArn: each.source && arnOf(region, '111111111111', 'cluster', each.source),
              Status: each.status,
            }),
          ),
  };
}

const refusals = { refused: denied, throttled };

const answered = (list: string, what: readonly object[] | 'refused' | 'throttled', size: number): Answers[string] =>
  typeof what === 'string' ? refusals[what] : paged(list, what, size);

export const answersOf = (
  world: World,
  { instances, 'page size': size }: Pick<Given, 'instances' | 'page size'>,
): Answers => ({
  DescribeDBClusters: { DBClusters: world.clusters },
  DescribeDBInstances: instances === 'refused' ? denied : { DBInstances: world.instances },
  DescribeDBClusterParameters: (input) => {
    const { parameters } = world;
    const what =
      typeof parameters === 'string' ? parameters : (parameters[String(input.DBClusterParameterGroupName)] ?? []);
    const answer = answered('Parameters', what, size);
    return typeof answer === 'function' ? answer(input) : (answer ?? {});
  },
  DescribeEvents: answered('Events', world.events, size) ?? {},
  DescribeIntegrations: answered('Integrations', world.integrations, size) ?? {},
});

/** Calls beyond the two sweeps, in the words of the cases. */
export const asked = (calls: readonly { readonly name: string; readonly input: Record<string, unknown> }[]): string[] =>
  calls.flatMap(({ name, input }) => {
    switch (name) {
      case 'DescribeDBClusterParameters':
        return [`parameters of ${input.DBClusterParameterGroupName}`];
      case 'DescribeEvents':
        return ['events'];
      case 'DescribeIntegrations':
        return ['integrations'];
      default:
        return [];
    }
  });
