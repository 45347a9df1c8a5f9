import type { RuleMeta } from '../../domain/rule.ts';
import { counted, plural } from '../../domain/words.ts';
import { fixes } from './fixes.ts';

const guide = 'https://docs.aws.amazon.com/AmazonRDS/latest';

export const meta: RuleMeta = {
  id: 'rds-backup-retention',
  title: 'Retention of native automated backups',
  pack: 'hygiene',
  references: ['RDS-002', 'RDS-003', 'RDS.11', 'RDS.50', 'rds_instance_backup_enabled'],
  severity: 'medium',
  resourceTypes: ['AWS::RDS::DBCluster', 'AWS::RDS::DBInstance'],
  permissions: { audit: ['rds:DescribeDBClusters', 'rds:DescribeDBInstances'] },
  why: 'Native backups are the only ones that bring a database back to any chosen second, and only as far back as they are kept. Damage that is noticed after the retention has passed can no longer be undone that way.',
  causes: {
    'native-backups-off': {
      headline: (count) => `${plural(count, 'database')} ${count === 1 ? 'has' : 'have'} native backups switched off`,
      fix: 'switch them on; AWS takes the instance offline for a moment',
      lost: (count) => counted(count, 'had native backups switched off'),
      found: (count) => counted(count, 'new without native backups'),
      urgent: true,
    },
    'retention-below-policy': {
      headline: (count) =>
        `${plural(count, 'database')} ${count === 1 ? 'keeps' : 'keep'} native backups for less than the policy asks`,
      fix: 'raise the retention in place, without an outage',
    },
    'backup-plan-below-policy': {
      headline: (count) =>
        `${plural(count, 'continuous backup')} of AWS Backup ${count === 1 ? 'ends' : 'end'} before the policy allows`,
      fix: 'raise the retention in the backup plan; RDS refuses it at the database',
    },
  },
  links: [
    {
      title: 'RDS user guide: backup retention period',
      url: `${guide}/UserGuide/USER_WorkingWithAutomatedBackups.BackupRetention.html`,
    },
    { title: 'Aurora user guide: backups', url: `${guide}/AuroraUserGuide/Aurora.Managing.Backups.html` },
    {
      title: 'AWS Backup: retention of continuous backups',
      url: 'https://docs.aws.amazon.com/aws-backup/latest/devguide/point-in-time-recovery-retention-period.html',
    },
    {
      title: 'Security Hub RDS.11 and RDS.50',
      url: 'https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html',
    },
  ],
  fixes,
};
