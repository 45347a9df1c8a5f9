import {
  DescribeDBClusterParametersCommand,
  EnableHttpEndpointCommand,
  type ModifyDBClusterCommandInput,
  RebootDBInstanceCommand,
} from '@aws-sdk/client-rds';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { failureOf } from '../../test-kit.ts';
import { ACCOUNT, type Bench, startBench } from '../bench.ts';

let bench: Bench;
beforeEach(async () => {
  bench = await startBench({
    clusters: [
      { name: 'orders', instances: 2, raw: { DBSubnetGroup: 'shop', EnabledCloudwatchLogsExports: ['general'] } },
      { name: 'other', raw: { DBSubnetGroup: 'shop', VpcSecurityGroups: [{ VpcSecurityGroupId: 'sg-0shop' }] } },
    ],
    parameterGroups: [{ name: 'tuned' }, { name: 'of-57', family: 'aurora-mysql5.7' }],
  });
});
afterEach(() => bench.aws.close());

const changed = async (input: Partial<ModifyDBClusterCommandInput>, minutes = 2) => {
  await bench.modify('orders', input);
  bench.minutes(minutes);
  return bench.cluster('orders');
};

describe('settings that a restore cannot take', () => {
  it('are changed at once, whatever ApplyImmediately says', async () => {
    const result = await changed({
      ApplyImmediately: false,
      PreferredMaintenanceWindow: 'sat:02:00-sat:02:30',
      PreferredBackupWindow: '03:00-03:30',
      AutoMinorVersionUpgrade: false,
      CloudwatchLogsExportConfiguration: { EnableLogTypes: ['audit'], DisableLogTypes: ['general'] },
      VpcSecurityGroupIds: ['sg-0shop'],
      EnableLocalWriteForwarding: true,
      ServerlessV2ScalingConfiguration: { MinCapacity: 1, MaxCapacity: 4 },
    });
    expect(result).toMatchObject({
      PreferredMaintenanceWindow: 'sat:02:00-sat:02:30',
      PreferredBackupWindow: '03:00-03:30',
      AutoMinorVersionUpgrade: false,
      EnabledCloudwatchLogsExports: ['audit'],
      VpcSecurityGroups: [{ VpcSecurityGroupId: 'sg-0shop' }],
      LocalWriteForwardingStatus: 'enabled',
      ServerlessV2ScalingConfiguration: { MinCapacity: 1, MaxCapacity: 4 },
    });
    expect((await bench.instance('orders-2')).AutoMinorVersionUpgrade).toBe(false);
  });

  it('wait for the maintenance window where AWS lets them wait', async () => {
    const waiting = { EnableIAMDatabaseAuthentication: true, StorageType: 'aurora-iopt1' };
    const pending = await changed({ ApplyImmediately: false, ...waiting });
    expect(pending.IAMDatabaseAuthenticationEnabled).toBe(false);
    expect(pending.PendingModifiedValues).toEqual({
      IAMDatabaseAuthenticationEnabled: true,
      StorageType: 'aurora-iopt1',
    });
    expect(await changed(waiting)).toMatchObject({
      IAMDatabaseAuthenticationEnabled: true,
      StorageType: 'aurora-iopt1',
    });
  });

  it('put another parameter group in force only after a restart', async () => {
    const result = await changed({ DBClusterParameterGroupName: 'tuned' });
    const statuses = (cluster: typeof result) =>
      cluster.DBClusterMembers?.map((member) => member.DBClusterParameterGroupStatus);
    expect(result.DBClusterParameterGroup).toBe('tuned');
    expect(statuses(result)).toEqual(['pending-reboot', 'pending-reboot']);
    await bench.rds.send(new RebootDBInstanceCommand({ DBInstanceIdentifier: 'orders-1' }));
    expect((await bench.instance('orders-1')).DBInstanceStatus).toBe('rebooting');
    bench.minutes(2);
    expect(statuses(await bench.cluster('orders'))).toEqual(['in-sync', 'pending-reboot']);
  });

  it('give the password to Secrets Manager: a secret of this cluster', async () => {
    const secret = (await changed({ ManageMasterUserPassword: true })).MasterUserSecret;
    expect(secret).toMatchObject({
      SecretArn: expect.stringMatching(`^arn:aws:secretsmanager:us-east-1:${ACCOUNT}:secret:rds!cluster-`),
      SecretStatus: 'creating',
    });
    bench.minutes(2);
    expect((await bench.cluster('orders')).MasterUserSecret?.SecretStatus).toBe('active');
    const off = { ManageMasterUserPassword: false };
    expect((await failureOf(bench.modify('orders', off))).name).toBe('InvalidParameterCombination');
    expect(await changed({ ...off, MasterUserPassword: 'pw-pw-pw-pw' })).not.toHaveProperty('MasterUserSecret');
  });

  it('turn the Data API on by an operation of its own', async () => {
    expect((await failureOf(bench.modify('orders', { EnableHttpEndpoint: true }))).name).toBe(
      'InvalidParameterCombination',
    );
    const ResourceArn = (await bench.cluster('orders')).DBClusterArn;
    await bench.rds.send(new EnableHttpEndpointCommand({ ResourceArn }));
    bench.minutes(2);
    expect((await bench.cluster('orders')).HttpEndpointEnabled).toBe(true);
    const gone = bench.rds.send(new EnableHttpEndpointCommand({ ResourceArn: `${ResourceArn}-gone` }));
    expect((await failureOf(gone)).name).toBe('ResourceNotFoundFault');
  });

  it('ask for Performance Insights before advanced Database Insights', async () => {
    const advanced = { DatabaseInsightsMode: 'advanced' as const };
    expect((await failureOf(bench.modify('orders', advanced))).name).toBe('InvalidParameterCombination');
    const all = { ...advanced, EnablePerformanceInsights: true, PerformanceInsightsRetentionPeriod: 465 };
    expect(await changed(all)).toMatchObject({ DatabaseInsightsMode: 'advanced', PerformanceInsightsEnabled: true });
  });

  it.each<[string, Partial<ModifyDBClusterCommandInput>]>([
    ['DBClusterParameterGroupNotFoundFault', { DBClusterParameterGroupName: 'gone' }],
    ['InvalidParameterCombination', { DBClusterParameterGroupName: 'of-57' }],
    ['InvalidParameterValue', { VpcSecurityGroupIds: ['sg-0gone'] }],
    ['InvalidParameterCombination', { VpcSecurityGroupIds: ['sg-0a1b2c3d4e5f60718'] }],
    ['InvalidParameterValue', { PreferredMaintenanceWindow: 'Sunday' }],
    ['InvalidParameterCombination', { CloudwatchLogsExportConfiguration: { EnableLogTypes: ['upgrade'] } }],
    ['InvalidParameterCombination', { ManageMasterUserPassword: true, MasterUserPassword: 'pw-pw-pw-pw' }],
    ['InvalidParameterValue', { AllocatedStorage: 100 }],
  ])('are refused with %s', async (name, input) => {
    expect((await failureOf(bench.modify('orders', input))).name).toBe(name);
    expect(bench.aws.requests.writes()).toEqual([]);
  });

  it('leave the parameters of a default group readable', async () => {
    const command = new DescribeDBClusterParametersCommand({ DBClusterParameterGroupName: 'tuned', Source: 'user' });
    expect((await bench.rds.send(command)).Parameters).toEqual([]);
  });
});
