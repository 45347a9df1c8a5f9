import * as sdk from '@aws-sdk/client-application-auto-scaling';
import { awsJson11 } from '../protocol/aws-json.ts';
import { operationsOf } from '../protocol/model.ts';
import type { Service } from '../service.ts';
import { OTHER_LIMITS } from '../throttle.ts';
import { describeScalableTargets, describeScalingPolicies, describeScheduledActions, validation } from './describe.ts';

/** The simulated Application Auto Scaling: what it scales can be read. */
export const applicationAutoscaling: Service = {
  name: 'application-autoscaling',
  version: '2016-02-06',
  target: 'AnyScaleFrontendService',
  xmlNamespace: '',
  operations: operationsOf(sdk),
  protocol: awsJson11,
  limits: () => OTHER_LIMITS,
  missingParameter: (member) => validation(`1 validation error detected: Value null at '${member}'`),
  handlers: {
    DescribeScalableTargets: describeScalableTargets,
    DescribeScalingPolicies: describeScalingPolicies,
    DescribeScheduledActions: describeScheduledActions,
  },
};
