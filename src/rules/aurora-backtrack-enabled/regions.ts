/**
 * Where Backtrack exists, from the newest complete table found: Aurora user guide, June 2023,
 * "Backtracking an Aurora DB cluster". AWS offers no call that tells, so a Region newer than the table counts as
 * one without; `policy.backtrackRegions` corrects it (`+eu-north-1`, `-us-west-1`).
 */
export const regionTableDate = 'June 2023';

const withBacktrack: ReadonlySet<string> = new Set([
  'us-east-1',
  'us-east-2',
  'us-west-1',
  'us-west-2',
  'ca-central-1',
  'eu-central-1',
  'eu-west-1',
  'eu-west-2',
  'eu-west-3',
  'ap-northeast-1',
  'ap-northeast-2',
  'ap-northeast-3',
  'ap-south-1',
  'ap-southeast-1',
  'ap-southeast-2',
]);

/** `overrides` are `+region` and `-region`; the last one for a Region wins. */
export function hasBacktrack(region: string, overrides: readonly string[]): boolean {
  const override = overrides.findLast((text) => text.slice(1) === region);
  return override === undefined ? withBacktrack.has(region) : override.startsWith('+');
}
