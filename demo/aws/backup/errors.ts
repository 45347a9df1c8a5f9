import {
  InvalidParameterValueException$,
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
