import { logicalId, yamlString } from '../../../../domain/paste.ts';
import { comment } from './shell.ts';
import { type KnownMember, namesFor, type RebuildCode, roleParts } from './values.ts';
import { cloudFormationWarning, incomplete, planCommand, seconds } from './warnings.ts';

type Line = readonly [key: string, value: string | undefined];

const text = (value: string | null | undefined): string | undefined =>
  value === null || value === undefined || value === '' ? undefined : yamlString(value);
const plain = (value: number | boolean | null | undefined): string | undefined =>
  value === null || value === undefined ? undefined : String(value);
const list = (words: readonly string[] | undefined): string | undefined =>
  words === undefined || words.length === 0 ? undefined : `[${words.map(yamlString).join(', ')}]`;

const properties = (lines: readonly Line[]): string[] =>
  lines.flatMap(([key, value]) => (value === undefined ? [] : [`      ${key}: ${value}`]));

const tagLines = (tags: Readonly<Record<string, string>> | undefined): string[] =>
  Object.keys(tags ?? {}).length === 0
    ? []
    : [
        '      Tags:',
        ...Object.entries(tags ?? {}).map(
          ([key, value]) => `        - { Key: ${yamlString(key)}, Value: ${yamlString(value)} }`,
        ),
      ];

/**
 * The rebuilt cluster as a template that a stack takes it over with. CloudFormation cannot rename a cluster, so the
 * rebuild itself is the script's. An import wants a DeletionPolicy on every resource.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/resource-import.html
 */
export function cloudFormationCode(code: RebuildCode): string {
  const { source, members, windowSeconds } = code;
  const names = namesFor(code);
  const cluster = `${logicalId(source)}Cluster`;
  const ids = members.map(({ name }, index) => `${logicalId(name)}Instance${index + 1}`);
  const imports = [
    {
      ResourceType: 'AWS::RDS::DBCluster',
      LogicalResourceId: cluster,
      ResourceIdentifier: { DBClusterIdentifier: source },
    },
    ...members.map(({ name }, index) => ({
      ResourceType: 'AWS::RDS::DBInstance',
      LogicalResourceId: ids[index],
      ResourceIdentifier: { DBInstanceIdentifier: names.members[index] ?? name },
    })),
  ];
  return [
    comment(`The rebuilt ${source}, taken over by CloudFormation. ${cloudFormationWarning}`),
    ...[seconds(windowSeconds), ...incomplete(code, 'cloudformation')].map(comment),
    '#',
    comment(
      '1. In the stack, give the old cluster and its instances DeletionPolicy: Retain and UpdateReplacePolicy: Retain. Deploy.',
    ),
    comment('2. Take them out of the template. Deploy: the stack forgets them, they stay in AWS.'),
    comment('3. Rebuild in AWS, by the script: it ends with the new cluster under the old name.'),
    comment(`     ${planCommand(code, 'cli')}`),
    comment('4. Put these resources into the template, and import them (replace STACK by its name):'),
    comment(
      '     aws cloudformation create-change-set --stack-name STACK --change-set-name import-rebuilt --change-set-type IMPORT \\',
    ),
    comment(
      `       --template-body file://template.yaml --resources-to-import '${JSON.stringify(imports).replaceAll("'", '')}'`,
    ),
    'AWSTemplateFormatVersion: "2010-09-09"',
    `Description: ${yamlString(`${source} with Backtrack`)}`,
    'Resources:',
    `  ${cluster}:`,
    '    Type: AWS::RDS::DBCluster',
    '    DeletionPolicy: Retain',
    '    UpdateReplacePolicy: Retain',
    '    Properties:',
    ...properties(clusterLines(code)),
    ...tagLines(code.settings.tags),
    ...members.flatMap(({ name, settings }, index) => [
      `  ${ids[index]}:`,
      '    Type: AWS::RDS::DBInstance',
      '    DeletionPolicy: Retain',
      '    UpdateReplacePolicy: Retain',
      '    Properties:',
      ...properties(memberLines(names.members[index] ?? name, cluster, code, settings)),
      ...tagLines(settings.tags),
    ]),
  ].join('\n');
}

