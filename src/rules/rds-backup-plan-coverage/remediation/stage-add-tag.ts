import type { Finding } from '../../../domain/finding.ts';
import { managedByCode } from '../../../domain/managed-by-code.ts';
import type { PlanDraft, PlanItem, PlannedStep } from '../../../domain/remediation/plan.ts';
import type { PlanContext, Stage } from '../../../domain/remediation/stage.ts';
import { listed, plural } from '../../../domain/words.ts';
import { type Assignment, assignmentOf, type Cover } from '../assignment/assignment.ts';
import { nearestMisses } from '../assignment/nearest-miss.ts';
import { suggestFix } from '../assignment/suggest-fix.ts';
import type { LivingDatabase } from '../database.ts';
import { strategyFixes } from '../fixes.ts';
import { kept, when } from '../words.ts';
import { type AccountFacts, readAccount } from './account.ts';
import { firstBackup } from './first-backup.ts';
import { refOf } from './parts.ts';
import { firstBackupOption, firstBackupSteps, storageCost, vaultArn } from './plan-parts.ts';
import { readBack } from './read-back.ts';
import { effectOfTag } from './tag-effect.ts';
import { addTags } from './tags.ts';

interface Tagging {
  readonly finding: Finding;
  readonly database: LivingDatabase;
  readonly tag: { readonly key: string; readonly value: string };
  readonly cover: Cover;
}

/** Either what would be done for a finding, or why nothing can be. */
function tagging(finding: Finding, facts: AccountFacts, { policy }: PlanContext): Tagging | string {
  const { plans, settings } = facts;
  const name = finding.resource.id;
  const database = facts.databases.find(({ arn }) => arn === finding.resource.arn);
  if (database === undefined) return `${name} is not there any more.`;
  if (assignmentOf(database, plans, settings).state === 'assigned')
    return `${name} is in a backup plan by now. Audit again to see it.`;
  const { tag } = suggestFix(database, plans, settings, nearestMisses(database, plans), policy);
  if (tag === undefined) return `No tag alone brings ${name} into a plan any more, without overwriting one it has.`;
  const { lost, untold } = effectOfTag(database, tag, plans, settings);
  if (lost.length > 0) return `The tag ${tag.key}=${tag.value} would take ${name} out of ${listed(lost, 3)}.`;
  if (untold.length > 0) return `What ${listed(untold, 3)} would make of the tag ${tag.key} on ${name} cannot be told.`;
  const then: Assignment = assignmentOf(
    { ...database, tags: { ...database.tags, [tag.key]: tag.value } },
    plans,
    settings,
  );
  if (then.state !== 'assigned') return `No plan would cover ${name} with the tag ${tag.key}=${tag.value}.`;
  return { finding, database, tag, cover: then.covers[0] as Cover };
}

async function plan(context: PlanContext, findings: readonly Finding[]): Promise<PlanDraft> {
  const facts = await readAccount(context);
  const all = findings.map((finding) => tagging(finding, facts, context));
  const done = all.filter((each): each is Tagging => typeof each !== 'string');
  const problems = all.filter((each) => typeof each === 'string');
  const owners = new Set(
    done.flatMap(({ database }) => managedByCode(database.tags ?? {}, context.policy.iacTags) ?? []),
  );
  return {
    title: titleOf(done),
    summary: summaryOf(done, facts, context),
    items: done.map(itemOf(context)),
    steps: stepsOf(done, context),
    options: done.length === 0 ? [] : [firstBackupOption],
    refusals: done.length === 0 ? problems : [],
    warnings: done.length === 0 ? [] : problems.map((problem) => `Left out: ${problem}`),
    preflight: [],
    cost: storageCost(done.length),
    patches: done.length === 1 ? done.flatMap(({ finding }) => strategyFixes(finding, 'add-tag')) : [],
    ...(owners.size === 0 ? {} : { managedBy: [...owners].sort().join(', ') }),
    resources: [
      ...done.map(({ database }) => database.arn),
      ...new Set(done.flatMap(({ cover }) => [vaultArn(context.target, ruleOf(cover).vault), roleOf(cover)])),
    ],
  };
}

