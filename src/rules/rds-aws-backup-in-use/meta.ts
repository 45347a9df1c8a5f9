import type { RuleMeta } from '../../domain/rule.ts';
import { plural } from '../../domain/words.ts';
import { keeperPlan } from '../rds-backup-plan-coverage/strategies.ts';
import { fixes } from './fixes.ts';

const guide = 'https://docs.aws.amazon.com/aws-backup/latest/devguide';

export const meta: RuleMeta = {
  id: 'rds-aws-backup-in-use',
  title: 'AWS Backup in use for RDS and Aurora',
  pack: 'recoverability',
  references: ['Backup-001'],
  severity: 'low',
  resourceTypes: ['target'],
  permissions: {
    audit: [
      'rds:DescribeDBClusters',
      'rds:DescribeDBInstances',
      'rds:DescribeDBSnapshots',
      'rds:DescribeDBClusterSnapshots',
      'backup:ListProtectedResources',
    ],
  },
  why: 'Native automated backups end after 35 days at most and go when their database goes. AWS Backup keeps recovery points by plan, in vaults with their own access rules, and tells when a backup fails.',
  causes: {
    'no-recovery-point': {
      headline: (count) => `AWS Backup protects no database in ${plural(count, 'target')}`,
      fix: 'make a backup plan and assign the databases',
      lost: (count) => `${plural(count, 'target')} without any recovery point left`,
      found: (count) => `${plural(count, 'new target')} without AWS Backup`,
    },
  },
  links: [
    { title: 'AWS Backup: assigning resources to a plan', url: `${guide}/assigning-resources.html` },
    { title: 'AWS Backup: Amazon RDS', url: `${guide}/rds-backup.html` },
    { title: 'AWS Backup: create a vault', url: `${guide}/create-a-vault.html` },
    {
      title: 'AWS CLI: create-backup-selection',
      url: 'https://docs.aws.amazon.com/cli/latest/reference/backup/create-backup-selection.html',
    },
  ],
  strategies: [keeperPlan],
  fixes,
};
