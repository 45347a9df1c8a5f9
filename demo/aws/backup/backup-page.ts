import type { Page } from '../pages.ts';
import type { Call } from '../service.ts';
import { invalidParameter } from './errors.ts';

/** The paging members that every AWS Backup list takes. */
export interface PagedInput {
  readonly MaxResults?: number | undefined;
  readonly NextToken?: string | undefined;
}

/**
 * One page of an AWS Backup list: MaxResults from `min` to 1000.
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/API_ListProtectedResources.html
 */
export function backupPage<Item>(
  call: Call,
  action: string,
  input: PagedInput,
  items: Iterable<Item>,
  key: (item: Item) => string,
  min = 1,
): Page<Item> {
  const { MaxResults: max = 1000, NextToken: token, ...rest } = input;
  if (!Number.isInteger(max) || max < min || max > 1000) {
    throw invalidParameter(`Invalid MaxResults ${max}. It must be between ${min} and 1000.`);
  }
  const scope = [call.account.id, call.region, action, rest];
  return call.paginate({ items, key, scope, token, max, refuse: () => invalidParameter('Invalid NextToken.') });
}
