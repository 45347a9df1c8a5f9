import type { Evidence } from '../../domain/finding.ts';
import { managedByCode } from '../../domain/managed-by-code.ts';
import type { Policy } from '../../domain/policy.ts';
import type { Assignment, Cover } from './assignment/assignment.ts';
import { optedIn, type RegionSettings } from './assignment/opt-in.ts';
import type { Suggestion } from './assignment/suggest-fix.ts';
import { hourMs } from './backups/allowed-age.ts';
import { continuousTo, type Freshness } from './backups/freshness.ts';
import type { LivingDatabase } from './database.ts';
import type { Facts, Verdict } from './facts.ts';
import { when } from './words.ts';

type Values = Record<string, Evidence[string] | undefined>;

const hours = (ms: number): number => Math.round((ms / hourMs) * 10) / 10;
const iso = (at: Date | undefined): string | undefined => at?.toISOString();

/** What the verdict rests on: assignment, recovery points, quality; then what the fixes need. */
export function evidenceOf(database: LivingDatabase, verdict: Verdict, facts: Facts, notRead: string[]): Evidence {
  const { now, policy, settings } = facts;
  const all: Values = {
    engine: database.engine,
    databaseStatus: database.status,
    createdAt: iso(database.createdAt),
    trace: verdict.trace,
    backupType: database.types.length === 1 ? database.types[0] : undefined,
    optedIn: optedIn(database.types, settings).value ?? null,
    serviceOptIn: verdict.cause === 'opted-out' ? listOf(settings) : undefined,
    ...assigned(verdict.assignment, verdict.freshness, policy),
    ...backups(database, facts),
    nativeBackupRetentionDays: database.nativeRetentionDays ?? null,
    managedBy: managedByCode(database.tags ?? {}, policy.iacTags),
    ...suggested(verdict.suggestion),
    keeperVault: policy.vault,
    minimumRetentionDays: policy.minRetentionDays,
    notRead: notRead.length === 0 ? undefined : notRead,
    readAt: now.toISOString(),
  };
  return Object.fromEntries(
    Object.entries(all).filter((entry): entry is [string, Evidence[string]] => entry[1] !== undefined),
  );
}

const listOf = (settings: RegionSettings): string[] =>
  'unread' in settings ? [] : Object.entries(settings.optIn).map(([type, on]) => `${type}=${on === true}`);

/** The plan that decided, with its quality: how long, how safe, where else. */
function assigned(assignment: Assignment | undefined, freshness: Freshness | undefined, policy: Policy): Values {
  if (assignment?.state !== 'assigned') return {};
  const known = freshness === undefined || freshness.state === 'unknown' ? undefined : freshness;
  const cover: Cover = known?.cover ?? assignment.covers[0];
  const rule = known?.rule ?? cover.rules[0];
  const due = known?.state === 'due' ? known : undefined;
  return {
    plan: cover.plan.name,
    planId: cover.plan.id,
    selection: cover.selection.name,
    clause: cover.clause,
    rule: rule?.name,
    schedule: rule && when(rule),
    startWindowMinutes: rule?.startWindowMinutes,
    completionWindowMinutes: rule?.completionWindowMinutes,
    allowedAgeHours: known && Number.isFinite(known.allowedMs) ? hours(known.allowedMs) : undefined,
    vault: rule?.vault,
    vaultLocked: rule?.vaultLocked,
    ...(rule === undefined ? {} : quality(rule, policy)),
    assignedAt: iso(due?.assignedAt ?? cover.selection.createdAt),
    firstBackupDueAt: iso(due?.dueAt),
  };
}

const quality = ({ retentionDays, copies }: Cover['rules'][number], { minRetentionDays }: Policy): Values => ({
  retentionDays: retentionDays ?? 'for ever',
  retentionMeetsPolicy: retentionDays === undefined || retentionDays >= minRetentionDays,
  copiedTo: copies,
});

function backups(database: LivingDatabase, { points, jobs, now }: Facts): Values {
  const [newest] = points.good;
  const [earlier] = points.earlier;
  return {
    newestRecoveryPoint: newest?.arn ?? null,
    newestRecoveryPointAt: iso(newest?.at) ?? null,
    newestRecoveryPointAgeHours: newest && hours(now.getTime() - newest.at.getTime()),
    unusableRecoveryPoints:
      points.unusable.length === 0
        ? undefined
        : points.unusable.slice(0, 5).map(({ arn, status }) => `${status} ${arn}`),
    recoveryPointOfEarlierDatabaseAt: iso(earlier?.at),
    continuousBackup: database.continuousPointArn,
    continuousBackupUpTo: iso(continuousTo(database, points)),
    lastJobState: jobs.last?.state,
    lastJobAt: iso(jobs.last?.at),
    lastJobMessage: jobs.last?.message,
    jobUnderWay: jobs.underWay || undefined,
  };
}

const suggested = (suggestion: Suggestion | undefined): Values => ({
  suggestedTagKey: suggestion?.tag?.key,
  suggestedTagValue: suggestion?.tag?.value,
  suggestedTagPlan: suggestion?.tag?.plan.name,
  suggestedTagSelection: suggestion?.tag?.selection.name,
  suggestedPlan: suggestion?.home?.name,
  suggestedPlanId: suggestion?.home?.id,
  suggestedRole: suggestion?.home?.selections.find(({ roleArn }) => roleArn !== undefined && roleArn !== '')?.roleArn,
});
