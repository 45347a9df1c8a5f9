import type { Finding } from '../../../../domain/finding.ts';
import { managedByCode } from '../../../../domain/managed-by-code.ts';
import type { PlanDraft, PlannedStep } from '../../../../domain/remediation/plan.ts';
import type { PlanContext } from '../../../../domain/remediation/stage.ts';
import { plural } from '../../../../domain/words.ts';
import { orWhyNot } from '../../../reads.ts';
import { timestamp } from '../../duration.ts';
import { inPlaceName } from '../after/read.ts';
import { arnsOf, rdsArn } from '../arns.ts';
import { oneOf } from '../planned-parts.ts';
import { commands } from './commands.ts';
import { asJson, type RetireInput } from './input.ts';
import { type Facts, readFacts } from './read.ts';
import { usageOf, usageText } from './usage.ts';

const dayMs = 86_400_000;

/** A start, a snapshot, and two deletions, as reported for clusters in general. */
const minutesOfWork = 75;

export async function planRetire(context: PlanContext, findings: readonly Finding[]): Promise<PlanDraft> {
  const finding = oneOf(findings);
  const facts = await readFacts(context);
  const { input, tags } = facts;
  const { cutover, name, members, snapshot } = input;
  const { target, policy } = context;
  const arn = rdsArn(target, 'cluster', name);
  const owner = managedByCode(tags, policy.iacTags);
  const from = retireFrom(context, facts);
  return {
    title: `Delete the old cluster ${name} for good`,
    summary: [
      `It is what ${inPlaceName(cutover)} was before it was rebuilt. Once it is deleted nobody can go back to it; a final snapshot (${snapshot}) stays until somebody deletes it, and its automated backups until their retention is over.`,
      `AWS deletes no stopped cluster, so it is started first. Whoever has connected to it since it was stopped, or connects then, ends this before anything is deleted.`,
      `Deleted are ${plural(members.length, 'instance')} (${members.map((each) => each.name).join(', ') || 'none'}) and then the cluster, by its resource id ${cutover.sourceId}.`,
    ],
    items:
      facts.old === undefined && !facts.begun
        ? []
        : [
            {
              findingId: finding.id,
              resource: { type: 'AWS::RDS::DBCluster', id: name, arn },
              changes: [{ what: 'cluster', before: `${name}, stopped`, after: null }],
            },
          ],
    steps: facts.old === undefined && !facts.begun ? [] : stepsOf(input),
    options: [],
    refusals: await refusalsOf(context, facts, from),
    warnings:
      facts.fresh === undefined || facts.fresh.DeletionProtection === true
        ? []
        : [`${inPlaceName(cutover)} has no deletion protection.`],
    preflight: [],
    cost: {
      text: `Ends what ${name} costs.`,
      basis:
        'Until it is gone AWS bills its instances by the second, for about an hour. The final snapshot is billed by the gigabyte and month as long as it is kept.',
    },
    patches: commands(target, input, from),
    ...(owner === undefined ? {} : { managedBy: owner }),
    resources: arnsOf(target, {
      clusters: [name],
      instances: members.map((each) => each.name),
      snapshots: [snapshot],
      clusterGroups: [],
      instanceGroups: [],
      subnetGroups: [],
      others: [],
    }),
    holds: [rdsArn(target, 'cluster', cutover.source), rdsArn(target, 'cluster', cutover.aside)],
    judge: { afterMinutes: 2, withinMinutes: 120, expects: 'anything' },
    needsMinutes: cutover.quietMinutes + minutesOfWork,
  };
}

/** When it may be deleted; undefined as long as the new cluster was not opened. */
const retireFrom = ({ policy }: PlanContext, { openedAt }: Facts): Date | undefined =>
  openedAt && new Date(openedAt.getTime() + policy.retireAfterDays * dayMs);

/** In these the new cluster serves, or does so again within minutes by itself. */
const serving = new Set(['available', 'backing-up', 'modifying', 'maintenance', 'upgrading', 'backtracking']);

async function refusalsOf(context: PlanContext, facts: Facts, from: Date | undefined): Promise<string[]> {
  const { input, old, fresh, begun, whyNotOurs } = facts;
  const { cutover, name } = input;
  const inPlace = inPlaceName(cutover);
  if (old === undefined) return begun ? [] : [`${name} is gone already.`];
  if (whyNotOurs !== undefined) return [`${whyNotOurs}.`];
  if (fresh?.DBClusterIdentifier !== inPlace)
    return [`The new cluster is not in place as ${inPlace}: ${name} may be all that there is.`];
  if (!serving.has(fresh.Status ?? ''))
    return [`${inPlace} is ${fresh.Status ?? 'in an unknown state'}: ${name} stays until it serves again.`];
  if (from === undefined) return [`${inPlace} was never opened for writes.`];
  if (context.now < from)
    return [
      `It can be deleted from ${timestamp(from)} on, ${plural(context.policy.retireAfterDays, 'day')} after ${inPlace} was opened for writes.`,
    ];
  return usageRefusals(context, input);
}

async function usageRefusals(context: PlanContext, { name, members, unusedSince }: RetireInput): Promise<string[]> {
  const instances = members.map((each) => each.name);
  const read = await orWhyNot(usageOf(context, instances, { from: new Date(unusedSince), now: context.now }));
  if ('unread' in read) return [`Whether somebody has used ${name} could not be read: ${read.unread}.`];
  if (read.value === undefined) return [];
  const text = usageText(name, read.value);
  return [`${text.slice(0, 1).toUpperCase()}${text.slice(1)}. It is not deleted while somebody may need it.`];
}

function stepsOf(input: RetireInput): PlannedStep[] {
  const { name, snapshot, members, cutover } = input;
  const nothing = `Nothing has been deleted. ${name} runs, and is stopped again within a day.`;
  const step = (id: string, work: string, title: string, ifStopped: string, deadlineMinutes: number): PlannedStep => ({
    id: `retire-${id}`,
    step: work,
    title,
    input: asJson(input),
    before: null,
    ifStopped,
    deadlineMinutes,
  });
  return [
    step(
      'wake',
      'wake',
      `See that nobody has used ${name} since it was stopped, and start it`,
      'Nothing has been changed.',
      90,
    ),
    step('snapshot', 'keepFinal', `Take the final snapshot ${snapshot}`, nothing, 240),
    step('rest', 'seeAtRest', `See nobody come to it for ${plural(cutover.quietMinutes, 'minute')}`, nothing, 120),
    step('members', 'removeMembers', `Delete its ${plural(members.length, 'instance')}`, nothing, 120),
    step(
      'cluster',
      'removeCluster',
      `Take its deletion protection off and delete ${name}`,
      `Its instances are gone; the cluster ${name} and all its data are there, and so is ${snapshot}.`,
      120,
    ),
  ];
}
