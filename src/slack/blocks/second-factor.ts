import type { KnownBlock } from '@slack/types';
import type { Approval } from '../../domain/approval/record.ts';
import { preformatted, section } from './limits.ts';
import type { RenderContext } from './rendered.ts';

const tagKey = 'aurora-keeper-approved';

/**
 * How an approver confirms outside Slack, signed in to AWS himself; nothing where that is not asked for.
 * https://docs.aws.amazon.com/cli/latest/reference/rds/add-tags-to-resource.html
 */
export function secondFactorBlocks({ risk, plan, target }: Approval, { accounts }: RenderContext): KnownBlock[] {
  const policy = accounts.find(({ id }) => id === target.accountId)?.policy;
  const asked = (risk === 'disruptive' || risk === 'destructive') && policy?.secondFactor === 'aws-tag';
  const arn = plan?.items[0]?.resource.arn;
  if (!asked || plan === undefined || arn === undefined) return [];
  const command = [
    `aws rds add-tags-to-resource --region ${target.region} \\`,
    `  --resource-name ${arn} \\`,
    `  --tags Key=${tagKey},Value=${plan.hash}`,
  ];
  return [
    section('One of the approvers also confirms in AWS, signed in there under his own name:'),
    ...preformatted(command.join('\n')),
  ];
}
