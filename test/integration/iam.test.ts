import { parse as parseHcl } from '@cdktf/hcl2json';
import { afterEach, describe, expect, it } from 'vitest';
import { roleTemplate } from '../../src/domain/iam/cloudformation.ts';
import { applyPolicy, auditPolicy, workerPolicy } from '../../src/domain/iam/policies.ts';
import { applyRoleSpec, auditRoleSpec, retireRoleSpec } from '../../src/domain/iam/roles.ts';
import { roleConfiguration } from '../../src/domain/iam/terraform.ts';
import { approvalTag } from '../../src/domain/remediation/second-factor.ts';
import { packs } from '../../src/domain/rule.ts';
import { loadMeta } from '../../src/rules/registry.ts';
import { accountOf, externalId, organization, type Scans, startScans } from '../helpers/scans.ts';

const metas = await loadMeta();
const policy = auditPolicy(metas);
/** What the rules themselves ask; the policy also allows what planning a fix asks. */
const actions = [...new Set(metas.flatMap(({ permissions }) => permissions.audit))].sort();
const id = '111111111111';

let scans: Scans | undefined;
afterEach(async () => scans?.close());

/**
 * Statuses of a target whose databases make the rules of every pack ask all that they can, with a role that may do only
 * this. Only snapshots that are not encrypted make a rule ask with whom they are shared.
 */
async function statusesWith(
  allow: readonly string[],
): Promise<{ statuses: string[]; refused: string[]; said: string }> {
  scans = await startScans(
    organization([
      {
        id,
        roles: [{ name: 'aurora-keeper-audit', externalId, allow: [...allow] }],
        regions: {
          'us-east-1': {
            clusters: [
              { name: 'orders', encrypted: false, parameterGroup: 'orders-params' },
              { name: 'ledger', backtrackHours: 72, earliestBacktrack: '2h ago' },
            ],
            instances: [{ name: 'reports', engine: 'mysql', encrypted: false }],
            plans: [{ name: 'gold', selections: [{ name: 'prod', tags: { backup: 'daily' } }] }],
            clusterSnapshots: [{ name: 'orders-before', of: 'orders' }],
            snapshots: [{ name: 'reports-before', of: 'reports' }],
          },
        },
      },
    ]),
    [accountOf(id, { packs: [...packs] })],
  );
  const { report } = await scans.scan(id, 'us-east-1');
  return {
    said: JSON.stringify(report),
    statuses: report.findings.map(({ status }) => status),
    refused: scans.aws.requests
      .list()
      .filter(({ status }) => status !== 200)
      .map(({ service, action }) => `${service}:${action}`),
  };
}

describe('the policy that `aurora iam audit` prints', () => {
  it('is enough for every rule', async () => {
    const { statuses, refused } = await statusesWith(actions);
    expect(refused).toEqual([]);
    expect(statuses).not.toContain('unknown');
    expect(statuses).toContain('fail');
  });

  it.each(actions)('needs %s', async (action) => {
    const { refused, said } = await statusesWith(actions.filter((each) => each !== action));
    expect(refused).toContain(action);
    expect(said).toContain(`may not call ${action} `);
  });

  it('only reads', () => {
    for (const action of actions) expect(action).toMatch(/^[a-z]+:(Describe|List|Get)\w+$/);
  });

  it('is the one in the CloudFormation template, whose role asks for the external id', () => {
    const { Resources, Parameters } = roleTemplate(auditRoleSpec(policy));
    const { Properties } = Object.values(Resources)[0] ?? {};
    expect(Properties?.Policies).toEqual([{ PolicyName: 'read', PolicyDocument: policy }]);
    expect(Properties?.AssumeRolePolicyDocument.Statement).toEqual([
      {
        Effect: 'Allow',
        Principal: { AWS: { Ref: 'WorkerRoleArn' } },
        Action: 'sts:AssumeRole',
        Condition: { StringEquals: { 'sts:ExternalId': { Ref: 'ExternalId' } } },
      },
    ]);
    expect(Object.keys(Parameters)).toEqual(['WorkerRoleArn', 'ExternalId', 'RoleName']);
  });

  it('is the one in the Terraform configuration', async () => {
    const { resource } = await parseHcl('main.tf', roleConfiguration(auditRoleSpec(policy)));
    expect(Object.keys(resource)).toEqual(['aws_iam_role', 'aws_iam_role_policy']);
    const text = JSON.stringify(resource.aws_iam_role_policy.audit[0]);
    for (const action of policy.Statement.flatMap(({ Action }) => Action)) expect(text).toContain(action);
    expect(text.match(/[a-z0-9-]+:[A-Z]\w+/g)).toHaveLength(policy.Statement.flatMap(({ Action }) => Action).length);
  });
});

