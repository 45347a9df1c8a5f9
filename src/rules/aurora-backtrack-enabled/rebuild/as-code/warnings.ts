import { shellWord } from '../../../../domain/paste.ts';
import type { RebuildCode } from './values.ts';

/** Words that go with the code in every form, each one line. */
export const terraformWarning =
  'A configuration that leaves backtrack_window out means 0: its next apply switches Backtrack off, and AWS lets nobody switch it on again for that cluster.';

export const cloudFormationWarning =
  'Setting BacktrackWindow on the existing cluster does not replace it: CloudFormation asks AWS to modify it, AWS refuses, and the update rolls back. Replacing it by a changed SnapshotIdentifier makes a cluster of another name out of an old snapshot, without what was written since.';

export const snapshotWarning =
  'Stop all writers before the snapshot: whatever is written after it is missing from the new cluster.';

type Format = 'cli' | 'cloudformation' | 'terraform';

/** Prints the code with every setting, read afresh. */
export const planCommand = ({ arn }: Pick<RebuildCode, 'arn'>, format: Format): string =>
  `npx aurora plan ${shellWord(arn)} --rule aurora-backtrack-enabled --format ${format}`;

export const incomplete = (code: RebuildCode, format: Format): string[] =>
  code.complete ? [] : [`Written from what the audit keeps. With every setting: ${planCommand(code, format)}`];

export const seconds = (windowSeconds: number): string =>
  `The unit is seconds: ${windowSeconds} are ${windowSeconds / 3600} hours.`;
