import { fitted } from '../identifiers.ts';

/** Room for the day, and for what tells two of one day apart: `1121-k7f3`. */
const longest = '-old-1121-k7f3';

/** What the old cluster's new name begins with: `orders-old-`. */
export const oldStemOf = (source: string): string => fitted(source, longest).slice(0, -'1121-k7f3'.length);

/** `orders-old-1121`, by the day of the snapshot; where that is taken, with the beginning of the remediation's id. */
export function oldNames(stem: string, snapshotAt: Date, remediationId: string): readonly [string, string] {
  const [, month, day] = snapshotAt.toISOString().slice(0, 10).split('-');
  const name = `${stem}${month}${day}`;
  return [name, `${name}-${remediationId.slice(0, 4)}`];
}
