import type { ListTagsInput, ListTagsOutput } from '@aws-sdk/client-backup';
import type { Call, Operation } from '../service.ts';
import { backupPage } from './backup-page.ts';
import { invalidParameter, notFound } from './errors.ts';

/**
 * The tags of a plan, a vault or a recovery point of AWS Backup's own; those of RDS snapshots are asked of RDS (that
 * the refusal is this one is a guess).
 */
export const listTags: Operation<ListTagsInput> = {
  resource: ({ ResourceArn = '' }) => ResourceArn,
  run(input, call): ListTagsOutput {
    const found = Object.entries(tagsOf(input.ResourceArn ?? '', call));
    const { items, next } = backupPage(call, 'ListTags', input, found, ([key]) => key);
    return { Tags: Object.fromEntries(items), NextToken: next };
  },
};

/** The tags of what the ARN names. Throws when AWS Backup has no such resource here. */
export function tagsOf(arn: string, { holdings, region, account }: Call): Readonly<Record<string, string>> {
  const prefix = `arn:aws:backup:${region}:${account.id}:`;
  if (!arn.startsWith(prefix)) throw invalidParameter(`Invalid resource ARN: ${arn}`);
  const { plans, vaults, tags } = holdings.backup;
  const exists =
    [...plans.values()].some((one) => one.arn === arn && one.deleted === undefined) ||
    [...vaults.values()].some((one) => one.arn === arn) ||
    holdings.recoveryPoints.has(arn);
  if (!exists) throw notFound(`Cannot find resource ${arn}`);
  return tags.get(arn) ?? {};
}
