import { PermanentError } from '../../../../domain/errors.ts';
import type { Finding } from '../../../../domain/finding.ts';
import { managedByCode } from '../../../../domain/managed-by-code.ts';
import type { PlanDraft, PreflightItem } from '../../../../domain/remediation/plan.ts';
import type { PlanContext } from '../../../../domain/remediation/stage.ts';
import { plural } from '../../../../domain/words.ts';
import { tagRecord } from '../../../reads.ts';
import { duration, secondsPerHour } from '../../duration.ts';
import { rdsArn } from '../arns.ts';
import { findSnapshot } from '../calls/find.ts';
import { distinct, fitted } from '../identifiers.ts';
import { costOf, idOf, oneOf } from '../planned-parts.ts';
import { preflight, type Way } from '../preflight/preflight.ts';
import { type RehearsalInput, rehearsalInput } from '../rehearse/input.ts';
import { type Route, wordsOf } from '../route.ts';
import { clusterSettings } from '../settings/cluster-settings.ts';
import { compareClusters } from '../settings/compare.ts';
import { memberSettings } from '../settings/member-settings.ts';
import { membersToCreate, readSource, type Source } from '../source.ts';
import { eventsCheck } from './events-check.ts';
import type { CutoverInput } from './input.ts';
import { lastSecondsCheck } from './last-seconds-check.ts';
import { measured, measuredText, minutesNeeded } from './measured.ts';
import { oldStemOf } from './names.ts';
import { stepsOf } from './planned-steps.ts';
import { readScene, type Scene } from './scene.ts';
import { touched } from './touched.ts';

/** What the rehearsal has shown to differ, by name; approved with the plan that names it. */
const knownDifferences = ({ previous }: PlanContext): string[] => {
  const output = previous?.steps.find(({ id }) => id === 'rehearsal-compare')?.output;
  const { differs = [] } = (output ?? {}) as { readonly differs?: readonly { readonly what: string }[] };
  return differs.map(({ what }) => what);
};

function rehearsed({ previousPlan }: PlanContext): RehearsalInput {
  const [step] = previousPlan?.steps ?? [];
  if (step === undefined) throw new PermanentError('a cut-over follows a rehearsal');
  return rehearsalInput(step);
}

export async function planCutover(
  { route, way }: { readonly route: Route; readonly way: Way },
  context: PlanContext,
  findings: readonly Finding[],
): Promise<PlanDraft> {
  const finding = oneOf(findings);
  const { target, policy } = context;
  const rehearsal = rehearsed(context);
  const scene = await readScene(context, { sourceId: rehearsal.sourceId, madeBy: idOf(context) });
  const current = scene.old?.DBClusterIdentifier;
  if (scene.old === undefined || current === undefined)
    throw new PermanentError(`the cluster that was rehearsed as ${rehearsal.source} is not there any more`);
  const source = await readSource(context, current);
  const input = inputOf({ route, way }, context, rehearsal, source);
  // Already under way, and planned once more because its records were lost: then the checks are those of the beginning.
  const begun =
    current !== rehearsal.source ||
    scene.old.Status === 'stopped' ||
    scene.fresh !== undefined ||
    (await findSnapshot(context, input.names.snapshot)) !== undefined;
  const checks = begun ? [] : await checksOf(context, source, input);
  const owner = managedByCode(tagRecord(source.cluster.TagList), policy.iacTags);
  const times = measured(context.previous);
  const needs = minutesNeeded(times, policy.quietMinutes);
  const window = duration(input.windowSeconds);
  const keeps = way === 'keep-name';
  return {
    title: keeps ? `Cut over ${input.source}, keeping its name` : `Cut over ${input.source} to a new endpoint`,
    summary: [
      `Rehearsed: ${measuredText(times)}. The cut-over needs about ${plural(needs, 'minute')} from when the writers are stopped.`,
      `You stop the writers. It waits until nobody has been connected and nothing was written for ${plural(policy.quietMinutes, 'minute')}, then takes a new snapshot and makes ${input.names.cluster} with Backtrack ${window} from ${wordsOf[route].what}.`,
      keeps
        ? `Then ${input.source} becomes ${input.names.oldStem}… and is stopped, and the new cluster takes over the name ${input.source} and its endpoint.`
        : `Then ${input.source} is stopped, and you give the applications the endpoint of ${input.names.cluster}. Nothing is renamed.`,
      'A write that is seen after the freeze ends it, with the old cluster in place. Nothing is deleted.',
      'Afterwards a person opens it for writes, or swaps it back.',
    ],
    items: [
      {
        findingId: finding.id,
        resource: finding.resource,
        changes: [
          { what: 'Backtrack window', before: null, after: window },
          {
            what: keeps ? `cluster behind ${input.source}` : 'endpoint',
            before: keeps ? 'the present one' : (input.endpoint ?? input.source),
            after: keeps ? 'a new one with its data' : `that of ${input.names.cluster}`,
          },
        ],
      },
    ],
    steps: stepsOf(input),
    options: [],
    refusals: begun ? [] : refusalsOf(scene, rehearsal),
    warnings: warningsOf(input, rehearsal),
    preflight: checks,
    cost: costOf(
      input.members.map(({ settings }) => settings),
      'from the cut-over on, besides the storage of the old cluster until it is retired',
    ),
    patches: [],
    ...(owner === undefined ? {} : { managedBy: owner }),
    resources: touched(target, input),
    holds: [rdsArn(target, 'cluster', input.names.cluster), rdsArn(target, 'cluster', input.source)],
    judge: keeps
      ? { afterMinutes: 2, withinMinutes: 120, expects: 'pass' }
      : { afterMinutes: 2, withinMinutes: 120, expects: 'anything' },
    needsMinutes: needs,
    // AWS starts it at a moment of its own, and until it is stopped again it can be written to.
    later: [{ stage: 'stop-again', afterMinutes: 60, every: true }],
    confirmAt: { [finding.resource.arn]: source.cluster.DBClusterArn ?? finding.resource.arn },
  };
}

