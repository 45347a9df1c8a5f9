import type { DescribeRegionSettingsOutput } from '@aws-sdk/client-backup';
import type { Operation } from '../service.ts';

/** Which resource types AWS Backup may back up in the Region; types that it does not name were never opted in. */
export const describeRegionSettings: Operation = {
  run(_input, { holdings }): DescribeRegionSettingsOutput {
    const { optIn } = holdings.backup;
    const managed = optIn.size === 0 ? {} : { DynamoDB: true, EFS: true };
    return { ResourceTypeOptInPreference: Object.fromEntries(optIn), ResourceTypeManagementPreference: managed };
  },
};
