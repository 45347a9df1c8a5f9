import type { RuleMeta } from '../../domain/rule.ts';
import { plural } from '../../domain/words.ts';
import { fixes } from './fixes.ts';

const guide = 'https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide';

export const meta: RuleMeta = {
  id: 'aurora-deletion-protection',
  title: 'Deletion protection on Aurora clusters',
  pack: 'hygiene',
  references: ['RDS-035', 'RDS.7', 'rds_cluster_deletion_protection'],
  severity: 'medium',
  resourceTypes: ['AWS::RDS::DBCluster'],
  permissions: { audit: ['rds:DescribeDBClusters'] },
  why: 'A deleted cluster takes its data with it, and by default its automated backups, too. With deletion protection somebody has to switch the protection off first, so a wrong click, script or stack deletion fails instead.',
  causes: {
    'deletion-protection-off': {
      headline: (count) => `${plural(count, 'Aurora cluster')} ${count === 1 ? 'has' : 'have'} no deletion protection`,
      fix: 'switch it on in place, without an outage',
    },
  },
  links: [
    { title: 'Aurora user guide: deleting a cluster', url: `${guide}/USER_DeleteCluster.html` },
    { title: 'Aurora user guide: modifying a cluster', url: `${guide}/Aurora.Modifying.html` },
    { title: 'Security Hub RDS.7', url: 'https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html' },
    {
      title: 'Conformity RDS-035',
      url: 'https://www.cloudconformity.com/knowledge-base/aws/RDS/cluster-deletion-protection.html',
    },
  ],
  fixes,
};
