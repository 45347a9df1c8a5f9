import { AwsError } from '../errors.ts';

/** `InvalidParameterValue`, 400. */
export function invalidParameter(message: string): AwsError {
  return new AwsError('InvalidParameterValueException', message);
}

export function missingParameter(member: string): AwsError {
  return new AwsError('MissingRequiredParameterException', `The parameter ${member} is required.`);
}
