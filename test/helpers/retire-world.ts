import type { Approval } from '../../src/domain/approval/record.ts';
import type { Capability } from '../../src/domain/capability.ts';
import type { PolicyOverrides } from '../../src/domain/policy.ts';
import { type Plan, sealPlan } from '../../src/domain/remediation/plan.ts';
import type { Run } from '../../src/domain/remediation/run.ts';
import { accountId, type RebuildWorld, region, ruleId, startRebuildWorld } from './rebuild-world.ts';

export const cutoverId = 'cutover1';
export const openId = 'open1';
export const sourceId = 'cluster-OLD';
const target = { accountId, accountName: 'shop-prod', region };

export const cutover = {
  madeBy: cutoverId,
  way: 'keep-name',
  source: 'orders',
  sourceId,
  aside: 'orders-bt',
  snapshot: `aurora-keeper-${cutoverId}-frozen`,
  windowSeconds: 259_200,
  quietMinutes: 2,
} as const;

interface Options {
  readonly way?: 'keep-name' | 'new-endpoint';
  /** ISO 8601; the world begins on 21 November 2026. */
  readonly openedAt?: string;
  readonly policy?: PolicyOverrides;
  readonly capabilities?: readonly Capability[];
  readonly oldTags?: Readonly<Record<string, string>>;
  readonly old?: object;
  readonly also?: object;
}

/** A cluster that was rebuilt and opened three weeks ago; the old one is stopped, protected, and has two instances. */
export async function startRetireWorld(options: Options = {}) {
  const { way = 'keep-name', openedAt = '2026-11-01T02:40:00.000Z', policy, capabilities } = options;
  const oldName = way === 'keep-name' ? 'orders-old-1101' : 'orders';
  const newName = way === 'keep-name' ? 'orders' : 'orders-bt';
  const world = await startRebuildWorld({
    region: {
      clusters: [
        {
          name: newName,
          instances: 2,
          backtrackHours: 72,
          deletionProtection: true,
          tags: {
            'aurora-keeper:remediation': cutoverId,
            'aurora-keeper:step': 'new-cluster',
            'aurora-keeper:source': sourceId,
            'aurora-keeper:opened-at': openedAt,
            'aurora-keeper:opened-by': openId,
          },
        },
        {
          name: oldName,
          instances: 2,
          status: 'stopped',
          deletionProtection: true,
          tags: {
            env: 'prod',
            'managed-by': 'aurora-keeper',
            'aurora-keeper:replaced-by': cutoverId,
            'aurora-keeper:stopped-at': '2026-11-01T02:30:00.000Z',
            ...options.oldTags,
          },
          eachInstance: { DBInstanceStatus: 'stopped' },
          raw: { DbClusterResourceId: sourceId },
          ...options.old,
        },
        { name: 'ledger', instances: 1 },
      ],
      ...options.also,
    },
    ...(policy === undefined ? {} : { policy }),
    time: { compression: 200 },
    ...(capabilities === undefined ? {} : { capabilities }),
  });
  const record = { ...cutover, way };
  recordOpened(world, record, openedAt);
  return { ...world, oldName, newName };
}

export type RetireWorld = Awaited<ReturnType<typeof startRetireWorld>>;

/** What is kept of a cut-over that was opened for writes. */
function recordOpened(world: RebuildWorld, record: object, openedAt: string): void {
  const findingId = 'finding-of-orders';
  const resource = {
    type: 'AWS::RDS::DBCluster' as const,
    id: 'orders',
    arn: `arn:aws:rds:${region}:${accountId}:cluster:orders`,
  };
  const plan: Plan = sealPlan({
    ruleId,
    strategy: 'snapshot-restore',
    stage: 'open',
    risk: 'live-change',
    capability: 'cutover',
    target,
    plannedAt: openedAt,
    title: 'Open orders for writes',
    summary: [],
    items: [{ findingId, resource, changes: [] }],
    steps: [
      {
        id: 'open-mark',
        step: 'mark',
        title: 'Note when orders was opened',
        input: { cutover: record } as never,
        before: null,
        ifStopped: '',
        deadlineMinutes: 60,
      },
    ],
    options: [],
    refusals: [],
    warnings: [],
    preflight: [],
    cost: { text: '', basis: '' },
    patches: [],
    resources: [],
  });
  const approval: Approval = {
    id: openId,
    version: 1,
    state: 'approved',
    ruleId,
    strategy: 'snapshot-restore',
    stage: 'open',
    risk: 'live-change',
    capability: 'cutover',
    target,
    findingIds: [findingId],
    requestedBy: { userId: 'U01ALICE0001', channelId: 'C1' },
    requestedAt: openedAt,
    needed: 1,
    decisions: [],
    announced: true,
    reminders: 0,
    plan,
  };
  world.approvals.put(approval);
  const run: Run = {
    id: openId,
    version: 1,
    state: 'verified',
    steps: [{ id: 'open-mark', state: 'done', finishedAt: openedAt }],
    turn: 1,
    queuedAt: openedAt,
    finishedAt: openedAt,
  };
  void world.runs.create(run, []);
}
