import type { RuleMeta } from '../../domain/rule.ts';
import { counted, plural } from '../../domain/words.ts';
import { fixes } from './fixes.ts';
import { strategies } from './strategies.ts';

const guide = 'https://docs.aws.amazon.com/aws-backup/latest/devguide';

const are = (count: number): string => `${plural(count, 'database')} ${count === 1 ? 'is' : 'are'}`;
const have = (count: number): string => `${plural(count, 'database')} ${count === 1 ? 'has' : 'have'}`;

export const meta: RuleMeta = {
  id: 'rds-backup-plan-coverage',
  title: 'Backup plan for every RDS and Aurora database',
  pack: 'recoverability',
  references: ['RDS.26', 'rds_instance_protected_by_backup_plan', 'rds_cluster_protected_by_backup_plan'],
  severity: 'medium',
  resourceTypes: ['AWS::RDS::DBCluster', 'AWS::RDS::DBInstance'],
  permissions: {
    audit: [
      'rds:DescribeDBClusters',
      'rds:DescribeDBInstances',
      'rds:DescribeDBSnapshots',
      'rds:DescribeDBClusterSnapshots',
      'backup:ListBackupPlans',
      'backup:GetBackupPlan',
      'backup:ListBackupSelections',
      'backup:GetBackupSelection',
      'backup:DescribeRegionSettings',
      'backup:ListBackupVaults',
      'backup:ListRecoveryPointsByBackupVault',
      'backup:ListBackupJobs',
    ],
  },
  why: 'A database that no backup plan selects is backed up by nobody but RDS itself, for 35 days at most and only as long as the database lives. A plan that selects it and makes no recovery points is worse, because everybody believes in it.',
  causes: {
    'not-in-a-plan': {
      headline: (count) => `${are(count)} in no backup plan`,
      fix: 'add the tag or the selection that is missing, or make a plan',
      lost: (count) => plural(count, 'lost its backup plan', 'lost their backup plan'),
      found: (count) => counted(count, 'new without a backup plan'),
      urgent: true,
    },
    'opted-out': {
      headline: (count) => `${are(count)} selected by a plan, but not opted in to AWS Backup`,
      fix: 'enable the resource type in the service opt-in of AWS Backup',
      lost: (count) => counted(count, 'opted out of AWS Backup'),
      found: (count) => counted(count, 'new and not opted in to AWS Backup'),
      urgent: true,
    },
    'plan-cannot-run': {
      headline: (count) => `${are(count)} in a backup plan that cannot run`,
      fix: 'mend the plan, or assign the database to one that runs',
      lost: (count) => counted(count, 'in a plan that stopped running'),
      found: (count) => counted(count, 'new in a plan that cannot run'),
      urgent: true,
    },
    'no-recent-recovery-point': {
      headline: (count) => `${have(count)} a backup plan, but no recent recovery point`,
      fix: 'look at the plan and its jobs, and start a backup',
      lost: (count) => counted(count, 'not backed up lately'),
      found: (count) => counted(count, 'new without a recent recovery point'),
      urgent: true,
    },
    'last-backup-failed': {
      headline: (count) => `${have(count)} no recent recovery point, because the last backup failed`,
      fix: 'mend what the job complains of, and start a backup',
      lost: (count) => counted(count, 'whose last backup failed'),
      found: (count) => counted(count, 'new whose last backup failed'),
      urgent: true,
    },
  },
  links: [
    { title: 'AWS Backup: select services and assign resources', url: `${guide}/assigning-resources.html` },
    { title: 'AWS Backup: assign resources with the CLI', url: `${guide}/assigning-resources-json.html` },
    { title: 'AWS Backup: plan options', url: `${guide}/plan-options-and-configuration.html` },
    {
      title: 'AWS re:Post: how selections combine',
      url: 'https://repost.aws/knowledge-center/backup-assign-resources',
    },
    { title: 'Security Hub RDS.26', url: 'https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html' },
  ],
  strategies,
  fixes,
};
