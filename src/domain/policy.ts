import { IANAZone, Interval } from 'luxon';
import { z } from 'zod';
import { defined } from './defined.ts';
import { knownRegions } from './regions.ts';

const weekdays = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
const changeWindowShape = /^(\w{3}) (?:[01]\d|2[0-3]):[0-5]\d-(?:[01]\d|2[0-3]):[0-5]\d (\S+)$/;

const isChangeWindow = (text: string): boolean => {
  const [, day, zone] = changeWindowShape.exec(text) ?? [];
  return day !== undefined && weekdays.includes(day) && zone !== undefined && IANAZone.isValidZone(zone);
};

const isRegionOverride = (text: string): boolean => /^[+-]/.test(text) && knownRegions.includes(text.slice(1));

const hours = (max: number) => z.int().min(1).max(max);
const days = (max: number) => z.int().min(1).max(max);

/** What an account may set; everything left out comes from the file's defaults, then from `defaultPolicy`. */
export const PolicyOverrides = z
  .strictObject({
    minBacktrackWindowHours: hours(72),
    targetBacktrackWindowHours: hours(72),
    minRetentionDays: days(36_500),
    /** Never set by default: the allowed age then follows the backup plan's schedule. */
    maxRecoveryPointAgeHours: hours(8_784),
    /** Where Backtrack exists, against the built-in table: `+eu-north-1` adds, `-us-west-1` removes. */
    backtrackRegions: z.array(z.string().refine(isRegionOverride, 'write +region or -region')),
    copyTtlDays: days(365),
    retireAfterDays: days(365),
    maxMuteDays: days(365),
    /** For this long nobody may be connected, and nothing be written, before a cut-over takes its snapshot. */
    quietMinutes: z.int().min(1).max(120),
    approvalExpiryHours: hours(168),
    secondFactor: z.enum(['aws-tag', 'none']),
    changeWindow: z
      .string()
      .refine(isChangeWindow, 'write it like "Sun 02:00-05:00 UTC": weekday, from-to, IANA time zone'),
    freezeWindows: z.array(
      z
        .string()
        .refine((text) => Interval.fromISO(text).isValid, 'write an ISO 8601 interval, like 2026-12-20/2027-01-05'),
    ),
    backupTag: z.strictObject({ key: z.string().min(1).max(128), value: z.string().max(256) }),
    vault: z
      .string()
      .regex(/^[a-zA-Z0-9_-]{2,50}$/, 'a backup vault name has 2 to 50 letters, digits, hyphens or underscores'),
    /** Tag keys that mark a resource as managed by Terraform or another tool. */
    iacTags: z.array(z.string().min(1).max(128)),
    /** Databases that matter: what they lose is told at once. Without a value any value counts. */
    urgentTags: z.array(z.strictObject({ key: z.string().min(1).max(128), value: z.string().max(256).optional() })),
  })
  .partial();
export type PolicyOverrides = z.infer<typeof PolicyOverrides>;

type OptionalKeys = 'maxRecoveryPointAgeHours' | 'backupTag';
export type Policy = {
  [K in Exclude<keyof PolicyOverrides, OptionalKeys>]-?: Exclude<PolicyOverrides[K], undefined>;
} & Pick<PolicyOverrides, OptionalKeys>;

export const defaultPolicy: Policy = {
  minBacktrackWindowHours: 24,
  targetBacktrackWindowHours: 72,
  minRetentionDays: 35,
  backtrackRegions: [],
  copyTtlDays: 7,
  retireAfterDays: 14,
  maxMuteDays: 90,
  quietMinutes: 10,
  approvalExpiryHours: 8,
  secondFactor: 'aws-tag',
  changeWindow: 'Sun 02:00-05:00 UTC',
  freezeWindows: [],
  vault: 'Default',
  iacTags: [],
  urgentTags: [],
};

/** Later ones win, key by key. */
export const mergePolicy = (...overrides: readonly (PolicyOverrides | undefined)[]): Policy =>
  Object.assign({}, defaultPolicy, ...overrides.map(defined));
