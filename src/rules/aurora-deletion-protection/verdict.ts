import type { DBCluster } from '@aws-sdk/client-rds';
import type { Verdict } from '../verdicts.ts';

/**
 * Judges one Aurora cluster. Protection is the cluster's, never its instances', and every kind of Aurora has it,
 * Serverless v1 and members of global databases included (Aurora user guide, "Deletion protection for Aurora clusters").
 */
export function judge({ DeletionProtection, Status }: Pick<DBCluster, 'DeletionProtection' | 'Status'>): Verdict {
  if (DeletionProtection === true) {
    return {
      status: 'pass',
      cause: 'deletion-protection-on',
      reason: 'Cannot be deleted until somebody switches deletion protection off.',
      remediation: null,
    };
  }
  if (Status === 'deleting') {
    return {
      status: 'not-applicable',
      cause: 'being-deleted',
      reason: 'It is being deleted already, and AWS changes no setting of such a cluster.',
      remediation: null,
    };
  }
  if (DeletionProtection === undefined) {
    return {
      status: 'unknown',
      cause: 'could-not-read',
      reason: "AWS's answer does not say whether deletion protection is on.",
      remediation: null,
    };
  }
  return {
    status: 'fail',
    cause: 'deletion-protection-off',
    reason: 'Can be deleted at any time: deletion protection is off.',
    remediation: { strategies: ['enable-deletion-protection'], recommended: 'enable-deletion-protection' },
  };
}
