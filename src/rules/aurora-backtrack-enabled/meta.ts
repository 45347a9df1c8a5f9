import type { RuleMeta } from '../../domain/rule.ts';
import { counted, plural } from '../../domain/words.ts';
import { fixes } from './fixes.ts';
import { strategies } from './strategies.ts';

const guide = 'https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide';

export const meta: RuleMeta = {
  id: 'aurora-backtrack-enabled',
  title: 'Backtrack on Aurora MySQL clusters',
  pack: 'recoverability',
  references: ['RDS-034', 'RDS.14', 'rds_cluster_backtrack_enabled'],
  severity: 'medium',
  resourceTypes: ['AWS::RDS::DBCluster'],
  permissions: {
    audit: [
      'rds:DescribeDBClusters',
      'rds:DescribeDBInstances',
      'rds:DescribeDBClusterParameters',
      'rds:DescribeEvents',
      'rds:DescribeIntegrations',
    ],
  },
  why: 'After a wrong DELETE or a dropped table, a cluster with Backtrack is rewound in place within minutes. Without it the only way back is a restore into a new cluster, which takes far longer and leaves the applications pointing at the old one.',
  causes: {
    'created-without-backtrack': {
      headline: (count) => `${plural(count, 'cluster')} cannot be rewound`,
      fix: 'rebuild from a snapshot; rehearse it on a copy first',
      lost: (count) => counted(count, 'lost Backtrack'),
      found: (count) => counted(count, 'new without Backtrack'),
    },
    'window-below-policy': {
      headline: (count) =>
        `${plural(count, 'cluster')} ${count === 1 ? 'has' : 'have'} a Backtrack window below the policy`,
      fix: 'raise the window in place, without an outage',
      lost: (count) => counted(count, 'fell below the Backtrack window of the policy'),
      found: (count) => counted(count, 'new with a short Backtrack window'),
    },
    'window-cut-short': {
      headline: (count) => `AWS keeps less than the Backtrack window of ${plural(count, 'cluster')}`,
      fix: 'write less, or lower the target window; a higher one does not help',
    },
    'engine-mode-not-known': {
      headline: (count) => `${plural(count, 'cluster')} ${count === 1 ? 'has' : 'have'} an engine mode not known here`,
      fix: 'update Aurora Keeper, or check the cluster in the console',
    },
    'version-not-known': {
      headline: (count) => `${plural(count, 'cluster')} ${count === 1 ? 'has' : 'have'} a version not known here`,
      fix: 'update Aurora Keeper, or check the cluster in the console',
    },
  },
  links: [
    {
      title: 'Aurora user guide: Backtracking an Aurora DB cluster',
      url: `${guide}/AuroraMySQL.Managing.Backtrack.html`,
    },
    {
      title: 'Aurora user guide: Configuring Backtrack',
      url: `${guide}/AuroraMySQL.Managing.Backtrack.Configuring.html`,
    },
    {
      title: 'AWS re:Post: turn on Backtrack for an existing cluster',
      url: 'https://repost.aws/knowledge-center/aurora-mysql-cluster-backtrack',
    },
    { title: 'Security Hub RDS.14', url: 'https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html' },
  ],
  strategies,
  fixes,
};
