import * as sdk from '@aws-sdk/client-pi';
import { AwsError } from '../errors.ts';
import { awsJson } from '../protocol/aws-json.ts';
import { operationsOf } from '../protocol/model.ts';
import type { Service } from '../service.ts';
import { PI_LIMITS } from '../throttle.ts';
import { describeDimensionKeys } from './describe-dimension-keys.ts';
import { getResourceMetrics } from './get-resource-metrics.ts';

/** The simulated Performance Insights, of which the load by host can be read. */
export const pi: Service = {
  name: 'pi',
  version: '2018-02-27',
  target: 'PerformanceInsightsv20180227',
  xmlNamespace: '',
  operations: operationsOf(sdk),
  protocol: awsJson,
  limits: () => PI_LIMITS,
  missingParameter: (member) => new AwsError('InvalidArgumentException', `The parameter ${member} is required.`),
  handlers: { DescribeDimensionKeys: describeDimensionKeys, GetResourceMetrics: getResourceMetrics },
};
