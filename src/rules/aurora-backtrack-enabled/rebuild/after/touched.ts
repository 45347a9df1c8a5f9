import type { Target } from '../../../../domain/target.ts';
import { arnsOf } from '../arns.ts';
import { oldStemOf } from '../cutover/names.ts';
import type { Standing } from './read.ts';

const membersOf = (cluster: Standing['old']): string[] =>
  (cluster?.DBClusterMembers ?? []).flatMap(({ DBInstanceIdentifier: id }) => id ?? []);

/** Both clusters under every name that they may get, with their instances, and a snapshot where one is taken. */
export const touchedAfter = (
  target: Target,
  { old, fresh, cutover }: Standing,
  snapshots: readonly string[] = [],
): string[] =>
  arnsOf(target, {
    clusters: [cutover.source, cutover.aside, `${oldStemOf(cutover.source)}*`],
    instances: [...membersOf(old), ...membersOf(fresh)],
    snapshots,
    clusterGroups: [],
    instanceGroups: [],
    subnetGroups: [],
    others: [],
  });
