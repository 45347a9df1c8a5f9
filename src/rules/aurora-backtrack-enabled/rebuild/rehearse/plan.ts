import type { Finding } from '../../../../domain/finding.ts';
import { managedByCode } from '../../../../domain/managed-by-code.ts';
import type { PlanDraft, PlannedStep, PreflightItem } from '../../../../domain/remediation/plan.ts';
import type { PlanContext } from '../../../../domain/remediation/stage.ts';
import { plural } from '../../../../domain/words.ts';
import { tagRecord } from '../../../reads.ts';
import { duration, secondsPerHour } from '../../duration.ts';
import { rebuildAs } from '../../fix-rebuild.ts';
import { arnsOf, rdsArn } from '../arns.ts';
import { codeFromSettings } from '../as-code/from-settings.ts';
import { rehearsalNames } from '../identifiers.ts';
import { classesOf, costOf, idOf, oneOf } from '../planned-parts.ts';
import { cutoverNames, preflight } from '../preflight/preflight.ts';
import { type Route, wordsOf } from '../route.ts';
import { clusterSettings } from '../settings/cluster-settings.ts';
import { memberSettings } from '../settings/member-settings.ts';
import { membersToCreate, readSource, type Source } from '../source.ts';
import { asJson, type RehearsalInput } from './input.ts';

/** What would make a rehearsal itself fail; everything else of the pre-flight is about the cut-over. */
const inTheWay: ReadonlySet<string> = new Set([
  'cluster-state',
  'parameter-groups',
  'encryption-keys',
  'subnets',
  'quotas',
]);

export async function planRehearsal(
  route: Route,
  context: PlanContext,
  findings: readonly Finding[],
): Promise<PlanDraft> {
  const finding = oneOf(findings);
  const { target, policy } = context;
  const source = await readSource(context, finding.resource.id);
  const names = cutoverNames(source, 'keep-name', context.now);
  const { items: checks } = await preflight(context, source, 'keep-name', { names });
  const input = inputOf(route, context, source);
  const owner = managedByCode(tagRecord(source.cluster.TagList), policy.iacTags);
  const window = duration(input.windowSeconds);
  const members = input.members.map(({ settings }) => settings);
  return {
    title: `Rehearse the rebuild of ${input.source}`,
    summary: [
      `Makes a copy with Backtrack ${window} from ${wordsOf[route].what}, to prove the settings and to measure the times. Nothing that you use is touched.`,
      `Rehearsal only: the copy lacks everything that is written after it is made, and cannot replace ${input.source}.`,
      `It is inert: events are off, and it has no IAM roles, no managed password and none of your tags. It is removed after ${plural(policy.copyTtlDays, 'day')} unless you keep it.`,
      ...needsYou(checks),
    ],
    items: [
      {
        findingId: finding.id,
        resource: finding.resource,
        changes: [
          {
            what: 'copy',
            before: null,
            after: `${input.names.cluster}: Backtrack ${window}, ${classesOf(members) || 'no instances'}`,
          },
        ],
      },
    ],
    steps: stepsOf(input),
    options: [],
    refusals: refusalsOf(source, checks),
    warnings: [
      ...(wordsOf[route].doubt === undefined ? [] : [wordsOf[route].doubt]),
      ...(input.members.length === 0 ? [`${input.source} has no instances, so its copy gets none either.`] : []),
    ],
    preflight: [],
    cost: costOf(members, `for ${plural(policy.copyTtlDays, 'day')}, unless the copy is removed before`),
    patches: rebuildAs(codeFromSettings(finding, input, policy, owner)),
    ...(owner === undefined ? {} : { managedBy: owner }),
    resources: touched(context, input),
    holds: [rdsArn(target, 'cluster', input.names.cluster)],
    judge: { afterMinutes: 0, withinMinutes: 60, expects: 'anything' },
    later: [{ stage: 'remove-copy', afterMinutes: policy.copyTtlDays * 1_440, when: 'ended' }],
  };
}

