import {
  DescribeDBClusterParametersCommand,
  type DescribeDBClusterParametersCommandInput,
  type Parameter,
  paginateDescribeDBClusterParameters,
} from '@aws-sdk/client-rds';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Clients, failureOf, smallOrg, startTestAws, type TestAws } from '../test-kit.ts';

let aws: TestAws;
let clients: Clients;
beforeAll(async () => {
  const set = { binlog_format: 'ROW', aurora_enhanced_binlog: '1' };
  const org = smallOrg({
    clusters: [{ name: 'ledger', parameterGroup: 'never-described' }],
    parameterGroups: [{ name: 'tuned', set }],
  });
  aws = await startTestAws({ org });
  clients = await aws.audit('111111111111');
});
afterAll(() => aws.close());

async function parameters(group: string, input: Partial<DescribeDBClusterParametersCommandInput> = {}) {
  const pages: number[] = [];
  const all: Parameter[] = [];
  const asked = { DBClusterParameterGroupName: group, ...input };
  for await (const page of paginateDescribeDBClusterParameters({ client: clients.rds }, asked)) {
    pages.push(page.Parameters?.length ?? -1);
    all.push(...(page.Parameters ?? []));
  }
  return { pages, all, of: (name: string) => all.find(({ ParameterName }) => ParameterName === name) };
}

describe('DescribeDBClusterParameters', () => {
  it('gives hundreds of parameters in pages of 100', async () => {
    const { pages, all } = await parameters('default.aurora-mysql8.0');
    expect(pages).toEqual([100, 100, 100, 90]);
    expect(new Set(all.map(({ ParameterName }) => ParameterName)).size).toBe(390);
    expect((await parameters('default.aurora-postgresql16')).all.length).toBeGreaterThan(300);
  });

  it('tells what somebody has set from what AWS and the engine set', async () => {
    const { of } = await parameters('TUNED');
    expect(of('binlog_format')).toMatchObject({ ParameterValue: 'ROW', Source: 'user', IsModifiable: true });
    expect(of('max_connections')).toMatchObject({ Source: 'engine-default' });
    expect(of('max_connections')).not.toHaveProperty('ParameterValue');
    const untouched = (await parameters('default.aurora-mysql8.0')).of('binlog_format');
    expect(untouched).toMatchObject({ ParameterValue: 'OFF', Source: 'system' });
  });

  it('leaves what somebody has set for Source=user: an empty list, not a missing one, where nobody has', async () => {
    const { all } = await parameters('tuned', { Source: 'user' });
    expect(all.map(({ ParameterName }) => ParameterName)).toEqual(['aurora_enhanced_binlog', 'binlog_format']);
    expect((await parameters('never-described', { Source: 'user' })).pages).toEqual([0]);
  });

  it('filters by parameter-name', async () => {
    const { all } = await parameters('tuned', { Filters: [{ Name: 'parameter-name', Values: ['binlog_format'] }] });
    expect(all).toHaveLength(1);
  });

  it('answers DBParameterGroupNotFound for a group, a default family or an ARN of another Region that is not there', async () => {
    const elsewhere = 'arn:aws:rds:eu-west-1:111111111111:cluster-pg:tuned';
    for (const name of ['gone', 'default.aurora-mysql9.9', elsewhere]) {
      const error = await failureOf(parameters(name));
      expect(error).toMatchObject({ name: 'DBParameterGroupNotFoundFault', Code: 'DBParameterGroupNotFound' });
      expect(error.$metadata?.httpStatusCode).toBe(404);
    }
  });

  it('refuses an unknown source and checks the ARN of the group', async () => {
    expect((await failureOf(parameters('tuned', { Source: 'customer' }))).name).toBe('InvalidParameterValue');
    const RoleArn = aws.addRole('111111111111', { name: 'narrow', allow: ['sts:*'] });
    const { rds } = aws.clients(await aws.assume('', { RoleArn }));
    const denied = failureOf(
      rds.send(new DescribeDBClusterParametersCommand({ DBClusterParameterGroupName: 'tuned' })),
    );
    expect((await denied).message).toContain('arn:aws:rds:us-east-1:111111111111:cluster-pg:tuned');
  });
});
