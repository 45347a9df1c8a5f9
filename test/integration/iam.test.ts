import { parse as parseHcl } from '@cdktf/hcl2json';
import { afterEach, describe, expect, it } from 'vitest';
import { auditRoleTemplate } from '../../src/domain/iam/cloudformation.ts';
import { auditPolicy, workerPolicy } from '../../src/domain/iam/policies.ts';
import { auditRoleConfiguration } from '../../src/domain/iam/terraform.ts';
import { loadMeta } from '../../src/rules/registry.ts';
import { accountOf, externalId, organization, type Scans, startScans } from '../helpers/scans.ts';

const metas = await loadMeta();
const policy = auditPolicy(metas);
const actions = policy.Statement.flatMap(({ Action }) => Action);
const id = '111111111111';

let scans: Scans | undefined;
afterEach(async () => scans?.close());

/** Statuses of a target whose databases make every rule ask all that it can, with a role that may do only this. */
async function statusesWith(
  allow: readonly string[],
): Promise<{ statuses: string[]; refused: string[]; result: string }> {
  scans = await startScans(
    organization([
      {
        id,
        roles: [{ name: 'aurora-keeper-audit', externalId, allow: [...allow] }],
        regions: {
          'us-east-1': {
            clusters: [
              { name: 'orders', parameterGroup: 'orders-params' },
              { name: 'ledger', backtrackHours: 72, earliestBacktrack: '2h ago' },
            ],
            instances: [{ name: 'reports', engine: 'mysql' }],
          },
        },
      },
    ]),
    [accountOf(id)],
  );
  const { report } = await scans.scan(id, 'us-east-1');
  return {
    result: report.result.status,
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
    const { statuses, refused, result } = await statusesWith(actions.filter((each) => each !== action));
    expect(refused).toContain(action);
    expect([...statuses, result]).toContainEqual(expect.stringMatching(/unknown|failed/));
  });

  it('only reads', () => {
    for (const action of actions) expect(action).toMatch(/^[a-z]+:(Describe|List|Get)\w+$/);
  });

  it('is the one in the CloudFormation template, whose role asks for the external id', () => {
    const { Resources, Parameters } = auditRoleTemplate(policy);
    const { Properties } = Resources.AuditRole;
    expect(Properties.Policies).toEqual([{ PolicyName: 'read', PolicyDocument: policy }]);
    expect(Properties.AssumeRolePolicyDocument.Statement).toEqual([
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
    const { resource } = await parseHcl('main.tf', auditRoleConfiguration(policy));
    expect(Object.keys(resource)).toEqual(['aws_iam_role', 'aws_iam_role_policy']);
    const text = JSON.stringify(resource.aws_iam_role_policy.read[0]);
    for (const action of actions) expect(text).toContain(action);
    expect(text.match(/(?:rds|backup):\w+/g)).toHaveLength(actions.length);
  });
});

describe('the policy that `aurora iam worker` prints', () => {
  it('lets the worker into the named roles only', () => {
    expect(workerPolicy(['aurora-keeper-audit', 'other'])).toEqual({
      Version: '2012-10-17',
      Statement: [
        {
          Sid: 'EnterRolesOfAuroraKeeper',
          Effect: 'Allow',
          Action: ['sts:AssumeRole'],
          Resource: ['arn:aws:iam::*:role/aurora-keeper-audit', 'arn:aws:iam::*:role/other'],
        },
      ],
    });
  });
});