function inputOf(route: Route, context: PlanContext, source: Source): RehearsalInput {
  const name = source.cluster.DBClusterIdentifier ?? '';
  const members = membersToCreate(source).map((member) => ({
    name: member.DBInstanceIdentifier ?? '',
    settings: memberSettings(member),
  }));
  return {
    route,
    source: name,
    sourceId: source.cluster.DbClusterResourceId ?? '',
    windowSeconds: context.policy.targetBacktrackWindowHours * secondsPerHour,
    names: rehearsalNames(name, idOf(context), members.length),
    settings: clusterSettings(source.cluster),
    members,
  };
}

function refusalsOf({ cluster }: Source, checks: readonly PreflightItem[]): string[] {
  const { DBClusterIdentifier: name = '?', BacktrackWindow: window = 0 } = cluster;
  if (window > 0) return [`${name} has a Backtrack window of ${duration(window)} by now. Audit again to see it.`];
  return checks.flatMap(({ id, what, state, detail }) =>
    inTheWay.has(id) && (state === 'blocked' || state === 'unread') ? [`${what}: ${detail}`] : [],
  );
}

/** What people learn about the cut-over already now, in a sentence each. */
function needsYou(checks: readonly PreflightItem[]): string[] {
  const of = (...states: PreflightItem['state'][]) =>
    checks.filter(({ state }) => states.includes(state)).map(({ what }) => what);
  const [blocked, own] = [of('blocked', 'unread'), of('acknowledge')];
  return [
    ...(blocked.length === 0 ? [] : [`In the way of a cut-over as things are now: ${blocked.join(', ')}.`]),
    ...(own.length === 0 ? [] : [`What a cut-over would not take along by itself: ${own.join(', ')}.`]),
  ];
}

function stepsOf(input: RehearsalInput): PlannedStep[] {
  const { route, source, names, members, windowSeconds } = input;
  const [writer, ...readers] = members;
  const made = `The copy ${names.cluster} is there and costs money until it is removed, which happens by itself when its time is over.`;
  const step = (
    id: string,
    work: string,
    title: string,
    { ifStopped = made, deadlineMinutes = 60 }: { ifStopped?: string; deadlineMinutes?: number } = {},
  ): PlannedStep => ({
    id: `rehearsal-${id}`,
    step: work,
    title,
    input: asJson(input),
    before: null,
    ifStopped,
    deadlineMinutes,
  });
  return [
    step('parameters', 'makeGroup', `Copy the parameters of ${source}, with events off`, {
      ifStopped: 'Nothing has been made.',
    }),
    ...(route === 'snapshot-restore'
      ? [
          step('snapshot', 'takeSnapshot', `Take a snapshot of ${source}`, {
            ifStopped: 'A parameter group of ours is there, which costs nothing.',
            deadlineMinutes: 240,
          }),
        ]
      : []),
    step('cluster', 'makeCluster', `Make ${names.cluster}, inert, with Backtrack ${duration(windowSeconds)}`, {
      ifStopped:
        route === 'snapshot-restore'
          ? `The snapshot ${names.snapshot} is there and costs money until it is removed, which happens by itself.`
          : 'A parameter group of ours is there, which costs nothing.',
      deadlineMinutes: 720,
    }),
    ...(writer === undefined
      ? []
      : [step('writer', 'makeWriter', `Add its writer (${writer.settings.instanceClass})`, { deadlineMinutes: 120 })]),
    ...(readers.length === 0
      ? []
      : [
          step('readers', 'makeReaders', `Add ${plural(readers.length, 'reader')}`, {
            deadlineMinutes: 120,
          }),
        ]),
    step('settings', 'settle', 'Set what a restore takes no parameter for'),
    step('compare', 'compareCopy', `Compare every setting with ${source}, and see Backtrack in force`),
  ];
}

const touched = ({ target }: PlanContext, { source, names, settings, members }: RehearsalInput): string[] =>
  arnsOf(target, {
    clusters: [source, names.cluster],
    instances: names.members,
    snapshots: [names.snapshot],
    clusterGroups: [settings.parameterGroup, names.parameterGroup],
    instanceGroups: members.map((member) => member.settings.parameterGroup),
    subnetGroups: [settings.subnetGroup],
    others: [
      settings.kmsKey,
      ...members.flatMap((member) => [member.settings.monitoringRole, member.settings.performanceInsightsKey]),
    ],
  });
