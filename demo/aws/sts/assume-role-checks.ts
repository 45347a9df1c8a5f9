import type { AssumeRoleRequest } from '@aws-sdk/client-sts';
import { AwsError } from '../errors.ts';
import type { RoleSpec } from '../organization/schema.ts';

/** `ValidationError`, 400, in the words of STS. */
export function validationError(message: string): AwsError {
  return new AwsError('ValidationError', message);
}

const NAME = String.raw`[\w+=,.@-]*`;

/**
 * Checks lengths and characters of the parameters.
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
 */
export function checkParameters(input: AssumeRoleRequest, minSessionSeconds: number): void {
  text('roleArn', input.RoleArn, 20, 2048, '[\\u0009\\u000A\\u000D\\u0020-\\u007E\\u0085\\u00A0-\\uFFFF]+');
  text('roleSessionName', input.RoleSessionName, 2, 64, NAME);
  text('externalId', input.ExternalId, 2, 1224, String.raw`[\w+=,.@:\/-]*`);
  text('sourceIdentity', input.SourceIdentity, 2, 64, NAME);
  text('policy', input.Policy, 1, 2048, '[\\s\\S]*');
  if (input.SourceIdentity?.startsWith('aws:'))
    fail(input.SourceIdentity, 'sourceIdentity', 'must not begin with aws:');
  const seconds = input.DurationSeconds;
  const within = 'Member must have value';
  if (seconds !== undefined && seconds < minSessionSeconds) {
    fail(seconds, 'durationSeconds', `${within} greater than or equal to ${minSessionSeconds}`);
  }
  if (seconds !== undefined && seconds > 43_200)
    fail(seconds, 'durationSeconds', `${within} less than or equal to 43200`);
  checkTags(input);
  for (const member of ['PolicyArns', 'TransitiveTagKeys', 'SerialNumber', 'TokenCode', 'ProvidedContexts'] as const) {
    if (input[member] !== undefined) throw validationError(`The simulated AWS does not support ${member}`);
  }
}

/** The session's length in seconds: at most the role's own maximum, and one hour when roles are chained. */
export function sessionSeconds(input: AssumeRoleRequest, role: RoleSpec, chained: boolean): number {
  const asked = input.DurationSeconds;
  if (chained && asked !== undefined && asked > 3600) {
    const limit = 'exceeds the 1 hour session limit for roles assumed by role chaining';
    throw validationError(`The requested DurationSeconds ${limit}`);
  }
  if (asked !== undefined && asked > role.maxSessionSeconds) {
    throw validationError('The requested DurationSeconds exceeds the MaxSessionDuration set for this role.');
  }
  return asked ?? Math.min(3600, role.maxSessionSeconds);
}

function checkTags({ Tags = [] }: AssumeRoleRequest): void {
  if (Tags.length > 50) fail(`${Tags.length} tags`, 'tags', 'Member must have length less than or equal to 50');
  for (const { Key = '', Value = '' } of Tags) {
    text('tags.key', Key, 1, 128, String.raw`[\p{L}\p{Z}\p{N}_.:/=+\-@]+`);
    text('tags.value', Value, 0, 256, String.raw`[\p{L}\p{Z}\p{N}_.:/=+\-@]*`);
    if (Key.toLowerCase().startsWith('aws:')) fail(Key, 'tags.key', 'must not begin with aws:');
  }
  const keys = Tags.map(({ Key = '' }) => Key.toLowerCase());
  if (new Set(keys).size < keys.length) throw new AwsError('InvalidParameterValue', 'Duplicate tag keys found');
}

function text(member: string, value: string | undefined, min: number, max: number, pattern: string): void {
  if (value === undefined) return;
  const length = 'Member must have length';
  if (value.length < min) fail(value, member, `${length} greater than or equal to ${min}`);
  if (value.length > max) fail(value, member, `${length} less than or equal to ${max}`);
  if (!new RegExp(`^(?:${pattern})$`, 'u').test(value)) {
    fail(value, member, `Member must satisfy regular expression pattern: ${pattern}`);
  }
}

function fail(value: string | number, member: string, constraint: string): never {
  const detected = `1 validation error detected: Value '${value}' at '${member}'`;
  throw validationError(`${detected} failed to satisfy constraint: ${constraint}`);
}
