import { acknowledge, blocked, checkOfSource, clear, type Decision } from '../check.ts';
import type { Subject } from '../subject.ts';
import { counted, few } from '../words.ts';

const roleName = (arn: string | undefined): string => arn?.split('/').at(-1) ?? '?';

/** https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DBClusterRole.html */
export function decideRoles({ source, name }: Subject): Decision {
  const roles = source.cluster.AssociatedRoles ?? [];
  const inState = (state: string): string[] =>
    roles.flatMap(({ RoleArn, Status }) => (Status === state ? [roleName(RoleArn)] : []));
  const [pending, invalid] = [inState('PENDING'), inState('INVALID')];
  if (pending.length > 0)
    return blocked(`${few(pending)} is being associated with ${name}. Plan again when it is active.`);
  if (invalid.length > 0)
    return acknowledge(
      `${name} cannot assume ${few(invalid)}, and the new cluster will not either. Mend the role's trust, or go on without what it is for.`,
    );
  const all = roles.map(({ RoleArn }) => roleName(RoleArn));
  return clear(all.length === 0 ? `${name} uses none.` : `The restore passes on ${counted(all, 'role')}.`);
}

export const roles = checkOfSource({
  id: 'roles',
  what: 'IAM roles of the cluster',
  decide: decideRoles,
  facts: ({ source }) => ({
    roles: (source.cluster.AssociatedRoles ?? []).flatMap(({ RoleArn: arn, FeatureName: feature = '' }) =>
      arn === undefined ? [] : [{ arn, feature }],
    ),
  }),
});
