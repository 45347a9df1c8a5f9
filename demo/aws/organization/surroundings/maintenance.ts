import type { DBCluster, DBInstance, PendingMaintenanceAction } from '@aws-sdk/client-rds';
import { z } from 'zod';
import { identifier } from '../common.ts';
import type { Built } from './built.ts';
import { moment, momentFrom } from './moment.ts';

/** A maintenance action that waits for a cluster or an instance. */
export const maintenance = z.strictObject({
  of: identifier,
  action: z.string().default('system-update'),
  /** When AWS will do it; left out, nobody has said. */
  applied: moment.optional(),
  autoAppliedAfter: moment.optional(),
  forced: moment.optional(),
});

export interface Maintenance {
  readonly database: DBCluster | DBInstance;
  readonly action: PendingMaintenanceAction;
}

export function maintenanceFrom(
  spec: z.output<typeof maintenance>,
  { clusters, instances, place }: Built,
): Maintenance | undefined {
  const database = clusters.get(spec.of) ?? instances.get(spec.of);
  if (!database) return undefined;
  const at = (text: string | undefined): Date | undefined =>
    text === undefined ? undefined : momentFrom(text, place.now);
  return {
    database,
    action: {
      Action: spec.action,
      Description: 'New Operating System update is available',
      CurrentApplyDate: at(spec.applied),
      AutoAppliedAfterDate: at(spec.autoAppliedAfter),
      ForcedApplyDate: at(spec.forced),
    },
  };
}
