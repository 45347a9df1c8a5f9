import { hclString, terraformName } from '../../../../domain/paste.ts';
import { fitted } from '../identifiers.ts';
import { comment } from './shell.ts';
import { type KnownMember, namesFor, type RebuildCode, roleParts } from './values.ts';
import { incomplete, planCommand, seconds, terraformWarning } from './warnings.ts';

type Line = readonly [key: string, value: string | undefined];

const text = (value: string | null | undefined): string | undefined =>
  value === null || value === undefined || value === '' ? undefined : hclString(value);
const plain = (value: number | boolean | null | undefined): string | undefined =>
  value === null || value === undefined ? undefined : String(value);
const list = (words: readonly string[] | undefined): string | undefined =>
  words === undefined || words.length === 0 ? undefined : `[${words.map(hclString).join(', ')}]`;

/** Keys and values under each other, as `terraform fmt` does it. */
function attributes(lines: readonly Line[]): string[] {
  const given = lines.flatMap(([key, value]) => (value === undefined ? [] : [{ key, value }]));
  const width = Math.max(...given.map(({ key }) => key.length));
  return given.map(({ key, value }) => `  ${key.padEnd(width)} = ${value}`);
}

function tagLines(tags: Readonly<Record<string, string>> = {}): string[] {
  const lines = Object.entries(tags).map(([key, value]): Line => [hclString(key), hclString(value)]);
  return lines.length === 0 ? [] : ['', '  tags = {', ...attributes(lines).map((line) => `  ${line}`), '  }'];
}

/**
 * The rebuilt cluster as a configuration that takes it over. Terraform cannot rename a cluster, so the rebuild itself is
 * the script's; `snapshot_identifier` is left out, for it would make Terraform replace the cluster.
 */
export function terraformCode(code: RebuildCode): string {
  const { source, members, windowSeconds } = code;
  const names = namesFor(code);
  const cluster = terraformName(source);
  const addresses = addressesOf(members.map(({ name }) => name));
  return [
    comment(`The rebuilt ${source}, taken over by Terraform. ${terraformWarning}`),
    ...[seconds(windowSeconds), ...incomplete(code, 'terraform')].map(comment),
    '#',
    comment('1. Let Terraform forget the old cluster; it stays in AWS. Use your own addresses:'),
    comment(
      `     terraform state rm ${[`aws_rds_cluster.${cluster}`, ...addresses.map((each) => `aws_rds_cluster_instance.${each}`)].join(' ')}`,
    ),
    comment('   Apply nothing before step 3: a plan would make the cluster once more.'),
    comment('2. Rebuild it in AWS, by the script: it ends with the new cluster under the old name.'),
    comment(`     ${planCommand(code, 'cli')}`),
    comment(
      '3. Put this in the place of the old resources. terraform plan has to import, and to add, replace or destroy nothing.',
    ),
    '',
    'import {',
    `  to = aws_rds_cluster.${cluster}`,
    `  id = ${hclString(source)}`,
    '}',
    '',
    `resource "aws_rds_cluster" "${cluster}" {`,
    ...attributes(clusterLines(code)),
    ...scaling(code),
    ...tagLines(code.settings.tags),
    '',
    '  lifecycle {',
    '    prevent_destroy = true',
    '    ignore_changes  = [snapshot_identifier]',
    '  }',
    '}',
    ...members.flatMap(({ name, settings }, index) => [
      '',
      'import {',
      `  to = aws_rds_cluster_instance.${addresses[index]}`,
      `  id = ${hclString(names.members[index] ?? name)}`,
      '}',
      '',
      `resource "aws_rds_cluster_instance" "${addresses[index]}" {`,
      ...attributes(memberLines(names.members[index] ?? name, cluster, settings)),
      ...tagLines(settings.tags),
      '}',
    ]),
  ].join('\n');
}

/** Two names may become one address: later ones are numbered. */
function addressesOf(names: readonly string[]): string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    let address = terraformName(name);
    for (let n = 2; taken.has(address); n += 1) address = `${terraformName(name)}_${n}`;
    taken.add(address);
    return address;
  });
}

