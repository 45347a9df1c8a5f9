import {
  AlreadyExistsException$,
  InvalidParameterValueException$,
  InvalidRequestException$,
  LimitExceededException$,
  MissingParameterValueException$,
  ResourceNotFoundException$,
} from '@aws-sdk/client-backup';
import type { AwsError } from '../errors.ts';
import { modelled } from '../protocol/model.ts';

/** AWS Backup's errors carry a `Code` of their own beside their type; which number means what is not published. */
function members(code: string): Readonly<Record<string, unknown>> {
  return { Code: code, Type: 'Sender', Context: '' };
}

export function invalidParameter(message: string): AwsError {
  return modelled(InvalidParameterValueException$, message, members('ERROR_2001'));
}

export function missingParameter(member: string): AwsError {
  return modelled(MissingParameterValueException$, `${member} is required.`, members('ERROR_2002'));
}

export function notFound(message: string): AwsError {
  return modelled(ResourceNotFoundException$, message, members('ERROR_2003'));
}

export function invalidRequest(message: string): AwsError {
  return modelled(InvalidRequestException$, message, members('ERROR_2004'));
}

/** A hard quota, which the SDK nevertheless tries again: the name is in its list of throttling errors. */
export function limitExceeded(message: string): AwsError {
  return modelled(LimitExceededException$, message, members('ERROR_2005'));
}

export function alreadyExists(message: string, arn: string, creatorRequestId: string | undefined): AwsError {
  const known = { Arn: arn, ...(creatorRequestId !== undefined && { CreatorRequestId: creatorRequestId }) };
  return modelled(AlreadyExistsException$, message, { ...members('ERROR_2006'), ...known });
}
