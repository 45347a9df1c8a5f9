import type { Finding } from '../../domain/finding.ts';
import { awsCli, shellWord } from '../../domain/paste.ts';
import type { Fix } from '../../domain/rule.ts';
import { rebuildTemplates } from './fix-rebuild-templates.ts';
import {
  membersWriterFirst,
  type RebuildValues,
  serverlessCapacity,
  targetWindow,
  text,
  texts,
  withSuffix,
} from './fix-values.ts';

const writesWarning =
  'Stop all writers before the snapshot: whatever is written after it is missing from the new cluster.';

/**
 * The documented way to Backtrack for a cluster that has none: restore a snapshot with a window. A clone of such a
 * cluster is refused ("Backtrack cannot currently be enabled for this cluster"), a modification, too.
 */
export function rebuild({ resource, target, evidence }: Finding): readonly Fix[] {
  const values: RebuildValues = {
    source: resource.id,
    copy: withSuffix(resource.id, '-bt'),
    snapshot: withSuffix(resource.id, '-before-backtrack'),
    region: target.region,
    windowSeconds: targetWindow(evidence),
    engineVersion: text(evidence, 'engineVersion'),
    parameterGroup: text(evidence, 'clusterParameterGroup'),
    subnetGroup: text(evidence, 'subnetGroup'),
    securityGroups: texts(evidence, 'securityGroups'),
    port: typeof evidence.port === 'number' ? evidence.port : undefined,
    storageType: text(evidence, 'storageType'),
    capacity: serverlessCapacity(evidence),
    members: membersWriterFirst(evidence),
  };
  return [
    { format: 'console', title: 'Rebuild in the console', text: consoleSteps(values, target.accountId) },
    { format: 'cli', title: 'Rebuild with the AWS CLI', text: commands(values) },
    ...rebuildTemplates(values),
  ];
}

const consoleSteps = (values: RebuildValues, accountId: string): string =>
  [
    `1. ${writesWarning}`,
    `2. Open the RDS console in account ${accountId}, Region ${values.region}, choose Databases, select ${values.source}, then Actions, Take snapshot. Name it ${values.snapshot}.`,
    `3. When the snapshot is available, select it under Snapshots and choose Actions, Restore snapshot. Name the new cluster ${values.copy}.`,
    `4. Choose the settings of ${values.source}, since the form starts from defaults: engine version${fact(values.engineVersion)}, subnet group${fact(values.subnetGroup)}, security groups${fact(values.securityGroups.join(', '))}, cluster parameter group${fact(values.parameterGroup)}.`,
    `5. Under Backtrack, choose Enable Backtrack and a target window of ${values.windowSeconds / 3600} hours.`,
    `6. Restore, add the readers, compare every setting with ${values.source}, and check the Backtrack window under Configuration.`,
    `7. Point the applications to ${values.copy}. Keep ${values.source} until you are sure that you need not go back.`,
  ].join('\n');

const fact = (value: string | undefined): string => (value === undefined || value === '' ? '' : ` (${value})`);

function commands(values: RebuildValues): string {
  const { region } = values;
  return [
    `# ${writesWarning}`,
    awsCli('rds create-db-cluster-snapshot', {
      region,
      'db-cluster-identifier': values.source,
      'db-cluster-snapshot-identifier': values.snapshot,
    }),
    awsCli('rds wait db-cluster-snapshot-available', { region, 'db-cluster-snapshot-identifier': values.snapshot }),
    '',
    '# Everything that is left out here falls back to a default. The window is in seconds.',
    awsCli('rds restore-db-cluster-from-snapshot', {
      region,
      'db-cluster-identifier': values.copy,
      'snapshot-identifier': values.snapshot,
      engine: 'aurora-mysql',
      'engine-version': values.engineVersion,
      'backtrack-window': String(values.windowSeconds),
      'db-cluster-parameter-group-name': values.parameterGroup,
      'db-subnet-group-name': values.subnetGroup,
      'vpc-security-group-ids': values.securityGroups,
      port: values.port === undefined ? undefined : String(values.port),
      'storage-type': values.storageType,
      'serverless-v2-scaling-configuration':
        values.capacity && `MinCapacity=${values.capacity.min},MaxCapacity=${values.capacity.max}`,
      'copy-tags-to-snapshot': true,
      'deletion-protection': true,
    }),
    awsCli('rds wait db-cluster-available', { region, 'db-cluster-identifier': values.copy }),
    '',
    '# A restore creates no instances. The first one becomes the writer.',
    ...values.members.map((member) =>
      awsCli('rds create-db-instance', {
        region,
        'db-instance-identifier': withSuffix(member.name, '-bt'),
        'db-cluster-identifier': values.copy,
        'db-instance-class': member.instanceClass,
        engine: 'aurora-mysql',
      }),
    ),
    ...(values.members.length > 0
      ? []
      : [`# add ${shellWord(values.copy)}'s instances with aws rds create-db-instance`]),
    '',
    '# Check: prints the seconds in force.',
    awsCli('rds describe-db-clusters', {
      region,
      'db-cluster-identifier': values.copy,
      query: 'DBClusters[0].BacktrackWindow',
    }),
  ].join('\n');
}
