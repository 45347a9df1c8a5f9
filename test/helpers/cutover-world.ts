import { expect } from 'vitest';
import type { Plan } from '../../src/domain/remediation/plan.ts';
import type { Run } from '../../src/domain/remediation/run.ts';
import { accountId, type RebuildWorldOptions, region, startRebuildWorld } from './rebuild-world.ts';

export const minute = 60_000;
const rehearsal = 'rehearse';

type Clusters = NonNullable<RebuildWorldOptions['region']['clusters']>;
type Applications = NonNullable<RebuildWorldOptions['region']['applications']>;

export const shop: Applications[number] = {
  name: 'shop',
  cluster: 'orders',
  hosts: ['10.0.3.17', '10.0.3.17', '10.0.9.4'],
  rowsPerSecond: 3,
};

export const orders: Clusters[number] = {
  name: 'orders',
  instances: 2,
  parameterGroup: 'orders-params',
  deletionProtection: true,
  tags: { env: 'prod' },
  raw: { IAMDatabaseAuthenticationEnabled: true, EnabledCloudwatchLogsExports: ['error'] },
  eachInstance: {
    PerformanceInsightsEnabled: true,
    PerformanceInsightsRetentionPeriod: 7,
    PerformanceInsightsKMSKeyId: 'arn:aws:kms:us-east-1:111111111111:key/insights',
  },
};

export interface CutoverWorldOptions extends Partial<RebuildWorldOptions> {
  readonly applications?: Applications;
  readonly clusters?: Clusters;
  /** Carries the rehearsal out; otherwise it is only planned and approved, which a cut-over does not tell apart. */
  readonly rehearse?: boolean;
}

/** `orders` with a shop of three sessions that write, its rebuild rehearsed, and nobody has stopped writing yet. */
export async function startCutoverWorld({
  applications = [shop],
  clusters = [orders],
  rehearse = false,
  ...over
}: CutoverWorldOptions = {}) {
  const world = await startRebuildWorld({
    region: {
      clusters,
      parameterGroups: [{ name: 'orders-params', set: { event_scheduler: 'OFF' } }],
      applications,
    },
    ...over,
  });
  const cluster = clusters[0]?.name ?? 'orders';
  const asked = { stage: 'rehearse', id: rehearsal, cluster };
  if (rehearse) {
    const run = await world.carryOut(asked);
    if (run.state !== 'verified') throw new Error(`the rehearsal failed: ${JSON.stringify(run.problem)}`);
  } else {
    const { approval, plan } = await world.planOf(asked);
    await world.letGo(approval, plan);
    world.jobs.splice(0);
  }
  const { control } = world.aws;
  // From now on what applications do is worked out.
  control.sessions(accountId, region);

  const begin = async (stage = 'cut-over', id = 'cutover1', previousRunId = rehearsal): Promise<Plan> => {
    const { approval, plan } = await world.planOf({ stage, id, previousRunId });
    await world.letGo(approval, plan);
    return plan;
  };
  const follow = (stage: string, previousRunId = 'cutover1', id?: string): Promise<Run> =>
    world.carryOut({ stage, previousRunId, ...(id === undefined ? {} : { id }) });
  return {
    ...world,
    rehearsal,
    begin,
    /** Stops the writers, and lets a cut-over run to its end. */
    cutOver: async (stage = 'cut-over', id = 'cutover1'): Promise<Run> => {
      control.freeze(accountId, region);
      await begin(stage, id);
      return world.work(id);
    },
    /** A stage after the cut-over, to its end. */
    follow,
    stopWriters: (name?: string) => control.freeze(accountId, region, name),
    startWriters: (name?: string) => control.thaw(accountId, region, name),
    lost: (name = 'orders') => control.lostWrites(accountId, region, name),
    names: () => [...(world.holdings()?.clusters.keys() ?? [])].sort(),
    tagsOf: (name: string): Record<string, string> =>
      Object.fromEntries((world.cluster(name)?.TagList ?? []).map(({ Key = '', Value = '' }) => [Key, Value])),
    sessionsOn: (name: string) => control.sessions(accountId, region).filter((each) => each.cluster === name).length,
  };
}

export type CutoverWorld = Awaited<ReturnType<typeof startCutoverWorld>>;

/** For `work`: until a step has this state. */
export const until =
  (step: string, state: string) =>
  (run: Run): boolean =>
    run.steps.some((each) => each.id === step && each.state === state);

/** Runs the cut-over until a step is under way, lets something happen, and runs it to its end. */
export async function meanwhile(world: CutoverWorld, step: string, happens: () => void): Promise<Run> {
  world.stopWriters();
  await world.begin();
  await world.work('cutover1', until(step, 'doing'));
  happens();
  return world.work('cutover1');
}

/** Everything as it was: the old cluster in place, serving, with every row and with nothing of ours about it. */
export function expectUntouched(world: CutoverWorld): void {
  expect(world.names()).toContain('orders');
  expect(world.cluster('orders')).toMatchObject({ Status: 'available' });
  expect(world.cluster('orders')?.BacktrackWindow).toBeUndefined();
  const ours = Object.keys(world.tagsOf('orders')).filter((key) => /^(?:aurora-keeper|managed-by)/.test(key));
  expect(ours).toEqual([]);
  world.startWriters();
  world.pass(5 * minute);
  expect(world.sessionsOn('orders')).toBe(3);
  expect(world.lost().lost).toBe(0);
}
