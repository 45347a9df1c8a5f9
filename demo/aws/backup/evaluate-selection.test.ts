import type { BackupSelection } from '@aws-sdk/client-backup';
import { describe, expect, it } from 'vitest';
import { type Candidate, selects } from './evaluate-selection.ts';

const cluster: Candidate = {
  arn: 'arn:aws:rds:us-east-1:111111111111:cluster:ledger',
  type: 'Aurora',
  tags: { env: 'prod', backup: 'daily' },
};
const instance: Candidate = { arn: 'arn:aws:rds:us-east-1:111111111111:db:reports', type: 'RDS', tags: {} };
const everything = new Map([
  ['Aurora', true],
  ['RDS', true],
]);
const nothing = new Map([
  ['Aurora', false],
  ['RDS', false],
]);
const tag = (ConditionKey: string, ConditionValue: string) => ({
  ConditionType: 'STRINGEQUALS' as const,
  ConditionKey,
  ConditionValue,
});
const where = (key: string, ConditionValue: string) => [{ ConditionKey: `aws:ResourceTag/${key}`, ConditionValue }];
const selection = (over: Partial<BackupSelection>): BackupSelection => ({
  SelectionName: 's',
  IamRoleArn: 'r',
  ...over,
});

describe('a selection', () => {
  it.each<[boolean, string, Partial<BackupSelection>]>([
    [true, 'without a word takes everything', {}],
    [true, 'by ARN', { Resources: [cluster.arn] }],
    [true, 'by one ARN of several', { Resources: [instance.arn, cluster.arn] }],
    [false, 'by another ARN', { Resources: [instance.arn] }],
    [true, 'by pattern', { Resources: ['arn:aws:rds:*:*:cluster:*'] }],
    [false, 'by a pattern of instances', { Resources: ['arn:aws:rds:*:*:db:*'] }],
    [false, 'by ARN but for it', { Resources: ['*'], NotResources: ['arn:aws:rds:*:*:cluster:led*'] }],
    [true, 'by tag', { ListOfTags: [tag('backup', 'daily')] }],
    [true, 'by one tag of several', { ListOfTags: [tag('backup', 'weekly'), tag('env', 'prod')] }],
    [false, 'by a tag in other letters', { ListOfTags: [tag('Backup', 'daily')] }],
    [
      true,
      'by tag beside ARNs of others: they add up',
      { Resources: [instance.arn], ListOfTags: [tag('backup', 'daily')] },
    ],
    [true, 'by ARN beside tags of others', { Resources: [cluster.arn], ListOfTags: [tag('backup', 'weekly')] }],
    [true, 'by ARN and a condition', { Resources: ['*'], Conditions: { StringEquals: where('env', 'prod') } }],
    [
      false,
      'by ARN and a condition that fails',
      { Resources: ['*'], Conditions: { StringEquals: where('env', 'dev') } },
    ],
    [
      false,
      'by two conditions of which one fails',
      { Conditions: { StringEquals: [...where('env', 'prod'), ...where('backup', 'weekly')] } },
    ],
    [true, 'by a pattern of a value', { Conditions: { StringLike: where('env', 'p*d') } }],
    [false, 'by a pattern that overlaps itself', { Conditions: { StringLike: where('env', 'pro*od') } }],
    [false, 'by a pattern that it must not match', { Conditions: { StringNotLike: where('env', '*rod') } }],
    [true, 'by what it must not be and is not', { Conditions: { StringNotEquals: where('owner', 'nobody') } }],
    [false, 'by a tag that it does not have', { Conditions: { StringLike: where('owner', '*') } }],
  ])('%s: %s', (expected, _case, over) => {
    expect(selects(selection(over), cluster, everything)).toBe(expected);
  });
});

describe('the opt-in', () => {
  it.each<[Candidate, boolean, Partial<BackupSelection>]>([
    [instance, true, { Resources: [instance.arn] }],
    [instance, true, { Resources: ['arn:aws:rds:*:*:db:*'] }],
    [instance, false, { Resources: ['*'] }],
    [instance, false, { Resources: ['arn:aws:rds:*'] }],
    [instance, false, {}],
    [cluster, false, { Resources: [cluster.arn] }],
    [cluster, false, { ListOfTags: [tag('env', 'prod')] }],
  ])('%#: is needed for Aurora always, for RDS unless type or ARN is told', (candidate, expected, over) => {
    expect(selects(selection(over), candidate, nothing)).toBe(expected);
    expect(selects(selection(over), candidate, new Map())).toBe(expected);
  });
});
