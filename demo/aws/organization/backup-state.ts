import type { BackupJob, RecoveryPointCreator } from '@aws-sdk/client-backup';
import { z } from 'zod';
import { type JobProgress, type JobResource, type JobSpec, jobFrom, jobOf } from './backup-jobs.ts';
import { RESOURCE_TYPES } from './backup-names.ts';
import type { PlanSpec, PlanState } from './backup-plans.ts';
import { type VaultSpec, type VaultState, vaultsFrom } from './backup-vaults.ts';
import type { Place } from './place.ts';
import type { RecoveryPoint } from './recovery-points.ts';

/** What AWS Backup may back up in the Region: `none` where nobody has used it, `null` for a type it does not name. */
export const optIn = z.union([z.literal('none'), z.partialRecord(z.enum(RESOURCE_TYPES), z.boolean().nullable())]);

/** What AWS Backup holds in one Region. The maps may be changed. */
export interface BackupState {
  /** By plan id, deleted ones included. */
  readonly plans: Map<string, PlanState>;
  readonly vaults: Map<string, VaultState>;
  readonly optIn: Map<string, boolean>;
  /** By job id. */
  readonly jobs: Map<string, BackupJob>;
  /** When running jobs started and will end, by job id. */
  readonly running: Map<string, JobProgress>;
  /** The answers to StartBackupJob, by idempotency token. */
  readonly tokens: Map<string, StartedJob>;
  /** What DescribeRegionSettings shows, while it is behind. */
  shownOptIn: ReadonlyMap<string, boolean> | undefined;
  /** Tags of plans, vaults and recovery points, by ARN. */
  readonly tags: Map<string, Record<string, string>>;
}

/** A job with what it was asked for. */
export interface StartedJob {
  readonly asked: string;
  readonly job: BackupJob;
}

/** The description of AWS Backup in a Region. */
export interface BackupSpecs {
  readonly plans: readonly PlanSpec[];
  readonly vaults: readonly VaultSpec[];
  readonly jobs: readonly JobSpec[];
  readonly optIn?: z.output<typeof optIn> | undefined;
}

/** The plans of a Region, by name, as those that made recovery points. */
export function creatorsFrom(plans: readonly PlanState[]): Map<string, RecoveryPointCreator> {
  return new Map(
    plans.flatMap(({ id, arn, versions }): [string, RecoveryPointCreator][] => {
      const version = versions.at(-1);
      const [rule] = version?.plan.Rules ?? [];
      const name = version?.plan.BackupPlanName;
      if (!version || name === undefined) return [];
      const made = { BackupPlanId: id, BackupPlanArn: arn, BackupPlanVersion: version.id, BackupPlanName: name };
      return [[name, { ...made, BackupRuleId: rule?.RuleId, BackupRuleName: rule?.RuleName }]];
    }),
  );
}

/** Builds the state from its description; jobs, which are many, when they are first asked for. */
export function backupFrom(
  specs: BackupSpecs,
  plans: readonly PlanState[],
  points: readonly RecoveryPoint[],
  resourceOf: (job: JobSpec) => JobResource,
  place: Place,
): BackupState {
  const { vaults, jobs } = specs;
  const named = [
    ...plans
      .flatMap(({ versions }) => versions.at(-1)?.plan.Rules ?? [])
      .map((rule) => rule.TargetBackupVaultName ?? ''),
    ...points.map(({ BackupVaultName }) => BackupVaultName),
    ...jobs.map((one) => one.vault),
  ];
  const used = named.length + plans.length + vaults.length > 0;
  const vaultStates = vaultsFrom(vaults, named, place);
  let all: Map<string, BackupJob> | undefined;
  const derivedJobs = (): Map<string, BackupJob> => {
    const made = points.flatMap((point) => jobOf(point, place) ?? []);
    const listed = jobs.map((one, index) => jobFrom(one, resourceOf(one), index, place));
    return new Map([...made, ...listed].map((one) => [one.BackupJobId ?? '', one]));
  };
  const tagged = [
    ...specs.plans.map(({ tags }, index): [string, Record<string, string>] => [plans[index]?.arn ?? '', { ...tags }]),
    ...vaults.map(({ name, tags }): [string, Record<string, string>] => [
      vaultStates.get(name)?.arn ?? '',
      { ...tags },
    ]),
  ];
  return {
    plans: new Map(plans.map((one) => [one.id, one])),
    vaults: vaultStates,
    optIn: optInFrom(specs.optIn, used),
    shownOptIn: undefined,
    running: new Map(),
    tokens: new Map(),
    get jobs() {
      all ??= derivedJobs();
      return all;
    },
    tags: new Map(tagged),
  };
}

/** First use opts an account in to everything; where AWS Backup was never used it names no type at all. */
function optInFrom(told: z.output<typeof optIn> | undefined, used: boolean): Map<string, boolean> {
  if (told === 'none' || (told === undefined && !used)) return new Map();
  const all = RESOURCE_TYPES.map((type): [string, boolean | null] => [
    type,
    told?.[type] === undefined ? true : told[type],
  ]);
  return new Map(all.filter((entry): entry is [string, boolean] => entry[1] !== null));
}
