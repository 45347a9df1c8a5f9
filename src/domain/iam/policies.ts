import type { RuleMeta } from '../rule.ts';

/** An IAM policy document. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html */
export interface PolicyDocument {
  readonly Version: '2012-10-17';
  readonly Statement: readonly PolicyStatement[];
}

export interface PolicyStatement {
  readonly Sid: string;
  readonly Effect: 'Allow';
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
}

const policy = (Sid: string, Action: readonly string[], Resource: readonly string[]): PolicyDocument => ({
  Version: '2012-10-17',
  Statement: [{ Sid, Effect: 'Allow', Action, Resource }],
});

/**
 * What the audit role of an account must allow: exactly the reads that the rules declare. They are sweeps over a
 * Region, so there is no single resource to name.
 */
export const auditPolicy = (metas: readonly RuleMeta[]): PolicyDocument =>
  policy('AuroraKeeperAudit', [...new Set(metas.flatMap(({ permissions }) => permissions.audit))].sort(), ['*']);

/** What the worker's own role must allow: to enter the roles of other accounts, and nothing else. */
export const workerPolicy = (roleNames: readonly string[]): PolicyDocument =>
  policy(
    'EnterRolesOfAuroraKeeper',
    ['sts:AssumeRole'],
    roleNames.map((name) => `arn:aws:iam::*:role/${name}`),
  );