function clusterLines({ source, settings, windowSeconds }: RebuildCode): Line[] {
  const { capacity, roles = [] } = settings;
  return [
    ['DBClusterIdentifier', yamlString(source)],
    ['Engine', yamlString(settings.engine ?? 'aurora-mysql')],
    ['EngineVersion', text(settings.engineVersion)],
    ['EngineMode', settings.engineMode === 'provisioned' ? undefined : text(settings.engineMode)],
    ['BacktrackWindow', `${windowSeconds} # seconds`],
    ['DBClusterParameterGroupName', text(settings.parameterGroup)],
    ['DBSubnetGroupName', text(settings.subnetGroup)],
    ['VpcSecurityGroupIds', list(settings.securityGroups)],
    ['Port', plain(settings.port)],
    ['StorageEncrypted', text(settings.kmsKey) && 'true'],
    ['KmsKeyId', text(settings.kmsKey)],
    ['StorageType', text(settings.storageType)],
    ['NetworkType', text(settings.networkType)],
    ['EnableIAMDatabaseAuthentication', plain(settings.iamAuthentication)],
    ['EnableCloudwatchLogsExports', list(settings.logExports)],
    ['BackupRetentionPeriod', plain(settings.retentionDays)],
    ['PreferredBackupWindow', text(settings.backupWindow)],
    ['PreferredMaintenanceWindow', text(settings.maintenanceWindow)],
    ['EngineLifecycleSupport', text(settings.lifecycleSupport)],
    [
      'ServerlessV2ScalingConfiguration',
      capacity
        ? `{ MinCapacity: ${capacity.min}, MaxCapacity: ${capacity.max}${capacity.pauseSeconds === null ? '' : `, SecondsUntilAutoPause: ${capacity.pauseSeconds}`} }`
        : undefined,
    ],
    ['Domain', text(settings.domain?.id)],
    ['DomainIAMRoleName', text(settings.domain?.role)],
    ['EnableHttpEndpoint', settings.dataApi ? 'true' : undefined],
    ['EnableLocalWriteForwarding', settings.localWriteForwarding ? 'true' : undefined],
    ['DatabaseInsightsMode', text(settings.databaseInsights)],
    ['ManageMasterUserPassword', settings.managedPassword ? 'true' : undefined],
    [
      'MasterUserSecret',
      settings.managedPassword && settings.passwordKey
        ? `{ KmsKeyId: ${yamlString(settings.passwordKey)} }`
        : undefined,
    ],
    ['AssociatedRoles', roles.length === 0 ? undefined : `[${roles.map(roleOf).join(', ')}]`],
    ['CopyTagsToSnapshot', plain(settings.copyTagsToSnapshot ?? true)],
    ['DeletionProtection', plain(settings.deletionProtection ?? true)],
  ];
}

const roleOf = (role: string): string => {
  const { arn, feature } = roleParts(role);
  return `{ RoleArn: ${yamlString(arn)}${feature === undefined ? '' : `, FeatureName: ${yamlString(feature)}`} }`;
};

const memberLines = (name: string, cluster: string, { settings }: RebuildCode, member: KnownMember): Line[] => [
  ['DBInstanceIdentifier', yamlString(name)],
  ['DBClusterIdentifier', `!Ref ${cluster}`],
  ['DBInstanceClass', yamlString(member.instanceClass)],
  ['Engine', yamlString(settings.engine ?? 'aurora-mysql')],
  ['PromotionTier', plain(member.promotionTier)],
  ['DBParameterGroupName', text(member.parameterGroup)],
  ['AvailabilityZone', text(member.zone)],
  ['PubliclyAccessible', plain(member.publiclyAccessible)],
  ['MonitoringInterval', plain(member.monitoringInterval)],
  ['MonitoringRoleArn', text(member.monitoringRole)],
  [
    'EnablePerformanceInsights',
    member.performanceInsightsDays === undefined ? undefined : plain(member.performanceInsightsDays > 0),
  ],
  [
    'PerformanceInsightsRetentionPeriod',
    (member.performanceInsightsDays ?? 0) > 0 ? plain(member.performanceInsightsDays) : undefined,
  ],
  ['PerformanceInsightsKMSKeyId', text(member.performanceInsightsKey)],
  ['PreferredMaintenanceWindow', text(member.maintenanceWindow)],
  ['AutoMinorVersionUpgrade', plain(member.autoMinorVersionUpgrade)],
  ['CACertificateIdentifier', text(member.certificate)],
];
