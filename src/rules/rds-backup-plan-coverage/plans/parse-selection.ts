import type { BackupSelectionsListMember, GetBackupSelectionOutput } from '@aws-sdk/client-backup';
import { patternList } from '../assignment/arn-pattern.ts';
import { conditionWords, type TagCondition, type TagOperator, tagOperators } from '../assignment/tag-condition.ts';
import { inOrder } from '../order.ts';
import type { Selection } from './plan.ts';

/** Keys of Conditions are written `aws:ResourceTag/<Key>` (API_BackupSelection). */
const keyPrefix = 'aws:ResourceTag/';

type Listed = Pick<BackupSelectionsListMember, 'SelectionId' | 'SelectionName' | 'CreationDate' | 'IamRoleArn'>;

/** A selection as it was listed, of which nothing more is known. */
export const unreadSelection = (listed: Listed, unread: string): Selection => ({
  ...parseSelection({ BackupSelection: undefined }, listed),
  unread,
});

/**
 * Reads the answer to GetBackupSelection. What is not of the documented form is kept as unclear rather than dropped:
 * a condition less would be a selection that covers more.
 */
export function parseSelection(answer: GetBackupSelectionOutput, listed: Listed = {}): Selection {
  const { BackupSelection: selection } = answer;
  const id = answer.SelectionId ?? listed.SelectionId ?? '';
  const resources = texts(selection?.Resources, 'a resource');
  const notResources = texts(selection?.NotResources, 'an excluded resource');
  const anyTag = listOfTags(selection?.ListOfTags);
  const conditions = conditionsOf(selection?.Conditions);
  return {
    id,
    name: selection?.SelectionName ?? listed.SelectionName ?? (id === '' ? 'without a name' : id),
    roleArn: selection?.IamRoleArn ?? listed.IamRoleArn,
    createdAt: answer.CreationDate ?? listed.CreationDate,
    resources: patternList(resources.known),
    notResources: patternList(notResources.known),
    anyTag: anyTag.known.sort(byWords),
    conditions: conditions.known.sort(byWords),
    unclear: {
      resources: resources.unclear,
      notResources: notResources.unclear,
      conditions: conditions.unclear,
      anyTag: anyTag.unclear,
      prefixedTags: anyTag.prefixed,
    },
    ...(selection === undefined ? { unread: 'the answer to backup:GetBackupSelection held no selection' } : {}),
  };
}

/** Their order says nothing, so it shall not show either. */
const byWords = (a: TagCondition, b: TagCondition): number => inOrder(conditionWords(a), conditionWords(b));

interface Parts<T> {
  readonly known: T[];
  readonly unclear: string[];
}

const shown = (value: unknown): string => (isText(value) ? value : 'missing');

const isText = (value: unknown): value is string => typeof value === 'string';

function texts(list: unknown, what: string): Parts<string> {
  if (list === undefined || list === null) return { known: [], unclear: [] };
  if (!Array.isArray(list)) return { known: [], unclear: [`${what} that is no list`] };
  return {
    known: list.filter(isText),
    unclear: list.filter((each) => !isText(each)).map(() => `${what} that is no text`),
  };
}

/** ListOfTags knows only STRINGEQUALS and plain keys (API_Condition). */
function listOfTags(list: unknown): Parts<TagCondition> & { readonly prefixed: TagCondition[] } {
  const found = { known: [] as TagCondition[], unclear: [] as string[], prefixed: [] as TagCondition[] };
  if (list === undefined || list === null) return found;
  for (const entry of Array.isArray(list) ? list : [list]) {
    const { ConditionType: type, ConditionKey: key, ConditionValue: value } = Object(entry) as Record<string, unknown>;
    if (type !== 'STRINGEQUALS' || !isText(key) || !isText(value)) {
      found.unclear.push(`an entry of ListOfTags (type ${shown(type)}, key ${shown(key)})`);
    } else if (key.startsWith(keyPrefix)) {
      found.prefixed.push({ operator: 'StringEquals', key: key.slice(keyPrefix.length), value });
    } else {
      found.known.push({ operator: 'StringEquals', key, value });
    }
  }
  return found;
}

const isOperator = (name: string): name is TagOperator => (tagOperators as readonly string[]).includes(name);

function conditionsOf(conditions: unknown): Parts<TagCondition> {
  const found = { known: [] as TagCondition[], unclear: [] as string[] };
  for (const [operator, list] of Object.entries(Object(conditions ?? {}))) {
    if (list === undefined || list === null || (Array.isArray(list) && list.length === 0)) continue;
    if (!isOperator(operator) || !Array.isArray(list)) {
      found.unclear.push(`condition ${operator}`);
      continue;
    }
    for (const entry of list) {
      const { ConditionKey: key, ConditionValue: value } = Object(entry) as Record<string, unknown>;
      if (isText(key) && key.startsWith(keyPrefix) && isText(value)) {
        found.known.push({ operator, key: key.slice(keyPrefix.length), value });
      } else {
        found.unclear.push(`condition ${operator} on key ${shown(key)}`);
      }
    }
  }
  return found;
}