const ruleOf = ({ rules }: Cover): Cover['rules'][number] => rules[0] as Cover['rules'][number];
const roleOf = ({ selection }: Cover): string => selection.roleArn ?? '';

function titleOf(done: readonly Tagging[]): string {
  const [first] = done;
  if (first === undefined) return 'Add a backup tag';
  const tags = new Set(done.map(({ tag }) => `${tag.key}=${tag.value}`));
  const what = tags.size === 1 ? `tag ${[...tags][0]}` : 'the missing backup tags';
  return `Add ${what} to ${done.length === 1 ? first.database.name : plural(done.length, 'database')}`;
}

const into = (cover: Cover, minimumDays: number): string =>
  `plan ${cover.plan.name} → selection ${cover.selection.name} (${when(ruleOf(cover))}, ${kept(ruleOf(cover), minimumDays)})`;

function summaryOf(done: readonly Tagging[], { plans, settings }: AccountFacts, { policy }: PlanContext): string[] {
  if (done.length === 0) return [];
  const covers = [...new Set(done.map(({ cover }) => into(cover, policy.minRetentionDays)))].sort();
  const more = done.flatMap(({ database, tag, cover }) =>
    effectOfTag(database, tag, plans, settings).gained.filter(
      (name) => name !== `selection ${cover.selection.name} of plan ${cover.plan.name}`,
    ),
  );
  return [
    `Adds to: ${listed(covers, 5)}.`,
    ...(more.length === 0 ? [] : [`Adds to as well: ${listed([...new Set(more)].sort(), 5)}.`]),
    'Removes from: nothing. No tag is overwritten.',
    'Policies outside of AWS Backup that look at the tag are not seen from here.',
    'Without a first backup now, the plan makes the first recovery point at its next run.',
  ];
}

const itemOf =
  ({ policy }: PlanContext) =>
  ({ finding, tag, cover }: Tagging): PlanItem => ({
    findingId: finding.id,
    resource: finding.resource,
    changes: [
      { what: `tag ${tag.key}`, before: null, after: tag.value },
      { what: 'backup plan', before: null, after: into(cover, policy.minRetentionDays) },
    ],
  });

function stepsOf(done: readonly Tagging[], { policy }: PlanContext): PlannedStep[] {
  if (done.length === 0) return [];
  const minimum = policy.minRetentionDays;
  const refs = Object.fromEntries(done.map(({ finding, database }) => [finding.id, { databases: [refOf(database)] }]));
  return [
    {
      id: 'tag',
      step: 'tag',
      title: titleOf(done),
      input: null,
      items: Object.fromEntries(
        done.map(({ finding, database, tag, cover }) => [
          finding.id,
          // `into` makes the plan's own terms part of what is approved.
          {
            databases: [refOf(database)],
            key: tag.key,
            value: tag.value,
            into: into(cover, minimum),
            selectionId: cover.selection.id,
          },
        ]),
      ),
      before: null,
      ifStopped: 'Nothing has been changed.',
      deadlineMinutes: 30,
    },
    {
      id: 'read-back',
      step: 'readBack',
      title: 'See every database in its plan',
      input: null,
      items: refs,
      before: null,
      ifStopped: 'The tags stay, and the plan takes the databases in at its next run.',
      deadlineMinutes: 30,
    },
    ...firstBackupSteps(
      done.map(({ finding, database, cover }) => ({
        findingId: finding.id,
        databases: [database],
        vault: ruleOf(cover).vault,
        roleArn: roleOf(cover),
        retentionDays: ruleOf(cover).retentionDays ?? null,
      })),
    ),
  ];
}

export const addTagStage: Stage = { plan, steps: { tag: addTags, readBack, firstBackup } };
