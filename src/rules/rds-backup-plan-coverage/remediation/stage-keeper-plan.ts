import type { Finding } from '../../../domain/finding.ts';
import { managedByCode } from '../../../domain/managed-by-code.ts';
import { partitionOf } from '../../../domain/regions.ts';
import type { PlanDraft, PlannedStep } from '../../../domain/remediation/plan.ts';
import type { PlanContext, Stage } from '../../../domain/remediation/stage.ts';
import { plural } from '../../../domain/words.ts';
import { defaultBackupRole, keeperPlanFixes, keeperPlanName } from '../../keeper-plan.ts';
import { assignmentOf } from '../assignment/assignment.ts';
import type { LivingDatabase } from '../database.ts';
import { type AccountFacts, readAccount } from './account.ts';
import { firstBackup } from './first-backup.ts';
import { ensurePlan, findKeeperPlan, type KeeperPlan } from './keeper-plan.ts';
import { refOf } from './parts.ts';
import { firstBackupOption, firstBackupSteps, storageCost, vaultArn } from './plan-parts.ts';
import { obstacles } from './preflight.ts';
import { readBack } from './read-back.ts';
import { ensureSelection } from './selection.ts';

interface Chosen {
  readonly finding: Finding;
  readonly databases: readonly LivingDatabase[];
}

/** A selection takes 500 ARNs at most (API_BackupSelection). */
const mostPerSelection = 500;

/** The finding's own database, or all of a target that no plan covers. */
function chosenFor(finding: Finding, { databases, plans, settings }: AccountFacts): Chosen {
  const meant = databases.filter(({ arn }) => finding.resource.type === 'target' || arn === finding.resource.arn);
  return {
    finding,
    databases: meant.filter((database) => assignmentOf(database, plans, settings).state !== 'assigned'),
  };
}

async function plan(context: PlanContext, findings: readonly Finding[]): Promise<PlanDraft> {
  const [facts, keeper] = await Promise.all([readAccount(context), findKeeperPlan(context)]);
  const all = findings.map((finding) => chosenFor(finding, facts));
  const chosen = all.filter(({ databases }) => databases.length > 0);
  const databases = chosen.flatMap((each) => each.databases);
  const roleArn = defaultBackupRole(context.target);
  const owners = new Set(databases.flatMap(({ tags }) => managedByCode(tags ?? {}, context.policy.iacTags) ?? []));
  const gone = all
    .filter((each) => each.databases.length === 0)
    .map(
      ({ finding }) =>
        `${finding.resource.id} is in a backup plan by now, or is not there any more. Audit again to see it.`,
    );
  return {
    title: titleOf(databases, keeper),
    summary: summaryOf(keeper, context),
    items: chosen.map(({ finding, databases: own }) => ({
      findingId: finding.id,
      resource: finding.resource,
      changes: own.map(({ name }) => ({
        what: finding.resource.type === 'target' ? `backup plan of ${name}` : 'backup plan',
        before: null,
        after: keeperPlanName,
      })),
    })),
    steps: chosen.length === 0 ? [] : stepsOf(chosen, keeper, roleArn, context),
    options: chosen.length === 0 ? [] : [firstBackupOption],
    refusals: [
      ...(chosen.length === 0 ? gone : await obstacles(context, databases, facts, roleArn)),
      ...(databases.length > mostPerSelection
        ? [`A selection takes ${mostPerSelection} databases at most, and these are ${databases.length}.`]
        : []),
    ],
    warnings: chosen.length === 0 ? [] : gone.map((each) => `Left out: ${each}`),
    preflight: [],
    cost: storageCost(databases.length),
    patches: keeperPlanFixes({
      accountId: context.target.accountId,
      region: context.target.region,
      vault: context.policy.vault,
      retentionDays: context.policy.minRetentionDays,
      roleArn,
      databases: databases.map(({ arn }) => arn),
    }),
    ...(owners.size === 0 ? {} : { managedBy: [...owners].sort().join(', ') }),
    resources: [
      planArns(context),
      vaultArn(context.target, context.policy.vault),
      roleArn,
      ...databases.map(({ arn }) => arn),
    ],
  };
}

/** Nobody knows the id of a plan before it is made. */
const planArns = ({ target: { accountId, region } }: PlanContext): string =>
  `arn:${partitionOf(region)}:backup:${region}:${accountId}:backup-plan:*`;

function titleOf(databases: readonly LivingDatabase[], keeper: KeeperPlan | undefined): string {
  const [first] = databases;
  const what = databases.length === 1 && first !== undefined ? first.name : plural(databases.length, 'database');
  return keeper === undefined ? `Make a daily backup plan for ${what}` : `Add ${what} to the plan ${keeperPlanName}`;
}

const summaryOf = (keeper: KeeperPlan | undefined, { policy }: PlanContext): string[] => [
  ...(keeper === undefined
    ? [
        `Makes the plan ${keeperPlanName}: daily 05:00 UTC, kept ${plural(policy.minRetentionDays, 'day')} in vault ${policy.vault}.`,
      ]
    : [`The plan ${keeperPlanName} exists and stays as it is; its next run is at 05:00 UTC.`]),
  'Makes one selection in it that names these databases and nothing else.',
  'Changes nothing of the databases, and no other plan.',
];

function stepsOf(
  chosen: readonly Chosen[],
  keeper: KeeperPlan | undefined,
  roleArn: string,
  { policy }: PlanContext,
): PlannedStep[] {
  const items = Object.fromEntries(
    chosen.map(({ finding, databases }) => [finding.id, { databases: databases.map(refOf) }]),
  );
  const { vault, minRetentionDays: retentionDays } = policy;
  return [
    {
      id: 'plan',
      step: 'plan',
      title: keeper === undefined ? `Make the plan ${keeperPlanName}` : `Find the plan ${keeperPlanName}`,
      input: { vault, retentionDays },
      before: { planId: keeper?.id ?? null },
      ifStopped: 'Nothing has been changed.',
      deadlineMinutes: 30,
    },
    {
      id: 'selection',
      step: 'selection',
      title: `Assign the databases to ${keeperPlanName}`,
      input: { planId: keeper?.id ?? null, roleArn },
      items,
      before: null,
      ifStopped: `The plan ${keeperPlanName} is there; none of these databases is in it.`,
      deadlineMinutes: 30,
    },
    {
      id: 'read-back',
      step: 'readBack',
      title: 'See every database in its plan',
      input: null,
      items,
      before: null,
      ifStopped: 'The selection stays, and the plan takes the databases in at its next run.',
      deadlineMinutes: 30,
    },
    ...firstBackupSteps(
      chosen.map(({ finding, databases }) => ({ findingId: finding.id, databases, vault, roleArn, retentionDays })),
    ),
  ];
}

export const keeperPlanStage: Stage = {
  plan,
  steps: { plan: ensurePlan, selection: ensureSelection, readBack, firstBackup },
};
