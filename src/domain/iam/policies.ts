import type { Capability } from '../capability.ts';
import type { Policy } from '../policy.ts';
import { isRead } from '../remediation/reads.ts';
import { approvalTag, confirmationReads, isGrave } from '../remediation/second-factor.ts';
import type { PermissionScope, StageMeta } from '../remediation/strategy.ts';
import type { RuleMeta } from '../rule.ts';

/** An IAM policy document. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html */
export interface PolicyDocument {
  readonly Version: '2012-10-17';
  readonly Statement: readonly PolicyStatement[];
}

export type Condition = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

export interface PolicyStatement {
  readonly Sid: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
  readonly Condition?: Condition;
}

const document = (...Statement: readonly PolicyStatement[]): PolicyDocument => ({ Version: '2012-10-17', Statement });

const allow = (Sid: string, Action: readonly string[], Resource: readonly string[]): PolicyStatement => ({
  Sid,
  Effect: 'Allow',
  Action,
  Resource,
});

const unique = (texts: readonly string[]): string[] => [...new Set(texts)].sort();

/**
 * What the audit role of an account must allow: exactly the reads that the rules and their planning declare, and the
 * tag that confirms a grave change. They are sweeps over a Region, so there is no single resource to name.
 */
export const auditPolicy = (metas: readonly RuleMeta[]): PolicyDocument =>
  document(
    allow(
      'AuroraKeeperAudit',
      unique(
        metas.flatMap(({ permissions, strategies = [] }) => [
          ...permissions.audit,
          ...strategies.flatMap(({ planPermissions = [] }) => planPermissions),
          ...(strategies.some(({ stages }) => stages.some(({ risk }) => isGrave(risk))) ? confirmationReads : []),
        ]),
      ),
      ['*'],
    ),
  );

/**
 * What the remediation role of an account must allow: the steps of the named capabilities, each write narrowed to what
 * its stage says. Every run's session is cut down further, to the approved resources.
 */
export function applyPolicy(
  metas: readonly RuleMeta[],
  capabilities: readonly Capability[],
  secondFactor: Policy['secondFactor'] = 'aws-tag',
): PolicyDocument {
  const stages = metas
    .flatMap(({ strategies = [] }) => strategies.flatMap((strategy) => strategy.stages))
    .filter(({ capability }) => capabilities.includes(capability));
  const reads = unique(stages.flatMap(({ permissions }) => permissions.filter(isRead)));
  return document(...(reads.length === 0 ? [] : [allow('Look', reads, ['*'])]), ...writesOf(stages, secondFactor), {
    Sid: 'NeverConfirmItself',
    Effect: 'Deny',
    Action: ['rds:AddTagsToResource', 'rds:RemoveTagsFromResource'],
    Resource: ['*'],
    Condition: { 'ForAnyValue:StringEquals': { 'aws:TagKeys': [approvalTag] } },
  });
}

/** One statement for all actions that are narrowed alike. */
function writesOf(stages: readonly StageMeta[], secondFactor: Policy['secondFactor']): PolicyStatement[] {
  const groups = new Map<string, { scope: PermissionScope; actions: Set<string> }>();
  for (const { permissions, scopes = {} } of stages) {
    for (const action of permissions.filter((each) => !isRead(each))) {
      const allowed = scopes[action] ?? {};
      for (const scope of Array.isArray(allowed) ? allowed : [allowed]) {
        const key = JSON.stringify([scope.resources, scope.condition, scope.confirmed]);
        const group = groups.get(key) ?? { scope, actions: new Set<string>() };
        groups.set(key, group);
        group.actions.add(action);
      }
    }
  }
  return [...groups.values()].map(({ scope, actions }, index) => {
    const condition = conditionOf(scope, secondFactor);
    return {
      ...allow(`Change${index + 1}`, unique([...actions]), scope.resources ?? ['*']),
      ...(condition === undefined ? {} : { Condition: condition }),
    };
  });
}

/** Where people confirm in AWS, the role can do what has to be confirmed only on what carries the tag. */
const conditionOf = (
  { condition, confirmed }: PermissionScope,
  secondFactor: Policy['secondFactor'],
): Condition | undefined =>
  confirmed && secondFactor === 'aws-tag'
    ? { ...condition, StringLike: { ...condition?.StringLike, [`aws:ResourceTag/${approvalTag}`]: '*' } }
    : condition;

export interface WorkerRoles {
  readonly audit: readonly string[];
  /** Remediation and retire roles; entered in the name of whoever approved. */
  readonly apply: readonly string[];
}

/** What the worker's own role must allow: to enter the roles of other accounts, and nothing else. */
export const workerPolicy = ({ audit, apply }: WorkerRoles): PolicyDocument => {
  const arns = (names: readonly string[]) => names.map((name) => `arn:aws:iam::*:role/${name}`);
  return document(
    allow('EnterRolesOfAuroraKeeper', ['sts:AssumeRole'], arns([...audit, ...apply])),
    ...(apply.length === 0
      ? []
      : [allow('InTheNameOfTheApprover', ['sts:SetSourceIdentity', 'sts:TagSession'], arns(apply))]),
  );
};
