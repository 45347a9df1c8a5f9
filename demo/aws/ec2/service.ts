import { AwsError } from '../errors.ts';
import { ec2Query } from '../protocol/ec2-query.ts';
import { lazyOperationsOf } from '../protocol/lazy-model.ts';
import type { Service } from '../service.ts';
import { OTHER_LIMITS } from '../throttle.ts';
import { describeSubnets } from './describe-subnets.ts';

const operations = lazyOperationsOf('@aws-sdk/client-ec2');

/** The simulated Amazon EC2, of which subnets can be read. */
export const ec2: Service = {
  name: 'ec2',
  version: '2016-11-15',
  xmlNamespace: 'http://ec2.amazonaws.com/doc/2016-11-15/',
  get operations() {
    return operations();
  },
  protocol: ec2Query,
  limits: () => OTHER_LIMITS,
  missingParameter: (member) => new AwsError('MissingParameter', `The request must contain the parameter ${member}`),
  handlers: { DescribeSubnets: describeSubnets },
};
