import { type DBCluster, DescribeDBClustersCommand, ModifyDBClusterCommand, RDSClient } from '@aws-sdk/client-rds';
import { PermanentError } from '../../domain/errors.ts';
import type { Finding } from '../../domain/finding.ts';
import type { Json } from '../../domain/json.ts';
import { managedByCode } from '../../domain/managed-by-code.ts';
import type { PlanDraft, PlannedStep } from '../../domain/remediation/plan.ts';
import type { PlanContext, Stage, StepContext, StepResult } from '../../domain/remediation/stage.ts';
import type { RuleContext } from '../../domain/rule.ts';
import { plural } from '../../domain/words.ts';
import { tagRecord } from '../reads.ts';
import { increaseOf } from './cost.ts';
import { duration, secondsPerHour } from './duration.ts';
import { raiseWindow as fixes } from './fix-raise-window.ts';

interface Input {
  readonly cluster: string;
  /** Seconds, 1 to 259,200. */
  readonly windowSeconds: number;
}

/** A modification shows up in DescribeDBClusters with a delay; until then it is not sent again. */
const visibleWithinMs = 300_000;
const lookAgainMs = 10_000;
const firstLookMs = 3_000;

async function read({ client, signal }: Pick<RuleContext, 'client' | 'signal'>, cluster: string): Promise<DBCluster> {
  const { DBClusters = [] } = await client(RDSClient).send(
    new DescribeDBClustersCommand({ DBClusterIdentifier: cluster }),
    { abortSignal: signal },
  );
  const [found] = DBClusters;
  if (found === undefined) throw new PermanentError(`there is no cluster ${cluster} any more; nothing was changed`);
  return found;
}

async function plan(context: PlanContext, [finding]: readonly Finding[]): Promise<PlanDraft> {
  if (finding === undefined) throw new PermanentError('a window is raised for one cluster');
  const { policy } = context;
  const { resource } = finding;
  const cluster = await read(context, resource.id);
  const now = cluster.BacktrackWindow ?? 0;
  const wanted = policy.targetBacktrackWindowHours * secondsPerHour;
  const input = { cluster: resource.id, windowSeconds: wanted } satisfies Input;
  const owner = managedByCode(tagRecord(cluster.TagList), policy.iacTags);
  const title = `Raise the Backtrack window of ${resource.id} from ${duration(now)} to ${duration(wanted)}`;
  return {
    title,
    summary: [
      'A live change: no restart, no outage, no new endpoint.',
      `The window fills as time goes by: all of ${duration(wanted)} can be rewound about ${plural(Math.ceil((wanted - now) / secondsPerHour), 'hour')} after the change.`,
    ],
    items: [
      {
        findingId: finding.id,
        resource,
        changes: [{ what: 'Backtrack window', before: duration(now), after: duration(wanted) }],
      },
    ],
    steps: [
      {
        id: 'raise',
        step: 'raise',
        title,
        input,
        before: { windowSeconds: now, clusterResourceId: cluster.DbClusterResourceId ?? null },
        ifStopped: 'Nothing has been changed.',
        deadlineMinutes: 60,
      },
      {
        id: 'read-back',
        step: 'readBack',
        title: `See ${duration(wanted)} in force`,
        input,
        before: null,
        ifStopped: `${resource.id} keeps whatever window it has then; nothing has to be undone.`,
        deadlineMinutes: 60,
      },
    ],
    options: [],
    refusals: refusalsOf(cluster, now, wanted),
    warnings: [],
    preflight: [],
    cost: increaseOf(cluster, now, wanted, context.target.region),
    patches: fixes({ ...finding, evidence: { ...finding.evidence, targetWindowSeconds: wanted } }),
    ...(owner === undefined ? {} : { managedBy: owner }),
    resources: [resource.arn],
  };
}

/** ModifyDBCluster accepts a window only where there is one; Aurora user guide, "Backtracking an Aurora DB cluster". */
function refusalsOf({ Status, DBClusterIdentifier: name = '?' }: DBCluster, now: number, wanted: number): string[] {
  if (now === 0) return [`${name} has no Backtrack window now, and AWS does not let it be switched on in place.`];
  if (now >= wanted) return [`${name} has a window of ${duration(now)} already. Audit again to see it.`];
  if (Status !== 'available')
    return [`${name} is ${Status ?? 'in an unknown state'}. Plan again when it is available.`];
  return [];
}

const inputOf = (step: PlannedStep): Input => step.input as unknown as Input;

/** Never sends 0, and never to a cluster whose window was switched off meanwhile: AWS would refuse, or it would be for good. */
async function raise(context: StepContext, step: PlannedStep, memory: Json | null): Promise<StepResult> {
  const { cluster: name, windowSeconds } = inputOf(step);
  const cluster = await read(context, name);
  const now = cluster.BacktrackWindow ?? 0;
  if (now >= windowSeconds) return { status: 'done', output: { windowSeconds: now } };
  if (now === 0 || windowSeconds <= 0)
    throw new PermanentError(`${name} has no Backtrack window any more, so it cannot be raised; nothing was changed`);
  const sentAt = typeof memory === 'string' ? Date.parse(memory) : undefined;
  if (sentAt !== undefined && context.now.getTime() - sentAt < visibleWithinMs)
    return { status: 'wait', waitMs: lookAgainMs, says: `AWS is modifying ${name}.`, memory };
  if (cluster.Status !== 'available')
    return { status: 'wait', waitMs: lookAgainMs, says: `${name} is ${cluster.Status ?? 'busy'}; waiting.`, memory };
  await context.client(RDSClient).send(
    new ModifyDBClusterCommand({
      DBClusterIdentifier: name,
      BacktrackWindow: windowSeconds,
      ApplyImmediately: true,
    }),
    { abortSignal: context.signal },
  );
  return {
    status: 'wait',
    waitMs: firstLookMs,
    says: `AWS has accepted ${duration(windowSeconds)} for ${name}.`,
    memory: context.now.toISOString(),
  };
}

async function readBack(context: StepContext, step: PlannedStep): Promise<StepResult> {
  const { cluster: name, windowSeconds } = inputOf(step);
  const { BacktrackWindow: now = 0, Status } = await read(context, name);
  if (now >= windowSeconds && Status === 'available')
    return {
      status: 'done',
      output: { windowSeconds: now },
      says: `${name} can be rewound up to ${duration(now)} once the window has filled.`,
    };
  return {
    status: 'wait',
    waitMs: lookAgainMs,
    says: `${name} is ${Status ?? 'busy'}; its window is ${duration(now)}.`,
  };
}

export const raiseWindow: Stage = { plan, steps: { raise, readBack } };
