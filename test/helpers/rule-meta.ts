import type { RuleMeta } from '../../src/domain/rule.ts';

/** A rule with everything that a report shows of one; the findings of helpers/findings.ts are its. */
export const sampleMeta: RuleMeta = {
  id: 'aurora-backtrack-enabled',
  title: 'Backtrack on Aurora MySQL clusters',
  pack: 'recoverability',
  references: ['RDS-034'],
  severity: 'medium',
  resourceTypes: ['AWS::RDS::DBCluster'],
  permissions: { audit: [] },
  why: 'Rewinding takes minutes. Restoring takes hours.',
  causes: { 'created-without-backtrack': { headline: (count) => `${count} cannot be rewound`, fix: 'rebuild it' } },
  links: [{ title: 'Backtrack', url: 'https://docs.aws.amazon.com/backtrack' }],
  fixes: ({ resource }) => [
    { format: 'console', title: 'In the console', text: `1. Choose ${resource.id}.` },
    { format: 'cli', title: 'With the AWS CLI', text: `aws rds describe-db-clusters --id ${resource.id}` },
  ],
};
