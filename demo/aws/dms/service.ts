import { awsJson11 } from '../protocol/aws-json.ts';
import { lazyOperationsOf } from '../protocol/lazy-model.ts';
import type { Service } from '../service.ts';
import { OTHER_LIMITS } from '../throttle.ts';
import { describeEndpoints, describeReplicationTasks, invalidParameter } from './describe.ts';

const operations = lazyOperationsOf('@aws-sdk/client-database-migration-service');

/** The simulated AWS Database Migration Service: what is there can be read. */
export const dms: Service = {
  name: 'dms',
  version: '2016-01-01',
  target: 'AmazonDMSv20160101',
  xmlNamespace: '',
  get operations() {
    return operations();
  },
  protocol: awsJson11,
  limits: () => OTHER_LIMITS,
  missingParameter: (member) => invalidParameter(`The parameter ${member} must be provided.`),
  handlers: { DescribeEndpoints: describeEndpoints, DescribeReplicationTasks: describeReplicationTasks },
};
