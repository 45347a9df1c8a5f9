import { canonical, type Json } from '../../../../domain/json.ts';
import type { ClusterSettings } from './cluster-settings.ts';
import type { MemberSettings } from './member-settings.ts';

/** What people call each setting of a cluster, in the order in which they are compared. */
export const clusterWords: Readonly<Record<keyof ClusterSettings, string>> = {
  engine: 'engine',
  engineVersion: 'engine version',
  engineMode: 'engine mode',
  parameterGroup: 'cluster parameter group',
  subnetGroup: 'subnet group',
  securityGroups: 'security groups',
  port: 'port',
  kmsKey: 'encryption key',
  storageType: 'storage type',
  networkType: 'network type',
  iamAuthentication: 'IAM database authentication',
  logExports: 'log exports',
  deletionProtection: 'deletion protection',
  copyTagsToSnapshot: 'tags copied to snapshots',
  retentionDays: 'backup retention (days)',
  backupWindow: 'backup window',
  maintenanceWindow: 'maintenance window',
  autoMinorVersionUpgrade: 'automatic minor upgrades',
  lifecycleSupport: 'extended support',
  capacity: 'serverless capacity',
  domain: 'Active Directory domain',
  dataApi: 'Data API',
  localWriteForwarding: 'local write forwarding',
  databaseInsights: 'Database Insights',
  performanceInsightsDays: 'Performance Insights (days)',
  managedPassword: 'master password managed by RDS',
  passwordKey: 'key of the master password',
  roles: 'IAM roles',
  tags: 'tags',
};

export const memberWords: Readonly<Record<keyof MemberSettings, string>> = {
  instanceClass: 'instance class',
  promotionTier: 'promotion tier',
  parameterGroup: 'parameter group',
  zone: 'availability zone',
  publiclyAccessible: 'public access',
  monitoringInterval: 'enhanced monitoring (seconds)',
  monitoringRole: 'monitoring role',
  performanceInsightsDays: 'Performance Insights (days)',
  performanceInsightsKey: 'key of Performance Insights',
  maintenanceWindow: 'maintenance window',
  autoMinorVersionUpgrade: 'automatic minor upgrades',
  certificate: 'certificate authority',
  tags: 'tags',
};

const isRecord = (value: Json): value is { readonly [key: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A value as people read it: `off`, `db.r6g.large`, `env=prod, team=shop`. */
export function shown(value: Json): string {
  if (value === null || value === '') return 'none';
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.map(String).join(', ');
  if (isRecord(value)) {
    const entries = Object.entries(value).filter(([, each]) => each !== null);
    return entries.length === 0
      ? 'none'
      : entries.map(([key, each]) => `${key}=${typeof each === 'string' ? each : canonical(each)}`).join(', ');
  }
  return String(value);
}