describe('the policy that `aurora iam apply` prints', () => {
  const apply = applyPolicy(metas, ['backup', 'build']);
  const stages = metas
    .flatMap(({ strategies = [] }) => strategies.flatMap((each) => each.stages))
    .filter(({ capability }) => capability === 'backup' || capability === 'build');

  it('allows what the stages declare, writes only where they say', () => {
    const allowed = apply.Statement.filter(({ Effect }) => Effect === 'Allow');
    expect(new Set(allowed.flatMap(({ Action }) => Action))).toEqual(
      new Set(stages.flatMap(({ permissions }) => permissions)),
    );
    for (const { Action, Resource, Condition } of allowed) {
      if (Action.every((action) => /:(Describe|List|Get)/.test(action))) continue;
      expect(Resource.includes('*') && Condition === undefined, Action.join()).toBe(false);
    }
    expect(applyPolicy(metas, ['audit']).Statement.filter(({ Effect }) => Effect === 'Allow')).toEqual([]);
  });

  it('never lets the bot confirm its own plans', () => {
    expect(apply.Statement).toContainEqual({
      Sid: 'NeverConfirmItself',
      Effect: 'Deny',
      Action: ['rds:AddTagsToResource', 'rds:RemoveTagsFromResource'],
      Resource: ['*'],
      Condition: { 'ForAnyValue:StringEquals': { 'aws:TagKeys': [approvalTag] } },
    });
  });

  it('comes with a trust that asks for the external id and a source identity, one statement an action', async () => {
    const { Resources } = roleTemplate(applyRoleSpec(apply));
    const { Properties } = Resources.RemediationRole ?? {};
    expect(Properties?.AssumeRolePolicyDocument.Statement.map(({ Action }) => Action)).toEqual([
      'sts:AssumeRole',
      'sts:SetSourceIdentity',
      'sts:TagSession',
    ]);
    expect(Properties?.AssumeRolePolicyDocument.Statement[0]?.Condition).toEqual({
      StringEquals: { 'sts:ExternalId': { Ref: 'ExternalId' } },
      StringLike: { 'sts:SourceIdentity': '*' },
    });
    const { resource } = await parseHcl('main.tf', roleConfiguration(applyRoleSpec(apply)));
    expect(Object.keys(resource)).toEqual(['aws_iam_role', 'aws_iam_role_policy']);
    expect(JSON.stringify(resource)).toContain('var.external_id');
    expect(JSON.stringify(resource)).not.toContain('EXTERNAL_ID');
  });
});

describe('the policy that `aurora iam retire` prints', () => {
  const retire = applyPolicy(metas, ['retire']);
  const allowed = retire.Statement.filter(({ Effect }) => Effect === 'Allow');
  const confirmed = { 'aws:ResourceTag/aurora-keeper:replaced-by': '*', [`aws:ResourceTag/${approvalTag}`]: '*' };

  it('deletes only clusters that were replaced and confirmed, and only instances that were marked', () => {
    for (const { Action, Resource, Condition } of allowed) {
      if (Action.includes('rds:DeleteDBCluster')) {
        expect(Resource).toEqual(['arn:*:rds:*:*:cluster:*']);
        expect(Condition).toEqual({
          StringEquals: { 'aws:ResourceTag/managed-by': 'aurora-keeper' },
          StringLike: confirmed,
        });
      }
      if (Action.includes('rds:DeleteDBInstance'))
        expect(Condition).toEqual({ StringLike: { 'aws:ResourceTag/aurora-keeper:replaced-by': '*' } });
    }
    const actions = allowed.flatMap(({ Action }) => Action);
    expect(actions).toContain('rds:DeleteDBCluster');
    expect(actions).toContain('rds:DeleteDBInstance');
    expect(actions.filter((action) => action.includes('Delete'))).toHaveLength(2);
  });

  it('holds what no other role may do', () => {
    const others = applyPolicy(metas, ['backup', 'build', 'cutover']).Statement;
    for (const { Action, Condition } of others.filter((each) => each.Action.includes('rds:DeleteDBCluster')))
      expect(Condition?.StringLike?.['aws:ResourceTag/aurora-keeper:step'], Action.join()).toEqual([
        'rehearsal-*',
        'new-*',
      ]);
  });

  it('comes as a template of the role, entered in the name of the approver', async () => {
    const spec = retireRoleSpec(retire);
    const { Resources, Parameters, Outputs } = roleTemplate(spec);
    expect(Object.keys(Outputs)).toEqual(['RetireRoleArn']);
    expect(Parameters.RoleName).toMatchObject({ Default: 'aurora-keeper-retire' });
    expect(Resources.RetireRole?.Properties.Policies).toEqual([{ PolicyName: 'retire', PolicyDocument: retire }]);
    expect(Resources.RetireRole?.Properties.AssumeRolePolicyDocument.Statement).toHaveLength(3);
    const { resource } = await parseHcl('main.tf', roleConfiguration(spec));
    expect(Object.keys(resource.aws_iam_role)).toEqual(['retire']);
  });
});

describe('every role', () => {
  it.each([
    ['audit', policy],
    ['apply', applyPolicy(metas, ['backup', 'build', 'cutover'])],
    ['retire', applyPolicy(metas, ['retire'])],
  ])('%s fits into what a role holds inline', (_, document) => {
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html: 10,240 characters without spaces
    expect(JSON.stringify(document).length).toBeLessThan(10_240);
  });
});

describe('the policy that `aurora iam worker` prints', () => {
  it('lets the worker into the named roles only', () => {
    const one = (name: string) => `arn:aws:iam::*:role/${name}`;
    expect(workerPolicy({ audit: ['aurora-keeper-audit', 'other'], apply: [] }).Statement).toEqual([
      {
        Sid: 'EnterRolesOfAuroraKeeper',
        Effect: 'Allow',
        Action: ['sts:AssumeRole'],
        Resource: [one('aurora-keeper-audit'), one('other')],
      },
    ]);
    expect(workerPolicy({ audit: ['a'], apply: ['b'] }).Statement).toMatchObject([
      { Action: ['sts:AssumeRole'], Resource: [one('a'), one('b')] },
      { Action: ['sts:SetSourceIdentity', 'sts:TagSession'], Resource: [one('b')] },
    ]);
  });
});
