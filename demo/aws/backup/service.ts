import * as sdk from '@aws-sdk/client-backup';
import { operationsOf } from '../protocol/model.ts';
import { restJson } from '../protocol/rest-json.ts';
import type { Service } from '../service.ts';
import { BACKUP_LIMITS } from '../throttle.ts';
import { missingParameter } from './errors.ts';
import { describeProtectedResource, listProtectedResources } from './protected-resources.ts';
import { listRecoveryPointsByResource } from './recovery-points.ts';

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
    DescribeProtectedResource: describeProtectedResource,
    ListProtectedResources: listProtectedResources,
    ListRecoveryPointsByResource: listRecoveryPointsByResource,
  },
};
