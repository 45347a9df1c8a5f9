import * as sdk from '@aws-sdk/client-backup';
import { operationsOf } from '../protocol/model.ts';
import { restJson } from '../protocol/rest-json.ts';
import type { Service } from '../service.ts';
import { BACKUP_LIMITS } from '../throttle.ts';
import { missingParameter } from './errors.ts';
import { describeBackupJob, listBackupJobs } from './jobs.ts';
import { getBackupPlan, listBackupPlans } from './plans.ts';
import { describeProtectedResource, listProtectedResources } from './protected-resources.ts';
import { listRecoveryPointsByResource } from './recovery-points.ts';
import { describeRegionSettings, updateRegionSettings } from './region-settings.ts';
import { getBackupSelection, listBackupSelections } from './selections.ts';
import { startBackupJob, stopBackupJob } from './start-backup-job.ts';
import { listTags } from './tags.ts';
import { describeRecoveryPoint, listRecoveryPointsByBackupVault } from './vault-points.ts';
import { describeBackupVault, listBackupVaults } from './vaults.ts';
import { createBackupPlan, deleteBackupPlan, updateBackupPlan } from './write-plans.ts';
import { createBackupSelection, deleteBackupSelection } from './write-selections.ts';
import { tagResource, untagResource } from './write-tags.ts';
import { createBackupVault } from './write-vaults.ts';

/** The simulated AWS Backup. */
export const backup: Service = {
  name: 'backup',
  version: '2018-11-15',
  xmlNamespace: '',
  operations: operationsOf(sdk),
  protocol: restJson,
  limits: () => BACKUP_LIMITS,
  missingParameter,
  handlers: {
    CreateBackupPlan: createBackupPlan,
    CreateBackupSelection: createBackupSelection,
    CreateBackupVault: createBackupVault,
    DeleteBackupPlan: deleteBackupPlan,
    DeleteBackupSelection: deleteBackupSelection,
    StartBackupJob: startBackupJob,
    StopBackupJob: stopBackupJob,
    TagResource: tagResource,
    UntagResource: untagResource,
    UpdateBackupPlan: updateBackupPlan,
    UpdateRegionSettings: updateRegionSettings,
    DescribeBackupJob: describeBackupJob,
    DescribeBackupVault: describeBackupVault,
    DescribeRecoveryPoint: describeRecoveryPoint,
    DescribeRegionSettings: describeRegionSettings,
    GetBackupPlan: getBackupPlan,
    GetBackupSelection: getBackupSelection,
    ListBackupJobs: listBackupJobs,
    ListBackupPlans: listBackupPlans,
    ListBackupSelections: listBackupSelections,
    ListBackupVaults: listBackupVaults,
    ListRecoveryPointsByBackupVault: listRecoveryPointsByBackupVault,
    ListTags: listTags,
    DescribeProtectedResource: describeProtectedResource,
    ListProtectedResources: listProtectedResources,
    ListRecoveryPointsByResource: listRecoveryPointsByResource,
  },
};
