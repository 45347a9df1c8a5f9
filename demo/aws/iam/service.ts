import * as sdk from '@aws-sdk/client-iam';
import { operationsOf } from '../protocol/model.ts';
import { query } from '../protocol/query.ts';
import type { Service } from '../service.ts';
import { IAM_LIMITS } from '../throttle.ts';
import { getAccountAuthorizationDetails } from './account-authorization-details.ts';
import { getRole, listAttachedRolePolicies, validationError } from './roles.ts';

/** The simulated AWS Identity and Access Management, one for all Regions. */
export const iam: Service = {
  name: 'iam',
  version: '2010-05-08',
  xmlNamespace: 'https://iam.amazonaws.com/doc/2010-05-08/',
  operations: operationsOf(sdk),
  protocol: query,
  homeRegion: 'us-east-1',
  limits: () => IAM_LIMITS,
  missingParameter: (member) => validationError(`1 validation error detected: Value null at '${member}'`),
  handlers: {
    GetAccountAuthorizationDetails: getAccountAuthorizationDetails,
    GetRole: getRole,
    ListAttachedRolePolicies: listAttachedRolePolicies,
  },
};
