import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expectValid } from '../../../../../../test/helpers/fixes.ts';
import type { Json } from '../../../../../domain/json.ts';
import { loginPatch } from './patch.ts';
import { namesId, resourcesNaming, withNewId } from './policy.ts';

const oldId = 'cluster-OLDOLDOLDOLD';
const newId = 'cluster-NEWNEWNEWNEW';
const arn = (id: string, user = 'app'): string => `arn:aws:rds-db:us-east-1:111111111111:dbuser:${id}/${user}`;
const policy = (...statements: Json[]): Json => ({ Version: '2012-10-17', Statement: statements });
const connect = (Resource: Json, more: object = {}): Json => ({
  Effect: 'Allow',
  Action: 'rds-db:connect',
  Resource,
  ...more,
});

describe('a resource of a policy', () => {
  it.each([
    [arn(oldId), true],
    [arn(oldId, '*'), true],
    [`arn:aws:rds-db:*:*:dbuser:${oldId}/*`, true],
    [`arn:aws-cn:rds-db:cn-north-1:1:dbuser:${oldId}`, true],
    [arn('cluster-OLD*'), true],
    [arn('cluster-OLDOLDOLDOL?'), true],
    [arn('*'), false],
    [arn('cluster-*'), false],
    [arn('**'), false],
    [arn(newId), false],
    [arn('db-INSTANCE'), false],
    ['*', false],
    ['arn:aws:s3:::bucket/*', false],
    [`a text that has ${oldId} in it`, true],
  ])('%s: %s', (resource, expected) => {
    expect(namesId(resource, oldId)).toBe(expected);
  });
});

describe('what a policy says of a cluster', () => {
  it.each<[string, Json, string[]]>([
    ['a list of resources', policy(connect([arn(oldId), arn(newId), arn('*')])), [arn(oldId)]],
    ['one statement, not in a list', { Version: '2012-10-17', Statement: connect(arn(oldId)) }, [arn(oldId)]],
    ['many actions', policy(connect(arn(oldId), { Action: ['s3:GetObject', 'RDS-DB:Connect'] })), [arn(oldId)]],
    ['every action of the service', policy(connect(arn(oldId), { Action: 'rds-db:*' })), [arn(oldId)]],
    ['every action', policy(connect(arn(oldId), { Action: '*' })), [arn(oldId)]],
    ['all actions but some', policy({ Effect: 'Allow', NotAction: 's3:*', Resource: arn(oldId) }), [arn(oldId)]],
    ['a deny', policy(connect(arn(oldId), { Effect: 'Deny' })), [arn(oldId)]],
    [
      'all resources but some',
      policy({ Effect: 'Deny', Action: 'rds-db:connect', NotResource: [arn(oldId)] }),
      [arn(oldId)],
    ],
    ['a condition', policy(connect('*', { Condition: { StringEquals: { 'aws:PrincipalTag/db': oldId } } })), [oldId]],
    ['another action', policy(connect(arn(oldId), { Action: 's3:GetObject' })), []],
    ['any cluster', policy(connect(arn('*'))), []],
    ['nothing', policy(), []],
    ['no policy at all', 'text', []],
  ])('%s', (_, document, expected) => {
    expect(resourcesNaming(document, oldId)).toEqual(expected);
  });
});

describe('the policy for both clusters', () => {
  it.each<[string, Json, Json]>([
    ['adds the new id', policy(connect(arn(oldId))), policy(connect([arn(oldId), arn(newId)]))],
    [
      'keeps what is about others',
      policy(connect([arn('*'), arn(oldId)])),
      policy(connect([arn('*'), arn(oldId), arn(newId)])),
    ],
    ['keeps the user', policy(connect(arn(oldId, 'bob'))), policy(connect([arn(oldId, 'bob'), arn(newId, 'bob')]))],
    [
      'turns a pattern into the id',
      policy(connect(arn('cluster-OLD*'))),
      policy(connect([arn('cluster-OLD*'), arn(newId)])),
    ],
    ['adds nothing twice', policy(connect([arn(oldId), arn(newId)])), policy(connect([arn(oldId), arn(newId)]))],
    [
      'leaves other actions alone',
      policy(connect(arn(oldId), { Action: 's3:GetObject' })),
      policy(connect(arn(oldId), { Action: 's3:GetObject' })),
    ],
    [
      'adds to conditions',
      policy(connect('*', { Condition: { StringLike: { 'aws:PrincipalTag/db': [oldId] } } })),
      policy(connect('*', { Condition: { StringLike: { 'aws:PrincipalTag/db': [oldId, newId] } } })),
    ],
  ])('%s', (_, document, expected) => {
    expect(withNewId(document, oldId, newId)).toEqual(expected);
  });

  const resource = fc.oneof(
    fc.constantFrom(arn(oldId), arn(newId), arn('*'), arn('cluster-OLD*'), arn('cluster-OTHER'), '*', 'arn:aws:s3:::x'),
    fc.string({ maxLength: 12 }),
  );
  const statement = fc.record({
    Effect: fc.constantFrom('Allow', 'Deny'),
    Action: fc.oneof(
      fc.constantFrom('rds-db:connect', '*', 's3:*'),
      fc.array(fc.constantFrom('rds-db:*', 's3:GetObject')),
    ),
    Resource: fc.oneof(resource, fc.uniqueArray(resource)),
  });

  it('never takes anything away, says of the new cluster what it said of the old, and is at rest then', () => {
    fc.assert(
      fc.property(fc.array(statement, { maxLength: 4 }), (statements) => {
        const before = policy(...(statements as unknown as Json[]));
        const after = withNewId(before, oldId, newId);
        const texts = JSON.stringify(after);
        for (const each of resourcesNaming(before, oldId)) expect(resourcesNaming(after, oldId)).toContain(each);
        expect(resourcesNaming(after, newId).length).toBeGreaterThanOrEqual(
          resourcesNaming(before, oldId).length > 0 ? 1 : 0,
        );
        expect(withNewId(after, oldId, newId)).toEqual(after);
        if (resourcesNaming(before, oldId).length === 0) expect(texts).toBe(JSON.stringify(before));
      }),
    );
  });
});

describe('the patch', () => {
  const policies = [
    { owner: { kind: 'managed-policy', arn: 'arn:aws:iam::1:policy/p' } as const, policy: 'p' },
    { owner: { kind: 'role', name: 'app' } as const, policy: 'login' },
    { owner: { kind: 'user', name: "o'neill" } as const, policy: 'login' },
    { owner: { kind: 'group', name: 'ops' } as const, policy: 'login' },
  ].map((each) => ({ ...each, document: policy(connect(arn(oldId))), resources: [arn(oldId)] }));

  it('is commands that exist, with both ids', async () => {
    const { text, format } = loginPatch(policies, { oldId, newId, cluster: 'orders' });
    await expectValid(format, text);
    expect(text.match(/^aws iam \S+/gm)).toEqual([
      'aws iam create-policy-version',
      'aws iam put-role-policy',
      'aws iam put-user-policy',
      'aws iam put-group-policy',
    ]);
    expect(text.split(arn(oldId)).length).toBe(5);
    expect(text.split(arn(newId)).length).toBe(5);
    expect(text).not.toContain('cluster-NEW"');
  });

  it('says where to find the new id as long as it is not known', () => {
    const { text } = loginPatch(policies, { oldId, cluster: 'orders-bt' });
    expect(text).toMatch(
      /^# Put the new cluster's id for cluster-NEW, once there is one: aws rds describe-db-clusters .*orders-bt/,
    );
    expect(text).toContain(arn('cluster-NEW'));
  });
});
