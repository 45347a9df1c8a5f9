import type { BackupType } from '../database.ts';

/** The service opt-in of one account and Region, by AWS Backup's resource types; or why it could not be read. */
export type RegionSettings =
  | { readonly optIn: Readonly<Record<string, boolean | undefined>> }
  | { readonly unread: string };

export interface OptIn {
  /** Undefined: not known. */
  readonly value: boolean | undefined;
  /** Why it is not known. */
  readonly why: readonly string[];
  /** The type that is off. */
  readonly off?: BackupType;
  /** AWS's answer does not name that type at all; counted as off. */
  readonly unlisted?: boolean;
}

/** Whether all types are opted in. DescribeRegionSettings.ResourceTypeOptInPreference; a key that is missing is off. */
export function optedIn(types: readonly BackupType[], settings: RegionSettings): OptIn {
  if ('unread' in settings) return { value: undefined, why: [settings.unread] };
  const off = types.find((type) => !(Object.hasOwn(settings.optIn, type) && settings.optIn[type] === true));
  return off === undefined
    ? { value: true, why: [] }
    : { value: false, why: [], off, unlisted: !Object.hasOwn(settings.optIn, off) };
}
