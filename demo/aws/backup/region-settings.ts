import type { DescribeRegionSettingsOutput, UpdateRegionSettingsInput } from '@aws-sdk/client-backup';
import { RESOURCE_TYPES } from '../organization/backup-names.ts';
import type { Operation } from '../service.ts';
import { invalidParameter } from './errors.ts';

/** Which resource types AWS Backup may back up in the Region; types that it does not name were never opted in. */
export const describeRegionSettings: Operation = {
  run(_input, { holdings }): DescribeRegionSettingsOutput {
    const optIn = holdings.backup.shownOptIn ?? holdings.backup.optIn;
    const managed = optIn.size === 0 ? {} : { DynamoDB: true, EFS: true };
    return { ResourceTypeOptInPreference: Object.fromEntries(optIn), ResourceTypeManagementPreference: managed };
  },
};

/**
 * Sets the opt-in of the whole Region. Types that the request leaves out are opted out: AWS does not say what becomes
 * of them, and this is what hurts whoever does not send the whole map.
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/API_UpdateRegionSettings.html
 */
export const updateRegionSettings: Operation<UpdateRegionSettingsInput> = {
  run({ ResourceTypeOptInPreference: wanted }, call): object {
    const { backup } = call.holdings;
    const unknown = Object.keys(wanted ?? {}).find((type) => !RESOURCE_TYPES.some((known) => known === type));
    if (unknown !== undefined) throw invalidParameter(`Unknown resource type ${unknown}`);
    if (!wanted) return {};
    backup.shownOptIn ??= new Map(backup.optIn);
    for (const type of RESOURCE_TYPES) backup.optIn.set(type, wanted[type] ?? false);
    call.later('optInShown', () => {
      backup.shownOptIn = undefined;
    });
    return {};
  },
};
