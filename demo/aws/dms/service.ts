import * as sdk from '@aws-sdk/client-database-migration-service';
import { awsJson11 } from '../protocol/aws-json.ts';
import { operationsOf } from '../protocol/model.ts';
import type { Service } from '../service.ts';
import { OTHER_LIMITS } from '../throttle.ts';
import { describeEndpoints, describeReplicationTasks, invalidParameter } from './describe.ts';

/** The simulated AWS Database Migration Service: what is there can be read. */
export const dms: Service = {
  name: 'dms',
  version: '2016-01-01',
  target: 'AmazonDMSv20160101',
  xmlNamespace: '',
  operations: operationsOf(sdk),
  protocol: awsJson11,
  limits: () => OTHER_LIMITS,
  missingParameter: (member) => invalidParameter(`The parameter ${member} must be provided.`),
  handlers: { DescribeEndpoints: describeEndpoints, DescribeReplicationTasks: describeReplicationTasks },
};
