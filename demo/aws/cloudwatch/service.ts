import * as sdk from '@aws-sdk/client-cloudwatch';
import { awsJson } from '../protocol/aws-json.ts';
import { operationsOf } from '../protocol/model.ts';
import type { Service } from '../service.ts';
import { CLOUDWATCH_LIMITS } from '../throttle.ts';
import { describeAlarms } from './describe-alarms.ts';
import { missingParameter } from './errors.ts';
import { getMetricData } from './get-metric-data.ts';
import { getMetricStatistics } from './get-metric-statistics.ts';

/** The simulated Amazon CloudWatch, of which metrics and alarms can be read. */
export const cloudwatch: Service = {
  name: 'monitoring',
  prefix: 'cloudwatch',
  version: '2010-08-01',
  target: 'GraniteServiceVersion20100801',
  xmlNamespace: '',
  operations: operationsOf(sdk),
  protocol: awsJson,
  limits: () => CLOUDWATCH_LIMITS,
  missingParameter,
  handlers: { DescribeAlarms: describeAlarms, GetMetricData: getMetricData, GetMetricStatistics: getMetricStatistics },
};
