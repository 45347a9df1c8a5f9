import { partitionOf } from '../../../domain/regions.ts';
import type { Target } from '../../../domain/target.ts';

type Kind = 'cluster' | 'db' | 'cluster-snapshot' | 'cluster-pg' | 'pg' | 'subgrp' | 'og';

/** ARN of an RDS resource of the target; https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonrds.html */
export const rdsArn = ({ accountId, region }: Target, kind: Kind, name: string): string =>
  `arn:${partitionOf(region)}:rds:${region}:${accountId}:${kind}:${name}`;

export interface Touches {
  readonly clusters: readonly string[];
  readonly instances: readonly string[];
  readonly snapshots: readonly string[];
  readonly clusterGroups: readonly (string | null)[];
  readonly instanceGroups: readonly (string | null)[];
  readonly subnetGroups: readonly (string | null)[];
  /** ARNs of roles and keys; null for none. */
  readonly others: readonly (string | null)[];
}

/** Every ARN that a run may touch, each once. */
export function arnsOf(target: Target, touches: Touches): string[] {
  const of = (kind: Kind, names: readonly (string | null)[]) =>
    names.flatMap((name) => (name === null ? [] : [rdsArn(target, kind, name)]));
  const all = [
    ...of('cluster', touches.clusters),
    ...of('db', touches.instances),
    ...of('cluster-snapshot', touches.snapshots),
    ...of('cluster-pg', touches.clusterGroups),
    ...of('pg', touches.instanceGroups),
    ...of('subgrp', touches.subnetGroups),
    // A restore and a new instance name the option group that AWS chooses; Aurora has no other.
    ...of('og', touches.clusterGroups.length === 0 ? [] : ['default:*']),
    ...touches.others.flatMap((arn) => arn ?? []),
  ];
  return [...new Set(all)].sort();
}
