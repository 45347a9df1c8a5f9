import type { EventSubscription } from '@aws-sdk/client-rds';
import { z } from 'zod';
import { hoursBefore } from '../../clock.ts';
import { SOURCE_TYPES } from '../events.ts';
import { rdsArn } from '../place.ts';
import type { Built } from './built.ts';

/** A subscription to RDS events; without sources for all of its type. */
export const subscription = z.strictObject({
  name: z.string().regex(/^[a-zA-Z][a-zA-Z0-9-]{0,254}$/, 'not the name of a subscription'),
  type: z
    .string()
    .refine((type) => Object.hasOwn(SOURCE_TYPES, type), 'not a source type of RDS events')
    .optional(),
  sources: z.array(z.string().min(1)).default([]),
  categories: z.array(z.string()).default([]),
  enabled: z.boolean().default(true),
});

export function subscriptionFrom(spec: z.output<typeof subscription>, { place }: Built): EventSubscription {
  return {
    CustomerAwsId: place.accountId,
    CustSubscriptionId: spec.name,
    SnsTopicArn: `arn:aws:sns:${place.region}:${place.accountId}:${spec.name}`,
    Status: 'active',
    SubscriptionCreationTime: hoursBefore(place.now, 200 * 24).toISOString(),
    ...(spec.type !== undefined && { SourceType: spec.type }),
    ...(spec.sources.length > 0 && { SourceIdsList: spec.sources }),
    EventCategoriesList: spec.categories,
    Enabled: spec.enabled,
    EventSubscriptionArn: rdsArn(place, 'es', spec.name),
  };
}
