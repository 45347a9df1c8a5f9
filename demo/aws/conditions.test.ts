import { describe, expect, it } from 'vitest';
import { conditionBlock, conditionsHold, type RequestContext } from './conditions.ts';

const context: RequestContext = new Map([
  ['aws:requesttag/managed-by', ['aurora-keeper']],
  ['aws:resourcetag/env', ['prod']],
  ['aws:tagkeys', ['managed-by', 'owner']],
  ['aws:securetransport', ['true']],
]);

describe('conditions', () => {
  it.each<[boolean, string, unknown]>([
    [true, 'an equal value, the key in any case', { StringEquals: { 'AWS:RequestTag/Managed-By': 'aurora-keeper' } }],
    [false, 'another value', { StringEquals: { 'aws:RequestTag/managed-by': 'Aurora-Keeper' } }],
    [true, 'another case, where it does not matter', { StringEqualsIgnoreCase: { 'aws:ResourceTag/env': 'PROD' } }],
    [true, 'one of several values', { StringEquals: { 'aws:ResourceTag/env': ['dev', 'prod'] } }],
    [false, 'a key that is absent', { StringEquals: { 'aws:ResourceTag/team': 'x' } }],
    [true, 'a key that is absent, negated', { StringNotEquals: { 'aws:ResourceTag/team': 'x' } }],
    [true, 'a key that is absent, if it exists', { StringEqualsIfExists: { 'aws:ResourceTag/team': 'x' } }],
    [true, 'a pattern', { StringLike: { 'aws:ResourceTag/env': 'p?o*' } }],
    [false, 'a pattern negated', { StringNotLike: { 'aws:ResourceTag/env': 'p*' } }],
    [
      true,
      'all keys among those allowed',
      { 'ForAllValues:StringEquals': { 'aws:TagKeys': ['owner', 'managed-by', 'x'] } },
    ],
    [false, 'one key too many', { 'ForAllValues:StringEquals': { 'aws:TagKeys': ['owner'] } }],
    [true, 'no key at all', { 'ForAllValues:StringEquals': { 'aws:Nothing': ['owner'] } }],
    [true, 'any key', { 'ForAnyValue:StringLike': { 'aws:TagKeys': ['own*'] } }],
    [false, 'any key of none', { 'ForAnyValue:StringLike': { 'aws:Nothing': ['*'] } }],
    [false, 'several values without a set operator', { StringLike: { 'aws:TagKeys': '*' } }],
    [true, 'Null of what is absent', { Null: { 'aws:ResourceTag/team': 'true' } }],
    [false, 'Null of what is there', { Null: { 'aws:ResourceTag/env': true } }],
    [true, 'Bool', { Bool: { 'aws:SecureTransport': true } }],
    [
      false,
      'two operators of which one fails',
      { Bool: { 'aws:SecureTransport': true }, StringEquals: { 'aws:ResourceTag/env': 'x' } },
    ],
    [true, 'nothing', {}],
  ])('%s: %s', (expected, _case, block) => {
    expect(conditionsHold(conditionBlock.parse(block), context)).toBe(expected);
  });

  it.each([
    { NumericLessThan: { 'aws:MultiFactorAuthAge': '3600' } },
    { 'ForSomeValues:StringEquals': { 'aws:TagKeys': 'x' } },
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a policy variable, as IAM writes it.
    { StringEquals: { 'aws:ResourceTag/owner': '${aws:PrincipalTag/owner}' } },
  ])('refuses what it cannot evaluate: %j', (block) => {
    expect(conditionBlock.safeParse(block).success).toBe(false);
  });
});
