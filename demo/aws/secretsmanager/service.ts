import * as sdk from '@aws-sdk/client-secrets-manager';
import { awsJson11 } from '../protocol/aws-json.ts';
import { operationsOf } from '../protocol/model.ts';
import type { Service } from '../service.ts';
import { OTHER_LIMITS } from '../throttle.ts';
import { describeSecret, invalidParameter, listSecrets } from './secrets.ts';

/** The simulated AWS Secrets Manager, in which no secret has a value. */
export const secretsmanager: Service = {
  name: 'secretsmanager',
  version: '2017-10-17',
  target: 'secretsmanager',
  xmlNamespace: '',
  operations: operationsOf(sdk),
  protocol: awsJson11,
  limits: () => OTHER_LIMITS,
  missingParameter: (member) => invalidParameter(`You must provide a value for ${member}.`),
  handlers: { DescribeSecret: describeSecret, ListSecrets: listSecrets },
};
