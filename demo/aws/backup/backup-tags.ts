import { TAG_TEXT } from '../rds/tag-rules.ts';
import type { Call } from '../service.ts';
import { invalidParameter, limitExceeded } from './errors.ts';

type Tags = Readonly<Record<string, string>>;

/** Throws for tags that AWS Backup refuses; gives a record of its own. */
export function checkedTags(tags: Tags): Record<string, string> {
  for (const [key, value] of Object.entries(tags)) {
    checkKey(key);
    if (value.length > 256 || !TAG_TEXT.test(value)) throw invalidParameter(`Invalid tag value for ${key}`);
  }
  if (Object.keys(tags).length > 50) throw limitExceeded('A resource can have no more than 50 tags.');
  return { ...tags };
}

export function checkKey(key: string): void {
  const valid = key.length >= 1 && key.length <= 128 && TAG_TEXT.test(key);
  if (!valid) throw invalidParameter(`Invalid tag key: ${key}`);
  if (/^aws:/i.test(key)) throw invalidParameter(`Tag keys with the prefix aws: are reserved: ${key}`);
}

/** Tags in a create call need a permission of their own. */
export function authoriseTags(arn: string, tags: Tags | undefined, call: Call): void {
  if (tags && Object.keys(tags).length > 0) call.authorise('backup:TagResource', arn, { requestTags: tags });
}
