import { z } from 'zod';
import { covers } from './patterns.ts';

/** What conditions are evaluated on: keys in lower case, a list of values each; an absent key has no value. */
export type RequestContext = ReadonlyMap<string, readonly string[]>;

type Test = (wanted: string, found: string) => boolean;
const same: Test = (wanted, found) => wanted === found;
const sameFolded: Test = (wanted, found) => wanted.toLowerCase() === found.toLowerCase();

/** By operator: the test of one value, and whether the operator is the negation of it. */
const OPERATORS: Readonly<Record<string, readonly [test: Test, negated: boolean]>> = {
  StringEquals: [same, false],
  StringNotEquals: [same, true],
  StringEqualsIgnoreCase: [sameFolded, false],
  StringNotEqualsIgnoreCase: [sameFolded, true],
  StringLike: [covers, false],
  StringNotLike: [covers, true],
  ArnEquals: [covers, false],
  ArnNotEquals: [covers, true],
  ArnLike: [covers, false],
  ArnNotLike: [covers, true],
  Bool: [sameFolded, false],
};

const OPERATOR = new RegExp(`^(?:(ForAllValues|ForAnyValue):)?(${Object.keys(OPERATORS).join('|')})(IfExists)?$`);

const text = z
  .union([z.string(), z.boolean().transform(String)])
  .refine((value) => !value.includes('${'), 'the simulator does not evaluate policy variables');
const values = z.union([text.transform((one) => [one]), z.array(text)]);

/** The Condition of a statement: operators, keys, values. */
export const conditionBlock = z.record(
  z.string().refine((name) => name === 'Null' || OPERATOR.test(name), 'the simulator does not evaluate this operator'),
  z.record(z.string(), values),
);
export type ConditionBlock = z.output<typeof conditionBlock>;

/**
 * Whether every condition holds. A key that the request does not have fails a plain operator and passes a negated
 * one, `…IfExists` and `ForAllValues`. A key of several values needs a set operator.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
export function conditionsHold(block: ConditionBlock | undefined, context: RequestContext): boolean {
  return Object.entries(block ?? {}).every(([name, keys]) =>
    Object.entries(keys).every(([key, wanted]) => holds(name, wanted, context.get(key.toLowerCase()))),
  );
}

function holds(name: string, wanted: readonly string[], found: readonly string[] | undefined): boolean {
  if (name === 'Null') return wanted.some((one) => (one === 'true') === (found === undefined));
  const [, set, operator = '', ifExists] = OPERATOR.exec(name) ?? [];
  const [test, negated] = OPERATORS[operator] ?? [same, false];
  if (found === undefined && ifExists) return true;
  const matches = (value: string): boolean => wanted.some((one) => test(one, value)) !== negated;
  if (set === 'ForAllValues') return (found ?? []).every(matches);
  if (set === 'ForAnyValue') return (found ?? []).some(matches);
  if (found === undefined) return negated;
  return found.length === 1 && found.every(matches);
}
