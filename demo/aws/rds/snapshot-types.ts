import { invalidParameterValue } from '../errors.ts';

interface Asked {
  readonly SnapshotType?: string | undefined;
  readonly IncludeShared?: boolean | undefined;
  readonly IncludePublic?: boolean | undefined;
}

/**
 * Which snapshots a call asks for by type: its own account's unless it names `shared` or `public` or includes them.
 * https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DescribeDBSnapshots.html
 */
export function typeTest(
  asked: Asked,
  known: readonly string[],
  named: boolean,
): (type: string | undefined) => boolean {
  const { SnapshotType, IncludeShared, IncludePublic } = asked;
  if (SnapshotType !== undefined && !known.includes(SnapshotType)) {
    throw invalidParameterValue(`Unknown snapshot type ${SnapshotType}. Must be one of: ${known.join(', ')}`);
  }
  return (type) => {
    if (SnapshotType !== undefined && type === SnapshotType) return true;
    if (type === 'shared') return Boolean(IncludeShared) || named;
    if (type === 'public') return Boolean(IncludePublic) || named;
    return SnapshotType === undefined;
  };
}
