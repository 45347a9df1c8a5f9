import { group } from '../../domain/approval/wording.ts';
import { listed } from '../../domain/words.ts';
import { safe } from './mrkdwn.ts';

type Names = ReadonlyMap<string, string> | undefined;

const nameOf = (groupId: string, names: Names): string => safe(`@${names?.get(groupId) ?? groupId}`);

/** A line that says whose something is, in plain text: nobody is notified. */
export const ownedBy = (owners: readonly string[], names: Names): string =>
  owners.length === 0
    ? ''
    : `\nOwned by ${listed(
        owners.map((each) => nameOf(each, names)),
        3,
      )}.`;

/** The same, calling each group once in a message: `called` are those that have been, and grows. */
export function callOwners(owners: readonly string[], names: Names, called: Set<string>): string {
  if (owners.length === 0) return '';
  const words = owners.map((each) => {
    if (called.has(each)) return nameOf(each, names);
    called.add(each);
    return group(each);
  });
  return `\nOwned by ${listed(words, 3)}.`;
}
