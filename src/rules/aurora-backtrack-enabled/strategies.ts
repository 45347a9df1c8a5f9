import type { StrategyMeta } from '../../domain/remediation/strategy.ts';

/** What the bot itself can do; a rebuild is described by the fixes. */
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
];
