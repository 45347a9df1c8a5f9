import { NormalizedSchema } from '@smithy/core/schema';
import { z } from 'zod';
import { WHEN_PATTERN } from '../clock.ts';
import type { ExportedSchema } from '../protocol/model.ts';
import { fromPlain } from '../protocol/plain.ts';

export const when = z.string().regex(WHEN_PATTERN, 'use an ISO 8601 date or time, or an age such as "36h ago"');
export const accountId = z.string().regex(/^\d{12}$/, 'an account id has 12 digits; quote it');
export const regionName = z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'not the name of a Region');
export const tags = z.record(z.string(), z.string());

/**
 * 1–63 letters, digits and hyphens, first a letter, no trailing or double hyphen, stored in lower case.
 * https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBCluster.html
 */
export const identifier = z
  .string()
  .regex(/^[a-z](?!.*--)[a-z0-9-]{0,62}(?<!-)$/, 'not a valid identifier (RDS stores identifiers in lower case)');

/** Fields by AWS's own names, checked against the SDK's schema of the shape and merged over what is derived. */
export function rawFields<Shape>(exported: ExportedSchema) {
  return z.record(z.string(), z.unknown()).transform((value, context): Partial<Shape> => {
    try {
      return fromPlain(NormalizedSchema.of(exported), value, 'raw') as Partial<Shape>;
    } catch (error) {
      context.addIssue({ code: 'custom', message: error instanceof Error ? error.message : String(error) });
      return z.NEVER;
    }
  });
}
