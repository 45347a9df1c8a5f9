import type { BackupPlan, BackupRule, BackupSelection } from '@aws-sdk/client-backup';
import { z } from 'zod';
import { timeFrom } from '../clock.ts';
import { stableLetters, stableUuid } from '../random.ts';
import { backupArn, backupRoleArn } from './backup-names.ts';
import { tags, when } from './common.ts';
import type { Place } from './place.ts';
import { seenSince, type Visibility } from './visibility.ts';

const label = z.string().regex(/^[a-zA-Z0-9\-_.]{1,50}$/, 'a name has 1 to 50 letters, digits, "-", "_" and "."');

/** A rule as a person writes it; hours and days where AWS has minutes stay in AWS's own unit and say so. */
const rule = z.strictObject({
  name: label.default('daily'),
  schedule: z
    .string()
    .regex(/^(cron|rate)\(.+\)$/, 'use cron(…) or rate(…)')
    .default('cron(0 5 ? * * *)'),
  timezone: z.string().default('Etc/UTC'),
  vault: z.string().default('Default'),
  startWindowMinutes: z.number().int().min(60).default(480),
  completionWindowMinutes: z.number().int().min(61).default(10_080),
  retentionDays: z.union([z.number().int().min(1), z.literal('forever')]).default(35),
  continuous: z.boolean().default(false),
  /** ARNs of the vaults that copies go to. */
  copyTo: z.array(z.string().startsWith('arn:')).default([]),
});

const conditions = z.record(
  z.enum(['StringEquals', 'StringNotEquals', 'StringLike', 'StringNotLike']),
  z.record(z.string().startsWith('aws:ResourceTag/', 'write the tag as aws:ResourceTag/<key>'), z.string()),
);

const selection = z.strictObject({
  name: label,
  created: when.optional(),
  /** A role's name under /service-role/, or its whole ARN; it need not exist. */
  role: z.string().default('AWSBackupDefaultServiceRole'),
  resources: z.array(z.string().min(1)).default([]),
  notResources: z.array(z.string().min(1)).default([]),
  /** Any of these tags selects (ListOfTags). */
  tags: z.record(z.string(), z.union([z.string(), z.array(z.string())])).default({}),
  /** All of these must hold. */
  conditions: z.partialRecord(conditions.keyType, conditions.valueType).default({}),
});

/** A backup plan with its rules and selections. */
export const plan = z.strictObject({
  name: label,
  created: when.default('300d ago'),
  deleted: when.optional(),
  lastRun: when.optional(),
  /** Pushed by a backup policy of AWS Organizations: visible here, changeable only there. */
  fromOrganization: z.boolean().default(false),
  creatorRequestId: z.string().optional(),
  tags: tags.default({}),
  rules: z.array(rule).default([rule.parse({})]),
  selections: z.array(selection).default([]),
});

export type PlanSpec = z.output<typeof plan>;

/** A selection in a plan. */
export interface SelectionState extends Visibility {
  readonly id: string;
  readonly created: Date;
  readonly creatorRequestId: string | undefined;
  readonly selection: BackupSelection;
}

/** A plan with its versions, the newest last, and its selections by id. */
export interface PlanState extends Visibility {
  readonly id: string;
  readonly arn: string;
  readonly created: Date;
  readonly creatorRequestId: string | undefined;
  readonly versions: { readonly id: string; readonly plan: BackupPlan }[];
  readonly selections: Map<string, SelectionState>;
  lastRun: Date | undefined;
}

/** A plan from its description. Plans of AWS Organizations have ids that begin with `orgs/`. */
export function planFrom(spec: PlanSpec, place: Place): PlanState {
  const uuid = stableUuid('plan', place.accountId, place.region, spec.name, spec.deleted ?? '');
  const id = spec.fromOrganization ? `orgs/${uuid}` : uuid;
  const created = timeFrom(spec.created, place.now);
  const rules = spec.rules.map((one): BackupRule => ruleFrom(one, stableUuid(id, one.name)));
  return {
    id,
    arn: backupArn(place, 'backup-plan', id),
    created,
    creatorRequestId: spec.creatorRequestId,
    versions: [{ id: stableLetters(32, 'version', id), plan: { BackupPlanName: spec.name, Rules: rules } }],
    selections: new Map(
      spec.selections.map((one) => {
        const selectionId = stableUuid('selection', id, one.name);
        const at = one.created === undefined ? created : timeFrom(one.created, place.now);
        const selected = selectionFrom(one, place.accountId);
        const state = { id: selectionId, created: at, creatorRequestId: undefined, selection: selected };
        return [selectionId, { ...state, ...seenSince(at) }];
      }),
    ),
    ...seenSince(created, spec.deleted === undefined ? undefined : timeFrom(spec.deleted, place.now)),
    lastRun: spec.lastRun === undefined ? undefined : timeFrom(spec.lastRun, place.now),
  };
}

function ruleFrom(spec: z.output<typeof rule>, id: string): BackupRule {
  return {
    RuleName: spec.name,
    RuleId: id,
    TargetBackupVaultName: spec.vault,
    ScheduleExpression: spec.schedule,
    ScheduleExpressionTimezone: spec.timezone,
    StartWindowMinutes: spec.startWindowMinutes,
    CompletionWindowMinutes: spec.completionWindowMinutes,
    ...(spec.retentionDays !== 'forever' && { Lifecycle: { DeleteAfterDays: spec.retentionDays } }),
    CopyActions: spec.copyTo.map((arn) => ({ DestinationBackupVaultArn: arn })),
    EnableContinuousBackup: spec.continuous,
  };
}

function selectionFrom(spec: z.output<typeof selection>, accountId: string): BackupSelection {
  const listed = Object.entries(spec.tags).flatMap(([key, values]) =>
    [values]
      .flat()
      .map((value) => ({ ConditionType: 'STRINGEQUALS' as const, ConditionKey: key, ConditionValue: value })),
  );
  const named = Object.entries(spec.conditions).map(([operator, pairs]) => [
    operator,
    Object.entries(pairs ?? {}).map(([ConditionKey, ConditionValue]) => ({ ConditionKey, ConditionValue })),
  ]);
  const all = { StringEquals: [], StringNotEquals: [], StringLike: [], StringNotLike: [] };
  return {
    SelectionName: spec.name,
    IamRoleArn: backupRoleArn(spec.role, accountId),
    Resources: spec.resources,
    ListOfTags: listed,
    NotResources: spec.notResources,
    Conditions: { ...all, ...Object.fromEntries(named) },
  };
}
