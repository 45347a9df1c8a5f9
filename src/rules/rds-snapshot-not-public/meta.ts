import type { RuleMeta } from '../../domain/rule.ts';
import { plural } from '../../domain/words.ts';
import { fixes } from './fixes.ts';

const guide = 'https://docs.aws.amazon.com/AmazonRDS/latest';

export const meta: RuleMeta = {
  id: 'rds-snapshot-not-public',
  title: 'Snapshots shared with everybody',
  pack: 'hygiene',
  references: ['RDS-023', 'RDS.1', 'rds_snapshots_public_access'],
  severity: 'critical',
  resourceTypes: ['AWS::RDS::DBSnapshot', 'AWS::RDS::DBClusterSnapshot'],
  permissions: {
    audit: [
      'rds:DescribeDBSnapshots',
      'rds:DescribeDBClusterSnapshots',
      'rds:DescribeDBSnapshotAttributes',
      'rds:DescribeDBClusterSnapshotAttributes',
    ],
  },
  why: 'A public snapshot is a whole database that any AWS account in the world can list, copy and restore. What somebody has copied stays theirs after the snapshot is private again.',
  causes: {
    public: {
      headline: (count) => `${plural(count, 'snapshot')} ${count === 1 ? 'is' : 'are'} public`,
      fix: 'make it private at once, and treat its data as disclosed',
    },
  },
  links: [
    { title: 'RDS user guide: public snapshots', url: `${guide}/UserGuide/USER_ShareSnapshot.Public.html` },
    { title: 'Aurora user guide: public snapshots', url: `${guide}/AuroraUserGuide/aurora-share-snapshot.public.html` },
    { title: 'Security Hub RDS.1', url: 'https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html' },
    {
      title: 'Conformity RDS-023',
      url: 'https://www.trendmicro.com/cloudoneconformity/knowledge-base/aws/RDS/public-snapshots.html',
    },
  ],
  fixes,
};
