import { shellWord } from '../../../../domain/paste.ts';
import type { Fix } from '../../../../domain/rule.ts';
import type { Target } from '../../../../domain/target.ts';
import { timestamp } from '../../duration.ts';
import { aws, part, refuseUnless, script } from '../as-code/shell.ts';
import type { RetireInput } from './input.ts';

/** The same by hand, where the account has not opted in to have it done. */
export const commands = (target: Target, input: RetireInput, from: Date | undefined): readonly Fix[] => [
  {
    format: 'cli',
    title:
      from === undefined ? 'Delete it with the AWS CLI' : `Delete it with the AWS CLI, not before ${timestamp(from)}`,
    text: cli(target, input),
  },
];

function cli({ region, accountId }: Target, { cutover, name, members, snapshot, unusedSince }: RetireInput): string {
  const [writer, ...readers] = members;
  const inOrder = [...readers, ...(writer === undefined ? [] : [writer])];
  const cluster = { region, 'db-cluster-identifier': name };
  const state = aws('rds describe-db-clusters', { ...cluster, query: 'DBClusters[0].Status', output: 'text' });
  return script(`Deletes the cluster ${name} for good. A final snapshot stays.`, { accountId, region }, [
    part('1. It is the cluster that was replaced: its resource id never changes.'),
    refuseUnless(
      aws('rds describe-db-clusters', { ...cluster, query: 'DBClusters[0].DbClusterResourceId', output: 'text' }),
      cutover.sourceId,
      `${name} is another cluster than the one that was replaced.`,
    ),
    part('2. Nobody has been connected to it since it was stopped.'),
    ...members.map((member) =>
      [
        `sessions="$(${aws('cloudwatch get-metric-statistics', {
          region,
          namespace: 'AWS/RDS',
          'metric-name': 'DatabaseConnections',
          dimensions: `Name=DBInstanceIdentifier,Value=${member.name}`,
          'start-time': unusedSince,
          'end-time': { raw: '"$(date -u +%Y-%m-%dT%H:%M:%SZ)"' },
          period: '3600',
          statistics: 'Maximum',
          query: 'max([Datapoints[].Maximum, `[0]`][])',
          output: 'text',
        })})"`,
        `if [ "$sessions" != 0 ] && [ "$sessions" != 0.0 ]; then echo ${shellWord(`Somebody has been connected to ${member.name}.`)} >&2; exit 1; fi`,
      ].join('\n'),
    ),
    part('3. AWS deletes no stopped cluster.'),
    `if [ "$(${state})" = stopped ]; then\n${aws('rds start-db-cluster', cluster)} > /dev/null\nfi`,
    aws('rds wait db-cluster-available', cluster),
    part('4. The final snapshot, whole before anything goes.'),
    `${aws('rds create-db-cluster-snapshot', { ...cluster, 'db-cluster-snapshot-identifier': snapshot })} > /dev/null`,
    aws('rds wait db-cluster-snapshot-available', { region, 'db-cluster-snapshot-identifier': snapshot }),
    part('5. The readers, then the writer.'),
    ...inOrder.map(({ name: member }) =>
      [
        `${aws('rds delete-db-instance', { region, 'db-instance-identifier': member })} > /dev/null`,
        aws('rds wait db-instance-deleted', { region, 'db-instance-identifier': member }),
      ].join('\n'),
    ),
    part('6. The cluster. Its automated backups stay until their retention is over.'),
    `${aws('rds modify-db-cluster', { ...cluster, 'no-deletion-protection': true, 'apply-immediately': true })} > /dev/null`,
    aws('rds wait db-cluster-available', cluster),
    `${aws('rds delete-db-cluster', { ...cluster, 'skip-final-snapshot': true, 'no-delete-automated-backups': true })} > /dev/null`,
    aws('rds wait db-cluster-deleted', cluster),
  ]);
}
