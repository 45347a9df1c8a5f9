import { awsCli } from '../../../../../domain/paste.ts';
import type { Fix } from '../../../../../domain/rule.ts';
import type { LoginPolicy } from '../facts.ts';
import { withNewId } from './policy.ts';

/** Stands for the new cluster's id as long as there is no new cluster. */
export const idToCome = 'cluster-NEW';

/**
 * Commands that let whoever may log in to the old cluster log in to the new one; nobody loses anything. `newId` is the
 * new cluster's `DbClusterResourceId`.
 */
export function loginPatch(
  policies: readonly LoginPolicy[],
  { oldId, newId = idToCome, cluster }: { readonly oldId: string; readonly newId?: string; readonly cluster: string },
): Fix {
  const isToCome = newId === idToCome;
  const ask = awsCli('rds describe-db-clusters', {
    'db-cluster-identifier': cluster,
    query: 'DBClusters[0].DbClusterResourceId',
  }).replaceAll(' \\\n ', '');
  return {
    format: 'cli',
    title: `Let IAM users log in to ${isToCome ? 'the new cluster' : newId}`,
    text: [
      ...(isToCome ? [`# Put the new cluster's id for ${idToCome}, once there is one: ${ask}`] : []),
      ...policies.flatMap((policy) => ['', ...commandsFor(policy, oldId, newId)]),
    ]
      .join('\n')
      .trim(),
  };
}

function commandsFor(policy: LoginPolicy, oldId: string, newId: string): string[] {
  const { owner, policy: name, resources } = policy;
  const document = JSON.stringify(withNewId(policy.document, oldId, newId));
  if (owner.kind === 'managed-policy')
    return [
      '# A policy has five versions at most; delete one when AWS refuses.',
      awsCli('iam create-policy-version', {
        'policy-arn': owner.arn,
        'set-as-default': true,
        'policy-document': document,
      }),
    ];
  if (owner.kind === 'role' && owner.name.startsWith('AWSReservedSSO_'))
    return [
      `# ${owner.name} belongs to IAM Identity Center: in its permission set, add ${newId} beside`,
      ...resources.map((resource) => `#   ${resource}`),
    ];
  return [
    awsCli(`iam put-${owner.kind}-policy`, {
      [`${owner.kind}-name`]: owner.name,
      'policy-name': name,
      'policy-document': document,
    }),
  ];
}
