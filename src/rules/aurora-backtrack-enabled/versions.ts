import { auroraName, isAtLeast, parseEngineVersion } from './engine-version.ts';

interface Release {
  /** The first Aurora version with Backtrack; [] for all of them. */
  readonly least: readonly number[];
  /** Where the first one is another. */
  readonly leastIn?: Readonly<Record<string, readonly number[]>>;
}

/**
 * Which Aurora MySQL versions have Backtrack, by the MySQL release. "Version 2, version 3, and version 8.4": Aurora
 * user guide, 2026, "Backtracking an Aurora DB cluster". The first versions of 2 are from its editions of 2022 and
 * June 2023; all of 3 since 4 January 2023.
 */
const releases: Readonly<Record<string, Release>> = {
  '5.7': { least: [2, 6], leastIn: { 'ap-northeast-3': [2, 7, 3] } },
  '8.0': { least: [] },
  '8.4': { least: [] },
};

export type VersionAnswer =
  | { readonly has: true }
  | { readonly has: false; readonly endOfLife: boolean; readonly needs: string }
  /** The version is in a form, or of a release, that nothing is known about. */
  | { readonly has: undefined };

/** Whether this `EngineVersion` has Backtrack in a Region that has it. */
export function versionHasBacktrack(engineVersion: string | undefined, region: string): VersionAnswer {
  const version = parseEngineVersion(engineVersion);
  if (version?.mysql === '5.6') return { has: false, endOfLife: true, needs: '' };
  const release = version === undefined ? undefined : releases[version.mysql];
  if (version === undefined || release === undefined) return { has: undefined };
  const least = release.leastIn?.[region] ?? release.least;
  if (least.length === 0) return { has: true };
  if (version.aurora === undefined) return { has: undefined };
  return isAtLeast(version.aurora, least) ? { has: true } : { has: false, endOfLife: false, needs: auroraName(least) };
}

/** Enhanced binary log came with version 3.03.1; older ones ignore its parameter. Aurora user guide, "Setting up enhanced binlog". */
export function mayHaveEnhancedBinlog(engineVersion: string | undefined): boolean {
  const aurora = parseEngineVersion(engineVersion)?.aurora;
  return aurora === undefined || isAtLeast(aurora, [3, 3, 1]);
}
