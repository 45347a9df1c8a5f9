import * as sdk from '@aws-sdk/client-sts';
import { operationsOf } from '../protocol/model.ts';
import { query } from '../protocol/query.ts';
import type { Service } from '../service.ts';
import { STS_LIMITS } from '../throttle.ts';
import { assumeRole } from './assume-role.ts';
import { validationError } from './assume-role-checks.ts';
import { getCallerIdentity } from './get-caller-identity.ts';

/** The simulated AWS Security Token Service. */
export const sts: Service = {
  name: 'sts',
  version: '2011-06-15',
  xmlNamespace: 'https://sts.amazonaws.com/doc/2011-06-15/',
  operations: operationsOf(sdk),
  protocol: query,
  limits: () => STS_LIMITS,
  missingParameter: (member) => {
    const camel = member.charAt(0).toLowerCase() + member.slice(1);
    const detected = `1 validation error detected: Value null at '${camel}'`;
    return validationError(`${detected} failed to satisfy constraint: Member must not be null`);
  },
  handlers: { AssumeRole: assumeRole, GetCallerIdentity: getCallerIdentity },
};
