import type { GetCallerIdentityResponse } from '@aws-sdk/client-sts';
import type { Operation } from '../service.ts';

/** Answers everyone who can sign, even with every action denied. */
export const getCallerIdentity: Operation = {
  unchecked: true,
  run(_input, { principal }): GetCallerIdentityResponse {
    return { UserId: principal.userId, Account: principal.accountId, Arn: principal.arn };
  },
};
