import type { Call } from '../service.ts';
import { invalidParameter } from './errors.ts';
import { roleProblem } from './job-failures.ts';

/** The ARN of a role. */
export const ROLE = /^arn:aws:iam::\d{12}:role\/.+$/;

/** Throws unless the caller may hand this role to AWS Backup, and AWS Backup can assume it. */
export function passRole(arn: string, call: Call): void {
  if (!ROLE.test(arn)) throw invalidParameter(`Invalid role ARN: ${arn}`);
  call.authorise('iam:PassRole', arn, { passedTo: 'backup.amazonaws.com' });
  const problem = roleProblem(arn, call.account);
  if (problem !== undefined) throw invalidParameter(problem);
}
