import type { Option } from './shell.ts';
import { type KnownMember, type RebuildCode, type RebuildNames, roleParts } from './values.ts';

type Options = Readonly<Record<string, Option>>;

/** Undefined stays undefined and null is left out; a number becomes a word. */
const word = (value: string | number | null | undefined): string | undefined =>
  value === null || value === undefined || value === '' ? undefined : String(value);

/** `--name` or `--no-name`; nothing for what is not known. */
const flag = (name: string, value: boolean | undefined): Options =>
  value === undefined ? {} : { [value ? name : `no-${name}`]: true };

/** As JSON: the shorthand of the AWS CLI stumbles over commas and equals signs. */
const tagsOption = (tags: Readonly<Record<string, string>> | undefined): Option => {
  const list = Object.entries(tags ?? {}).map(([Key, Value]) => ({ Key, Value }));
  return list.length === 0 ? undefined : JSON.stringify(list);
};

/** Whatever is left out falls back to a default, not to the source's setting (RestoreDBClusterFromSnapshot). */
export function restoreOptions({ target, settings, windowSeconds }: RebuildCode, names: RebuildNames): Options {
  const { capacity, domain } = settings;
  return {
    region: target.region,
    'db-cluster-identifier': names.cluster,
    'snapshot-identifier': names.snapshot,
    engine: settings.engine ?? 'aurora-mysql',
    'engine-version': settings.engineVersion,
    'engine-mode': settings.engineMode === 'provisioned' ? undefined : settings.engineMode,
    'backtrack-window': String(windowSeconds),
    'db-cluster-parameter-group-name': word(settings.parameterGroup),
    'db-subnet-group-name': word(settings.subnetGroup),
    'vpc-security-group-ids': settings.securityGroups,
    port: word(settings.port),
    'kms-key-id': word(settings.kmsKey),
    'storage-type': word(settings.storageType),
    'network-type': word(settings.networkType),
    'engine-lifecycle-support': word(settings.lifecycleSupport),
    'serverless-v2-scaling-configuration': capacity
      ? [
          `MinCapacity=${capacity.min}`,
          `MaxCapacity=${capacity.max}`,
          ...(capacity.pauseSeconds === null ? [] : [`SecondsUntilAutoPause=${capacity.pauseSeconds}`]),
        ].join(',')
      : undefined,
    'enable-cloudwatch-logs-exports': settings.logExports,
    domain: domain?.id,
    'domain-iam-role-name': word(domain?.role),
    ...flag('enable-iam-database-authentication', settings.iamAuthentication),
    ...flag('copy-tags-to-snapshot', settings.copyTagsToSnapshot ?? true),
    ...flag('deletion-protection', settings.deletionProtection ?? true),
    tags: tagsOption(settings.tags),
  };
}

/** What no restore takes, or not with every version of the AWS CLI; undefined when there is nothing. */
export function settleOptions({ target, settings }: RebuildCode, names: RebuildNames): Options | undefined {
  const insights = settings.performanceInsightsDays ?? 0;
  const changes: Options = {
    'backup-retention-period': word(settings.retentionDays),
    'preferred-backup-window': word(settings.backupWindow),
    'preferred-maintenance-window': word(settings.maintenanceWindow),
    ...(settings.localWriteForwarding ? { 'enable-local-write-forwarding': true } : {}),
    'database-insights-mode': word(settings.databaseInsights),
    ...(insights > 0
      ? { 'enable-performance-insights': true, 'performance-insights-retention-period': String(insights) }
      : {}),
    ...(settings.managedPassword
      ? { 'manage-master-user-password': true, 'master-user-secret-kms-key-id': word(settings.passwordKey) }
      : {}),
  };
  if (Object.values(changes).every((value) => value === undefined)) return undefined;
  return {
    region: target.region,
    'db-cluster-identifier': names.cluster,
    ...changes,
    'apply-immediately': true,
  };
}

export const roleOptions = ({ target, settings }: RebuildCode, names: RebuildNames): Options[] =>
  (settings.roles ?? []).map((role) => {
    const { arn, feature } = roleParts(role);
    return {
      region: target.region,
      'db-cluster-identifier': names.cluster,
      'role-arn': arn,
      'feature-name': feature,
    };
  });

/** What the cluster decides (port, security groups, backups, encryption) must not be sent with an instance. */
export function memberOptions(
  { target, settings }: RebuildCode,
  names: RebuildNames,
  { name, member }: { readonly name: string; readonly member: KnownMember },
): Options {
  const insights = member.performanceInsightsDays;
  return {
    region: target.region,
    'db-instance-identifier': name,
    'db-cluster-identifier': names.cluster,
    'db-instance-class': member.instanceClass,
    engine: settings.engine ?? 'aurora-mysql',
    'promotion-tier': word(member.promotionTier),
    'db-parameter-group-name': word(member.parameterGroup),
    'availability-zone': word(member.zone),
    'monitoring-interval': word(member.monitoringInterval),
    'monitoring-role-arn': word(member.monitoringRole),
    ...(insights === undefined ? {} : flag('enable-performance-insights', insights > 0)),
    'performance-insights-retention-period': insights === undefined || insights === 0 ? undefined : String(insights),
    'performance-insights-kms-key-id': word(member.performanceInsightsKey),
    'preferred-maintenance-window': word(member.maintenanceWindow),
    'ca-certificate-identifier': word(member.certificate),
    ...flag('publicly-accessible', member.publiclyAccessible),
    ...flag('auto-minor-version-upgrade', member.autoMinorVersionUpgrade),
    tags: tagsOption(member.tags),
  };
}
