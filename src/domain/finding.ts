import { createHash } from 'node:crypto';
import type { Accepted, Muted } from './mute/mute.ts';
import type { Target } from './target.ts';

/** A call that failed never becomes `fail`, and silence never becomes `pass`. */
export type Status = 'pass' | 'fail' | 'not-applicable' | 'unknown';
export const statuses: readonly Status[] = ['fail', 'unknown', 'not-applicable', 'pass'];

export type Severity = 'low' | 'medium' | 'high' | 'critical';
export const severities: readonly Severity[] = ['low', 'medium', 'high', 'critical'];

export type EvidenceValue = string | number | boolean | null | readonly EvidenceValue[];
/** What was read and decided on; keys end in their unit where they have one (`backtrackWindowSeconds`). */
export type Evidence = Readonly<Record<string, EvidenceValue>>;

export interface Resource {
  /** CloudFormation type, or `target` for a verdict on a whole account and Region. */
  readonly type: string;
  /** The identifier people use (never the DbClusterResourceId). */
  readonly id: string;
  readonly arn: string;
  readonly tags?: Readonly<Record<string, string>>;
}

export interface Remediation {
  readonly strategies: readonly string[];
  readonly recommended: string;
}

export interface Exemption {
  readonly reason: string;
  readonly owner?: string | undefined;
}

/** A rule's verdict on one resource (or on the target). */
export interface Finding {
  /** Hash of rule id and ARN: the same finding tomorrow. */
  readonly id: string;
  readonly ruleId: string;
  readonly references: readonly string[];
  readonly status: Status;
  readonly severity: Severity;
  readonly title: string;
  /** One full sentence. */
  readonly reason: string;
  /** Stable key of the reason, unique within its rule; findings of one cause are shown together. */
  readonly cause: string;
  readonly exempt?: Exemption;
  /** Set aside by a person; put in when it is read, never by a rule. */
  readonly muted?: Muted;
  /** Part of the baseline; put in when it is read, never by a rule. */
  readonly accepted?: Accepted;
  readonly target: Target;
  readonly resource: Resource;
  readonly evidence: Evidence;
  readonly remediation: Remediation | null;
}

/** 16 hexadecimal characters. */
export const findingId = (ruleId: string, arn: string): string =>
  createHash('sha256').update(`${ruleId}\n${arn}`).digest('hex').slice(0, 16);

/** A failure that somebody has to look at. */
export const needsSomeone = ({ status, exempt, muted }: Pick<Finding, 'status' | 'exempt' | 'muted'>): boolean =>
  status === 'fail' && exempt === undefined && muted === undefined;
