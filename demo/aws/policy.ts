import { MalformedPolicyDocumentException$ } from '@aws-sdk/client-sts';
import { z } from 'zod';
import { modelled } from './protocol/model.ts';

const oneOrMore = z.union([z.string().transform((one) => [one]), z.array(z.string()).min(1)]);

const statement = z.strictObject({
  Sid: z.string().optional(),
  Effect: z.enum(['Allow', 'Deny']),
  Action: oneOrMore,
  Resource: oneOrMore,
});

const policyDocument = z.strictObject({
  Version: z.literal('2012-10-17'),
  Id: z.string().optional(),
  Statement: z.union([statement.transform((one) => [one]), z.array(statement).min(1)]),
});

export type PolicyStatement = z.output<typeof statement>;

/**
 * Reads a session policy. Throws `MalformedPolicyDocument`, also for what AWS understands and the simulator does not
 * evaluate (Condition, NotAction, NotResource): better refused than ignored.
 */
export function readPolicy(text: string): PolicyStatement[] {
  try {
    return policyDocument.parse(JSON.parse(text)).Statement;
  } catch {
    throw modelled(MalformedPolicyDocumentException$, 'This policy contains invalid Json or unsupported elements');
  }
}

/** Whether a pattern with `*` and `?` covers `text`. Actions compare without case, resources with it. */
export function covers(pattern: string, text: string): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, 's').test(text);
}
