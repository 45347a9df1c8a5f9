import { matchesPattern } from './arn-pattern.ts';

export const tagOperators = ['StringEquals', 'StringNotEquals', 'StringLike', 'StringNotLike'] as const;
export type TagOperator = (typeof tagOperators)[number];

/** A wish about one tag; keys, values and operators are case-sensitive. */
export interface TagCondition {
  readonly operator: TagOperator;
  readonly key: string;
  readonly value: string;
}

export type Tags = Readonly<Record<string, string>>;

/** The value of a tag, or undefined; a tag may be called `constructor`. */
export const tagValue = (tags: Tags, key: string): string | undefined =>
  Object.hasOwn(tags, key) ? tags[key] : undefined;

/**
 * Whether the tags satisfy a condition; undefined when that cannot be told. A tag that is missing satisfies the negated
 * operators, as in IAM policies, which the AWS Backup guide compares conditions with ("Assign resources with AWS CLI").
 */
export function holds({ operator, key, value: wanted }: TagCondition, tags: Tags | undefined): boolean | undefined {
  if (tags === undefined) return undefined;
  const value = tagValue(tags, key);
  switch (operator) {
    case 'StringEquals':
      return value === wanted;
    case 'StringNotEquals':
      return value !== wanted;
    case 'StringLike':
      return value !== undefined && isLike(wanted, value);
    case 'StringNotLike':
      return value === undefined || not(isLike(wanted, value));
  }
}

/** AWS says that `*` stands for non-blank characters; whether that includes tag values with blanks, it does not say. */
function isLike(pattern: string, value: string): boolean | undefined {
  const strict = matchesPattern(pattern, value);
  return strict === matchesPattern(pattern, value, true) ? strict : undefined;
}

const not = (value: boolean | undefined): boolean | undefined => (value === undefined ? undefined : !value);

/** Blanks at the edge of a value are what people overlook, so a value with any is quoted. */
const shown = (text: string): string => (text === '' || /\s/.test(text) ? JSON.stringify(text) : text);

export const tagWords = (key: string, value: string): string => `${shown(key)}=${shown(value)}`;

/** `tag backup=daily`, `tag env other than dev`. */
export function conditionWords({ operator, key, value }: TagCondition): string {
  switch (operator) {
    case 'StringEquals':
      return `tag ${tagWords(key, value)}`;
    case 'StringLike':
      return `tag ${shown(key)} like ${shown(value)}`;
    case 'StringNotEquals':
      return `tag ${shown(key)} other than ${shown(value)}`;
    case 'StringNotLike':
      return `tag ${shown(key)} not like ${shown(value)}`;
  }
}
