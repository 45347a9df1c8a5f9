import * as sdk from '@aws-sdk/client-kms';
import { awsJson11 } from '../protocol/aws-json.ts';
import { operationsOf } from '../protocol/model.ts';
import type { Service } from '../service.ts';
import { OTHER_LIMITS } from '../throttle.ts';
import { describeKey, validation } from './describe-key.ts';

/** The simulated AWS Key Management Service: keys can be looked at. */
export const kms: Service = {
  name: 'kms',
  version: '2014-11-01',
  target: 'TrentService',
  xmlNamespace: '',
  operations: operationsOf(sdk),
  protocol: awsJson11,
  limits: () => OTHER_LIMITS,
  missingParameter: (member) => validation(`1 validation error detected: Value null at '${member}'`),
  handlers: { DescribeKey: describeKey },
};
