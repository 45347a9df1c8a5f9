import type { Tag } from '@aws-sdk/client-rds';
import { invalidParameterValue } from '../errors.ts';

/** What AWS allows in keys and values of tags. */
export const TAG_TEXT = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;
const MAX_TAGS = 50;

/**
 * The tags after adding some. Throws for keys that AWS keeps to itself, lengths and characters that it refuses, and
 * more than 50 tags beside AWS's own.
 * https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/USER_Tagging.html
 */
export function withTags(present: readonly Tag[], added: readonly Tag[]): Tag[] {
  const merged = new Map(present.map(({ Key = '', Value = '' }) => [Key, Value]));
  const keys = added.map(({ Key = '' }) => Key);
  for (const { Key = '', Value = '' } of added) {
    checkKey(Key);
    if (Value.length > 256) throw invalidParameterValue(`Tag value cannot be longer than 256 characters: ${Value}`);
    if (!TAG_TEXT.test(Value)) throw invalidParameterValue(`Invalid characters in tag value: ${Value}`);
    if (keys.indexOf(Key) !== keys.lastIndexOf(Key)) throw invalidParameterValue(`Duplicate tag key: ${Key}`);
    merged.set(Key, Value);
  }
  const own = [...merged.keys()].filter((key) => !isReserved(key));
  if (own.length > MAX_TAGS) throw invalidParameterValue(`A resource can have no more than ${MAX_TAGS} tags.`);
  return [...merged].map(([Key, Value]) => ({ Key, Value }));
}

/** The tags after taking some away; keys that are not there are no error. */
export function withoutTags(present: readonly Tag[], keys: readonly string[]): Tag[] {
  for (const key of keys) checkKey(key);
  return present.filter(({ Key = '' }) => !keys.includes(Key));
}

function checkKey(key: string): void {
  if (key.length < 1 || key.length > 128) throw invalidParameterValue('A tag key has 1 to 128 characters.');
  if (!TAG_TEXT.test(key)) throw invalidParameterValue(`Invalid characters in tag key: ${key}`);
  if (isReserved(key)) throw invalidParameterValue(`Tag keys with the prefix aws: or rds: are reserved: ${key}`);
}

function isReserved(key: string): boolean {
  return /^(aws|rds):/i.test(key);
}