const clusterLines = ({ source, settings, windowSeconds }: RebuildCode): Line[] => [
  ['cluster_identifier', hclString(source)],
  ['engine', hclString(settings.engine ?? 'aurora-mysql')],
  ['engine_version', text(settings.engineVersion)],
  ['engine_mode', settings.engineMode === 'provisioned' ? undefined : text(settings.engineMode)],
  ['backtrack_window', `${windowSeconds} # seconds`],
  ['db_cluster_parameter_group_name', text(settings.parameterGroup)],
  ['db_subnet_group_name', text(settings.subnetGroup)],
  ['vpc_security_group_ids', list(settings.securityGroups)],
  ['port', plain(settings.port)],
  ['storage_encrypted', text(settings.kmsKey) && 'true'],
  ['kms_key_id', text(settings.kmsKey)],
  ['storage_type', settings.storageType === 'aurora' ? undefined : text(settings.storageType)],
  ['network_type', text(settings.networkType)],
  ['iam_database_authentication_enabled', plain(settings.iamAuthentication)],
  ['enabled_cloudwatch_logs_exports', list(settings.logExports)],
  ['backup_retention_period', plain(settings.retentionDays)],
  ['preferred_backup_window', text(settings.backupWindow)],
  ['preferred_maintenance_window', text(settings.maintenanceWindow)],
  ['engine_lifecycle_support', text(settings.lifecycleSupport)],
  ['domain', text(settings.domain?.id)],
  ['domain_iam_role_name', text(settings.domain?.role)],
  ['enable_http_endpoint', settings.dataApi ? 'true' : undefined],
  ['enable_local_write_forwarding', settings.localWriteForwarding ? 'true' : undefined],
  ['database_insights_mode', text(settings.databaseInsights)],
  ['manage_master_user_password', settings.managedPassword ? 'true' : undefined],
  ['master_user_secret_kms_key_id', settings.managedPassword ? text(settings.passwordKey) : undefined],
  ['iam_roles', list(settings.roles?.map((role) => roleParts(role).arn))],
  ['copy_tags_to_snapshot', plain(settings.copyTagsToSnapshot ?? true)],
  ['deletion_protection', plain(settings.deletionProtection ?? true)],
  ['skip_final_snapshot', 'false'],
  ['final_snapshot_identifier', hclString(fitted(source, '-final'))],
];

const memberLines = (name: string, cluster: string, member: KnownMember): Line[] => [
  ['identifier', hclString(name)],
  ['cluster_identifier', `aws_rds_cluster.${cluster}.id`],
  ['instance_class', hclString(member.instanceClass)],
  ['engine', `aws_rds_cluster.${cluster}.engine`],
  ['promotion_tier', plain(member.promotionTier)],
  ['db_parameter_group_name', text(member.parameterGroup)],
  ['availability_zone', text(member.zone)],
  ['publicly_accessible', plain(member.publiclyAccessible)],
  ['monitoring_interval', plain(member.monitoringInterval)],
  ['monitoring_role_arn', text(member.monitoringRole)],
  [
    'performance_insights_enabled',
    member.performanceInsightsDays === undefined ? undefined : plain(member.performanceInsightsDays > 0),
  ],
  [
    'performance_insights_retention_period',
    (member.performanceInsightsDays ?? 0) > 0 ? plain(member.performanceInsightsDays) : undefined,
  ],
  ['performance_insights_kms_key_id', text(member.performanceInsightsKey)],
  ['preferred_maintenance_window', text(member.maintenanceWindow)],
  ['auto_minor_version_upgrade', plain(member.autoMinorVersionUpgrade)],
  ['ca_cert_identifier', text(member.certificate)],
];

const scaling = ({ settings: { capacity } }: RebuildCode): string[] =>
  capacity === undefined || capacity === null
    ? []
    : [
        '',
        '  serverlessv2_scaling_configuration {',
        ...attributes([
          ['min_capacity', String(capacity.min)],
          ['max_capacity', String(capacity.max)],
          ['seconds_until_auto_pause', plain(capacity.pauseSeconds)],
        ]).map((line) => `  ${line}`),
        '  }',
      ];
