import { createRequire } from 'node:module';
import { AwsError } from '../errors.ts';
import { ec2Query } from '../protocol/ec2-query.ts';
import { operationsOf, type ServiceModel } from '../protocol/model.ts';
import type { Service } from '../service.ts';
import { OTHER_LIMITS } from '../throttle.ts';
import { describeSubnets } from './describe-subnets.ts';

let operations: ServiceModel['operations'] | undefined;

/** EC2's model is larger than all others together, so it is loaded with the first request. */
function loadOperations(): ServiceModel['operations'] {
  operations ??= operationsOf(createRequire(import.meta.url)('@aws-sdk/client-ec2') as Record<string, unknown>);
  return operations;
}

/** The simulated Amazon EC2, of which subnets can be read. */
export const ec2: Service = {
  name: 'ec2',
  version: '2016-11-15',
  xmlNamespace: 'http://ec2.amazonaws.com/doc/2016-11-15/',
  get operations() {
    return loadOperations();
  },
  protocol: ec2Query,
  limits: () => OTHER_LIMITS,
  missingParameter: (member) => new AwsError('MissingParameter', `The request must contain the parameter ${member}`),
  handlers: { DescribeSubnets: describeSubnets },
};