function inputOf(
  { route, way }: { readonly route: Route; readonly way: Way },
  context: PlanContext,
  { source, sourceId }: RehearsalInput,
  now: Source,
): CutoverInput {
  const members = membersToCreate(now).map((member) => ({
    name: member.DBInstanceIdentifier ?? '',
    settings: memberSettings(member),
  }));
  return {
    route,
    way,
    source,
    sourceId,
    // DNS names begin with the cluster's; the rest stays, whatever it is called at the moment.
    endpoint: endpointOf(now, source),
    windowSeconds: context.policy.targetBacktrackWindowHours * secondsPerHour,
    quietMinutes: context.policy.quietMinutes,
    names: {
      cluster: fitted(source, '-bt'),
      snapshot: `aurora-keeper-${idOf(context)}-frozen`,
      members: distinct(
        members.map(({ name }) => name),
        '-bt',
      ),
      oldStem: oldStemOf(source),
    },
    settings: clusterSettings(now.cluster),
    members,
    expected: knownDifferences(context),
  };
}

const endpointOf = ({ cluster }: Source, source: string): string | null => {
  const [, ...rest] = (cluster.Endpoint ?? '').split('.');
  return rest.length === 0 ? null : [source, ...rest].join('.');
};

async function checksOf(context: PlanContext, source: Source, input: CutoverInput): Promise<PreflightItem[]> {
  const { names, source: name, way } = input;
  const members = Object.fromEntries(input.members.map((member, index) => [member.name, names.members[index] ?? '']));
  const old = way === 'keep-name' ? `${names.oldStem}${context.now.toISOString().slice(5, 10).replace('-', '')}` : name;
  const report = await preflight(context, source, way, { names: { restored: names.cluster, old, members } });
  return [
    ...report.items,
    await eventsCheck(context, input.settings.parameterGroup),
    lastSecondsCheck(source.members[0]),
  ];
}

function refusalsOf({ old, names }: Scene, { source }: RehearsalInput): string[] {
  const window = old?.BacktrackWindow ?? 0;
  if (window > 0) return [`${source} has a Backtrack window of ${duration(window)} by now. Audit again to see it.`];
  if (names.has(fitted(source, '-bt')))
    return [`${fitted(source, '-bt')} is there from an earlier cut-over, or somebody else’s. Remove it first.`];
  return [];
}

/** What has changed since the rehearsal has not been rehearsed; what differed then will differ again. */
function warningsOf({ settings, expected }: CutoverInput, rehearsal: RehearsalInput): string[] {
  const changed = compareClusters(rehearsal.settings, settings).flatMap(({ what, standing }) =>
    standing === 'equal' ? [] : [what],
  );
  return [
    ...(expected.length === 0 ? [] : [`As the rehearsal has shown, these will differ: ${expected.join(', ')}.`]),
    ...(changed.length === 0 ? [] : [`Changed since the rehearsal: ${changed.join(', ')}.`]),
  ];
}
