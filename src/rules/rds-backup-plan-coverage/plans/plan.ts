import type { PatternList } from '../assignment/arn-pattern.ts';
import type { TagCondition } from '../assignment/tag-condition.ts';
import type { Schedule } from './schedule.ts';

/** A backup plan with everything that decides what it backs up, and whether it can. */
export interface Plan {
  readonly id: string;
  readonly name: string;
  readonly rules: readonly PlanRule[];
  readonly selections: readonly Selection[];
  /** Why its rules are not known. */
  readonly rulesUnread?: string | undefined;
  /** Why its selections are not known, or not all of them. */
  readonly selectionsUnread?: string | undefined;
}

/** When, where to and for how long a plan backs up. */
export interface PlanRule {
  readonly name: string;
  /** As AWS keeps it, `cron(0 5 ? * * *)`. */
  readonly expression: string;
  readonly timezone: string;
  /** Undefined when the expression was not understood. */
  readonly schedule: Schedule | undefined;
  readonly startWindowMinutes: number;
  readonly completionWindowMinutes: number;
  /** Undefined: for ever. */
  readonly retentionDays: number | undefined;
  readonly vault: string;
  readonly vaultLocked: boolean | undefined;
  readonly continuous: boolean;
  /** ARNs of the vaults to which its recovery points are copied. */
  readonly copies: readonly string[];
  /** Why its jobs would fail or never start: `vault Gold does not exist`. */
  readonly obstacle?: string | undefined;
}

/** Which resources a plan backs up: (Resources and Conditions) or ListOfTags, without NotResources. */
export interface Selection {
  readonly id: string;
  readonly name: string;
  readonly roleArn: string | undefined;
  readonly createdAt: Date | undefined;
  readonly resources: PatternList;
  readonly notResources: PatternList;
  /** ListOfTags: any of them. */
  readonly anyTag: readonly TagCondition[];
  /** Conditions: all of them. */
  readonly conditions: readonly TagCondition[];
  readonly unclear: Unclear;
  /** Why it is not known. */
  readonly unread?: string | undefined;
}

/** Parts that were not understood, in words. They can neither cover a database nor be passed over. */
export interface Unclear {
  readonly resources: readonly string[];
  readonly notResources: readonly string[];
  readonly conditions: readonly string[];
  readonly anyTag: readonly string[];
  /** Entries of ListOfTags whose key is written as in Conditions: AWS documents both ways and says nothing of the effect. */
  readonly prefixedTags: readonly TagCondition[];
}
