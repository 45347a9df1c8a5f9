import type { StrategyMeta } from '../../domain/remediation/strategy.ts';
import { rebuildStrategies } from './rebuild/strategies.ts';

/** A window in force is raised where it is; a cluster without one is rebuilt. */
export const strategies: readonly StrategyMeta[] = [
  {
    id: 'raise-window',
    title: 'Raise the Backtrack window',
    stages: [
      {
        id: 'raise',
        title: 'Raise the Backtrack window',
        risk: 'live-change',
        capability: 'build',
        permissions: ['rds:DescribeDBClusters', 'rds:ModifyDBCluster'],
        scopes: { 'rds:ModifyDBCluster': { resources: ['arn:*:rds:*:*:cluster:*'] } },
        many: false,
      },
    ],
  },
  ...rebuildStrategies,
];
