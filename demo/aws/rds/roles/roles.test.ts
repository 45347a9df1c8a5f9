import { AddRoleToDBClusterCommand, RemoveRoleFromDBClusterCommand } from '@aws-sdk/client-rds';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { failureOf } from '../../test-kit.ts';
import { ACCOUNT, type Bench, startBench } from '../bench.ts';

let bench: Bench;
beforeEach(async () => {
  bench = await startBench({ clusters: [{ name: 'orders' }] }, { quotas: { dbClusterRoles: 2 } });
});
afterEach(() => bench.aws.close());

const role = (name: string): string => `arn:aws:iam::${ACCOUNT}:role/${name}`;
const add = (RoleArn: string, rds = bench.rds) =>
  rds.send(new AddRoleToDBClusterCommand({ DBClusterIdentifier: 'orders', RoleArn }));
const remove = (RoleArn: string) =>
  bench.rds.send(new RemoveRoleFromDBClusterCommand({ DBClusterIdentifier: 'orders', RoleArn }));
const roles = async () => (await bench.cluster('orders')).AssociatedRoles;

describe('roles of a cluster', () => {
  it('are PENDING, then ACTIVE, and can be taken away', async () => {
    await add(role('s3'));
    expect(await roles()).toEqual([{ RoleArn: role('s3'), Status: 'PENDING' }]);
    bench.minutes(1);
    expect(await roles()).toEqual([{ RoleArn: role('s3'), Status: 'ACTIVE' }]);
    await remove(role('s3'));
    bench.minutes(1);
    expect(await roles()).toEqual([]);
  });

  it('are refused twice, beyond the quota, and when they are not there', async () => {
    await add(role('s3'));
    expect(await failureOf(add(role('s3')))).toMatchObject({ Code: 'DBClusterRoleAlreadyExists' });
    await add(role('lambda'));
    expect(await failureOf(add(role('third')))).toMatchObject({ Code: 'DBClusterRoleQuotaExceeded' });
    expect(await failureOf(remove(role('third')))).toMatchObject({ Code: 'DBClusterRoleNotFound' });
    expect((await failureOf(add('s3'))).name).toBe('InvalidParameterValue');
  });

  it('need iam:PassRole', async () => {
    const RoleArn = bench.aws.addRole(ACCOUNT, { name: 'no-pass', allow: ['rds:*'] });
    const { rds } = bench.aws.clients(await bench.aws.assume('', { RoleArn }));
    expect((await failureOf(add(role('s3'), rds))).message).toContain('iam:PassRole');
  });
});
