import { hclString, logicalId, terraformName, yamlString } from '../../domain/paste.ts';
import type { Fix } from '../../domain/rule.ts';
import { type RebuildValues, withSuffix } from './fix-values.ts';

type Line = [key: string, value: string | undefined];

/** Templates for the new cluster; the old one stays as it is. */
export const rebuildTemplates = (values: RebuildValues): readonly Fix[] => [
  { format: 'cloudformation', title: 'Rebuild with CloudFormation', text: cloudFormation(values) },
  { format: 'terraform', title: 'Rebuild with Terraform', text: terraform(values) },
];

const given = (lines: readonly Line[]): [string, string][] =>
  lines.flatMap(([key, value]): [string, string][] => (value === undefined ? [] : [[key, value]]));

const quoted = (quote: (text: string) => string, text: string | undefined): string | undefined =>
  text === undefined ? undefined : quote(text);

const listed = (quote: (text: string) => string, words: readonly string[]): string | undefined =>
  words.length === 0 ? undefined : `[${words.map(quote).join(', ')}]`;

function cloudFormation(values: RebuildValues): string {
  const cluster = `${logicalId(values.copy)}Cluster`;
  const properties = given([
    ['DBClusterIdentifier', yamlString(values.copy)],
    ['SnapshotIdentifier', yamlString(values.snapshot)],
    ['Engine', 'aurora-mysql'],
    ['EngineVersion', quoted(yamlString, values.engineVersion)],
    ['BacktrackWindow', `${values.windowSeconds} # seconds`],
    ['DBClusterParameterGroupName', quoted(yamlString, values.parameterGroup)],
    ['DBSubnetGroupName', quoted(yamlString, values.subnetGroup)],
    ['VpcSecurityGroupIds', listed(yamlString, values.securityGroups)],
    ['Port', values.port === undefined ? undefined : String(values.port)],
    ['StorageType', quoted(yamlString, values.storageType)],
    [
      'ServerlessV2ScalingConfiguration',
      values.capacity && `{ MinCapacity: ${values.capacity.min}, MaxCapacity: ${values.capacity.max} }`,
    ],
    ['CopyTagsToSnapshot', 'true'],
    ['DeletionProtection', 'true'],
  ]);
  return [
    'AWSTemplateFormatVersion: "2010-09-09"',
    `Description: ${yamlString(`${values.source} restored with Backtrack from snapshot ${values.snapshot}`)}`,
    'Resources:',
    `  ${cluster}:`,
    '    Type: AWS::RDS::DBCluster',
    '    DeletionPolicy: Snapshot',
    '    UpdateReplacePolicy: Snapshot',
    '    Properties:',
    ...properties.map(([key, value]) => `      ${key}: ${value}`),
    ...values.members.flatMap((member, index) => [
      `  ${logicalId(member.name)}Instance${index + 1}:`,
      '    Type: AWS::RDS::DBInstance',
      '    Properties:',
      `      DBInstanceIdentifier: ${yamlString(withSuffix(member.name, '-bt'))}`,
      `      DBClusterIdentifier: !Ref ${cluster}`,
      `      DBInstanceClass: ${member.instanceClass}`,
      '      Engine: aurora-mysql',
    ]),
  ].join('\n');
}

function terraform(values: RebuildValues): string {
  const cluster = terraformName(values.copy);
  const lines = given([
    ['cluster_identifier', hclString(values.copy)],
    ['snapshot_identifier', hclString(values.snapshot)],
    ['engine', '"aurora-mysql"'],
    ['engine_version', quoted(hclString, values.engineVersion)],
    ['backtrack_window', `${values.windowSeconds} # seconds`],
    ['db_cluster_parameter_group_name', quoted(hclString, values.parameterGroup)],
    ['db_subnet_group_name', quoted(hclString, values.subnetGroup)],
    ['vpc_security_group_ids', listed(hclString, values.securityGroups)],
    ['port', values.port === undefined ? undefined : String(values.port)],
    ['storage_type', quoted(hclString, values.storageType)],
    ['copy_tags_to_snapshot', 'true'],
    ['deletion_protection', 'true'],
    ['skip_final_snapshot', 'false'],
    ['final_snapshot_identifier', hclString(withSuffix(values.copy, '-final'))],
  ]);
  const width = Math.max(...lines.map(([key]) => key.length));
  return [
    `resource "aws_rds_cluster" "${cluster}" {`,
    ...lines.map(([key, value]) => `  ${key.padEnd(width)} = ${value}`),
    ...scaling(values),
    '}',
    ...values.members.flatMap((member) => [
      '',
      `resource "aws_rds_cluster_instance" "${terraformName(member.name)}" {`,
      `  identifier         = ${hclString(withSuffix(member.name, '-bt'))}`,
      `  cluster_identifier = aws_rds_cluster.${cluster}.id`,
      `  instance_class     = ${hclString(member.instanceClass)}`,
      `  engine             = aws_rds_cluster.${cluster}.engine`,
      '}',
    ]),
  ].join('\n');
}

const scaling = ({ capacity }: RebuildValues): string[] =>
  capacity === undefined
    ? []
    : [
        '',
        '  serverlessv2_scaling_configuration {',
        `    min_capacity = ${capacity.min}`,
        `    max_capacity = ${capacity.max}`,
        '  }',
      ];
