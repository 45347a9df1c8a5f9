import type { RiskLevel } from '../capability.ts';
import type { Policy } from '../policy.ts';
import type { Plan } from './plan.ts';

/** Set by a person signed in to AWS, never by a role of ours; its value is the hash of the plan. */
export const approvalTag = 'aurora-keeper-approved';

/** What reading that tag takes. */
export const confirmationReads: readonly string[] = ['rds:ListTagsForResource'];

/** Stages that take more than signatures from Slack: named people, a start by hand, and a second factor. */
export const isGrave = (risk: RiskLevel): boolean => risk === 'disruptive' || risk === 'destructive';

export const needsSecondFactor = (risk: RiskLevel, policy: Pick<Policy, 'secondFactor'>): boolean =>
  isGrave(risk) && policy.secondFactor === 'aws-tag';

/** What an approver types to confirm a plan on one resource. */
export const confirmCommand = (arn: string, { hash, target }: Pick<Plan, 'hash' | 'target'>): string =>
  `aws rds add-tags-to-resource --resource-name ${arn} --tags Key=${approvalTag},Value=${hash} --region ${target.region}`;

export interface Confirmation {
  readonly id: string;
  readonly arn: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** Undefined when everything is confirmed; else what is missing, and the exact command. */
export function missingConfirmation(
  resources: readonly Confirmation[],
  plan: Pick<Plan, 'hash' | 'target'>,
): string | undefined {
  const missing = resources.filter(({ tags }) => tags[approvalTag] !== plan.hash);
  if (missing.length === 0) return undefined;
  const names = missing.map(({ id, tags }) =>
    tags[approvalTag] === undefined ? id : `${id} (which carries the confirmation of another plan)`,
  );
  const commands = missing.map(({ arn }) => confirmCommand(arn, plan));
  return `not confirmed in AWS: ${names.join(', ')}. An approver who is signed in to AWS runs: ${commands.join(' ; ')}`;
}
