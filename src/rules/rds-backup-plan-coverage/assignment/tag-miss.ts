import { conditionWords, holds, type TagCondition, type Tags, tagValue, tagWords } from './tag-condition.ts';

/** How far a database's tags are from one condition. */
export interface TagMiss {
  /** 0 means that it holds. */
  readonly cost: number;
  /** `tag backup=daily`. */
  readonly wants: string;
  /** `backup=Daily`, `no tag backup`. */
  readonly has: string;
  /** A tag that would satisfy the condition and overwrite none. */
  readonly add?: { readonly key: string; readonly value: string };
}

/** Steps of distance. What a person overlooks comes first, what somebody decided comes last. */
export const tagCosts = {
  spelling: 1,
  /** Of the tags that are missing, one that speaks of backups is meant rather than another. */
  missingBackup: 1.75,
  missing: 2,
  otherKeySpelling: 3,
  otherValue: 4,
  reserved: 20,
} as const;

/** Letters and digits alone, in lower case: what is left when spelling is set aside. */
const bare = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}*]/gu, '') || text;

/** AWS lets nobody set tags of its own namespace. */
export const isReserved = (key: string): boolean => key.toLowerCase().startsWith('aws:');

const isNegated = ({ operator }: TagCondition): boolean =>
  operator === 'StringNotEquals' || operator === 'StringNotLike';

/** The wish beside what the database has instead. */
export function tagMiss(condition: TagCondition, tags: Tags): TagMiss {
  const wants = conditionWords(condition);
  const { operator, key, value } = condition;
  if (holds(condition, tags) === true) return { cost: 0, wants, has: '' };
  const own = tagValue(tags, key);
  if (isNegated(condition)) return { cost: tagCosts.otherValue, wants, has: tagWords(key, own ?? '') };
  if (own !== undefined)
    return {
      cost: sameButForSpelling(condition, own) ? tagCosts.spelling : tagCosts.otherValue,
      wants,
      has: tagWords(key, own),
    };
  if (isReserved(key)) return { cost: tagCosts.reserved, wants, has: `no tag ${key}` };
  const addable = operator === 'StringEquals' || !value.includes('*') ? { add: { key, value } } : {};
  const alike = Object.entries(tags).find(([other]) => bare(other) === bare(key));
  if (alike === undefined) {
    const cost = /backup/i.test(key) ? tagCosts.missingBackup : tagCosts.missing;
    return { cost, wants, has: `no tag ${key}`, ...addable };
  }
  const [otherKey, otherValue] = alike;
  const matches = otherValue === value || sameButForSpelling(condition, otherValue);
  const cost = matches ? tagCosts.spelling : tagCosts.otherKeySpelling;
  return { cost, wants, has: tagWords(otherKey, otherValue), ...addable };
}

const sameButForSpelling = ({ operator, key, value }: TagCondition, other: string): boolean =>
  holds({ operator, key, value: bare(value) }, { [key]: bare(other) }) === true;
