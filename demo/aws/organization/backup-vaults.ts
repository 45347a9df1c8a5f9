import { z } from 'zod';
import { timeFrom } from '../clock.ts';
import { backupArn } from './backup-names.ts';
import { tags, when } from './common.ts';
import type { Place } from './place.ts';
import { seenSince, type Visibility } from './visibility.ts';

/**
 * A vault lock: in governance mode nothing is final; in compliance mode it is from `finalFrom` on.
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/vault-lock.html
 */
const lock = z.strictObject({
  minRetentionDays: z.number().int().min(1).optional(),
  maxRetentionDays: z.number().int().min(1).max(36_500).optional(),
  finalFrom: when.optional(),
});

const described = z.strictObject({
  name: z.string().regex(/^[a-zA-Z0-9\-_]{2,50}$/, 'a vault name has 2 to 50 letters, digits, "-" and "_"'),
  created: when.default('500d ago'),
  lock: lock.optional(),
  /** Named by plans, but gone. */
  missing: z.boolean().default(false),
  tags: tags.default({}),
});

/** A vault by its name alone, or with its lock. */
export const vault = z.union([described.shape.name.transform((name) => described.parse({ name })), described]);
export type VaultSpec = z.output<typeof described>;

/** A backup vault. */
export interface VaultState extends Visibility {
  readonly name: string;
  readonly arn: string;
  readonly created: Date;
  readonly creatorRequestId: string | undefined;
  readonly keyArn: string;
  readonly lock:
    | {
        readonly minDays: number | undefined;
        readonly maxDays: number | undefined;
        readonly finalFrom: Date | undefined;
      }
    | undefined;
}

/** The vaults of a Region: those described and those that rules and recovery points name, except what is missing. */
export function vaultsFrom(
  specs: readonly VaultSpec[],
  named: Iterable<string>,
  place: Place,
): Map<string, VaultState> {
  const told = new Map(specs.map((one) => [one.name, one]));
  const all = new Map([...[...named].map((name): [string, VaultSpec] => [name, described.parse({ name })]), ...told]);
  return new Map(
    [...all].flatMap(([name, spec]): [string, VaultState][] => (spec.missing ? [] : [[name, vaultFrom(spec, place)]])),
  );
}

function vaultFrom({ name, created, lock: locked }: VaultSpec, place: Place): VaultState {
  return {
    name,
    arn: backupArn(place, 'backup-vault', name),
    created: timeFrom(created, place.now),
    creatorRequestId: undefined,
    ...seenSince(timeFrom(created, place.now)),
    keyArn: place.kmsKeyArn,
    lock: locked && {
      minDays: locked.minRetentionDays,
      maxDays: locked.maxRetentionDays,
      finalFrom: locked.finalFrom === undefined ? undefined : timeFrom(locked.finalFrom, place.now),
    },
  };
}
