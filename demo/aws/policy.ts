import { MalformedPolicyDocumentException$ } from '@aws-sdk/client-sts';
import { z } from 'zod';
import { conditionBlock } from './conditions.ts';
import { modelled } from './protocol/model.ts';

const oneOrMore = z.union([z.string().transform((one) => [one]), z.array(z.string()).min(1)]);

const statement = z.strictObject({
  Sid: z.string().optional(),
  Effect: z.enum(['Allow', 'Deny']),
  Action: oneOrMore,
  Resource: oneOrMore,
  Condition: conditionBlock.optional(),
});

/** A policy document with what the simulator evaluates; NotAction, NotResource and policy variables are refused. */
export const policyDocument = z.strictObject({
  Version: z.literal('2012-10-17'),
  Id: z.string().optional(),
  Statement: z.union([statement.transform((one) => [one]), z.array(statement).min(1)]),
});

export type PolicyStatement = z.output<typeof statement>;

/**
 * Reads a session policy. Throws `MalformedPolicyDocument`, also for what AWS understands and the simulator does not
 * evaluate (NotAction, NotResource, other condition operators): better refused than ignored.
 */
export function readPolicy(text: string): PolicyStatement[] {
  try {
    return policyDocument.parse(JSON.parse(text)).Statement;
  } catch {
    throw modelled(MalformedPolicyDocumentException$, 'This policy contains invalid Json or unsupported elements');
  }
}
