import type { DBInstance, ModifyDBInstanceMessage, ModifyDBInstanceResult } from '@aws-sdk/client-rds';
import { DBInstanceAlreadyExistsFault$ } from '@aws-sdk/client-rds';
import { AwsError, invalidParameterValue } from '../../errors.ts';
import { hostName, placeOf, rdsArn } from '../../organization/place.ts';
import { modelled } from '../../protocol/model.ts';
import type { Call, Operation } from '../../service.ts';
import { resourceArn } from '../arguments.ts';
import { instanceNamed } from '../find.ts';
import { appear, giveUpName, isTaken } from '../lifecycle.ts';
import { newIdentifier } from '../new-resource.ts';
import { groupForInstance } from '../parameter-groups/find.ts';
import { checkMonitoring } from './membership.ts';
import { reboot, requireInstance } from './reboot.ts';

const PLAIN = [
  ...['PromotionTier', 'PreferredMaintenanceWindow', 'AutoMinorVersionUpgrade', 'CACertificateIdentifier'],
  ...['PubliclyAccessible', 'MonitoringInterval', 'MonitoringRoleArn', 'PerformanceInsightsKMSKeyId'],
  ...['PerformanceInsightsRetentionPeriod'],
];
const KNOWN = [
  ...PLAIN,
  ...['DBInstanceIdentifier', 'ApplyImmediately', 'NewDBInstanceIdentifier', 'DBInstanceClass'],
  ...['DBParameterGroupName', 'EnablePerformanceInsights'],
];

/**
 * Changes an instance of a cluster. A new name or class restarts it, and needs ApplyImmediately here: the simulator
 * keeps no changes of instances for the maintenance window. A new parameter group waits for a restart.
 * https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Aurora.Modifying.html
 */
export const modifyDBInstance: Operation<ModifyDBInstanceMessage> = {
  resource: ({ DBInstanceIdentifier }, call) => resourceArn(call, 'db', DBInstanceIdentifier),
  run(input, call): ModifyDBInstanceResult {
    const instance = instanceNamed(input.DBInstanceIdentifier ?? '', call);
    const other = Object.keys(input).find((member) => !KNOWN.includes(member));
    if (other) throw invalidParameterValue(`The simulated AWS cannot modify ${other} of an instance`);
    const { MonitoringRoleArn, NewDBInstanceIdentifier: asked, DBInstanceClass, ApplyImmediately } = input;
    if (MonitoringRoleArn !== undefined) {
      call.authorise('iam:PassRole', MonitoringRoleArn, { passedTo: 'monitoring.rds.amazonaws.com' });
    }
    requireInstance(instance);
    if (input.MonitoringInterval !== undefined || input.PerformanceInsightsRetentionPeriod !== undefined)
      checkMonitoring(input);
    const restarts = asked !== undefined || DBInstanceClass !== undefined;
    if (restarts && !ApplyImmediately) {
      throw new AwsError(
        'InvalidParameterCombination',
        'The simulated AWS renames and resizes instances immediately only.',
      );
    }
    const name = asked === undefined ? undefined : freeName(asked, call);
    const group =
      input.DBParameterGroupName === undefined
        ? undefined
        : groupForInstance(input.DBParameterGroupName, instance.Engine ?? '', instance.EngineVersion ?? '', call);
    const answer = { DBInstance: structuredClone(instance) };
    const apply = (at: Date): void => {
      change(instance, input, group);
      if (DBInstanceClass !== undefined) instance.DBInstanceClass = DBInstanceClass;
      if (name !== undefined) rename(instance, name, at, call);
    };
    if (restarts) reboot(instance, call, apply);
    else {
      instance.DBInstanceStatus = 'modifying';
      call.later('modifyRuns', (at) => {
        apply(at);
        instance.DBInstanceStatus = 'available';
      });
    }
    return answer;
  },
};

function freeName(asked: string, call: Call): string {
  const name = newIdentifier('NewDBInstanceIdentifier', asked);
  const arn = resourceArn(call, 'db', name);
  if (call.holdings.instances.has(name) || isTaken(arn, call)) {
    throw modelled(DBInstanceAlreadyExistsFault$, 'DB instance already exists');
  }
  call.holdings.lifecycle.taken.set(arn, Number.POSITIVE_INFINITY);
  return name;
}

function change(instance: DBInstance, input: ModifyDBInstanceMessage, group: string | undefined): void {
  const given = Object.entries(input).filter(([member]) => PLAIN.includes(member));
  Object.assign(instance, Object.fromEntries(given));
  const { EnablePerformanceInsights: insights } = input;
  if (insights !== undefined) instance.PerformanceInsightsEnabled = insights;
  if (insights) instance.PerformanceInsightsRetentionPeriod ??= 7;
  if (group !== undefined) {
    instance.DBParameterGroups = [{ DBParameterGroupName: group, ParameterApplyStatus: 'pending-reboot' }];
  }
}

function rename(instance: DBInstance, name: string, at: Date, call: Call): void {
  const place = placeOf(call.account.id, call.region, call.now);
  const { instances, clusters, lifecycle } = call.holdings;
  const old = instance.DBInstanceIdentifier ?? '';
  giveUpName(instance.DBInstanceArn ?? '', at, call);
  instances.delete(old);
  instances.set(name, instance);
  const arn = rdsArn(place, 'db', name);
  lifecycle.taken.delete(arn);
  Object.assign(instance, { DBInstanceIdentifier: name, DBInstanceArn: arn });
  instance.Endpoint = { ...instance.Endpoint, Address: hostName(place, name) };
  const members = clusters.get(instance.DBClusterIdentifier ?? '')?.DBClusterMembers ?? [];
  for (const member of members) if (member.DBInstanceIdentifier === old) member.DBInstanceIdentifier = name;
  appear(instance, at, call);
}
