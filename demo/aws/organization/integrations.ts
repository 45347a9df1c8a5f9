import type { Integration } from '@aws-sdk/client-rds';
import { z } from 'zod';
import { timeFrom } from '../clock.ts';
import { stableUuid } from '../random.ts';
import { identifier, tags, when } from './common.ts';
import { type Place, rdsArn, tagList } from './place.ts';

/** A zero-ETL integration of a cluster in the Region with a data warehouse. */
export const integration = z.strictObject({
  name: identifier,
  /** The cluster that it reads. */
  of: identifier,
  target: z.string().startsWith('arn:').optional(),
  status: z
    .enum(['active', 'creating', 'deleting', 'failed', 'modifying', 'needs_attention', 'syncing'])
    .default('active'),
  created: when.default('60d ago'),
  tags: tags.default({}),
});

export function integrationFrom(spec: z.output<typeof integration>, place: Place): Integration {
  const id = stableUuid('integration', place.accountId, place.region, spec.name);
  const warehouse = `arn:aws:redshift-serverless:${place.region}:${place.accountId}:namespace/${stableUuid(id)}`;
  return {
    SourceArn: rdsArn(place, 'cluster', spec.of),
    TargetArn: spec.target ?? warehouse,
    IntegrationName: spec.name,
    IntegrationArn: rdsArn(place, 'integration', id),
    KMSKeyId: place.kmsKeyArn,
    Status: spec.status,
    Tags: tagList(spec.tags),
    CreateTime: timeFrom(spec.created, place.now),
    Errors: [],
  };
}
