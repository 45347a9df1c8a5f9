import {
  type DBInstance,
  InvalidDBInstanceStateFault$,
  type RebootDBInstanceMessage,
  type RebootDBInstanceResult,
} from '@aws-sdk/client-rds';
import { modelled } from '../../protocol/model.ts';
import type { Call, Operation } from '../../service.ts';
import { resourceArn } from '../arguments.ts';
import { tellOf } from '../events.ts';
import { instanceNamed } from '../find.ts';

/** Restarts an instance, which puts its parameter groups in force. https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_RebootDBInstance.html */
export const rebootDBInstance: Operation<RebootDBInstanceMessage> = {
  resource: ({ DBInstanceIdentifier }, call) => resourceArn(call, 'db', DBInstanceIdentifier),
  run({ DBInstanceIdentifier = '' }, call): RebootDBInstanceResult {
    const instance = instanceNamed(DBInstanceIdentifier, call);
    requireInstance(instance);
    reboot(instance, call);
    return { DBInstance: structuredClone(instance) };
  },
};

/** Throws `InvalidDBInstanceState` unless the instance is available. */
export function requireInstance({ DBInstanceStatus: status, DBInstanceIdentifier: name }: DBInstance): void {
  if (status === 'available') return;
  throw modelled(InvalidDBInstanceStateFault$, `Database instance ${name} is not in available state: it is ${status}.`);
}

/** From `rebooting` to `available`; `then` happens in between. */
export function reboot(instance: DBInstance, call: Call, then: (at: Date) => void = () => {}): void {
  instance.DBInstanceStatus = 'rebooting';
  call.later('rebootRuns', (at) => {
    if (instance.DBInstanceStatus !== 'rebooting') return;
    then(at);
    instance.DBInstanceStatus = 'available';
    for (const group of instance.DBParameterGroups ?? []) group.ParameterApplyStatus = 'in-sync';
    const cluster = call.holdings.clusters.get(instance.DBClusterIdentifier ?? '');
    const member = cluster?.DBClusterMembers?.find((one) => one.DBInstanceIdentifier === instance.DBInstanceIdentifier);
    if (member) member.DBClusterParameterGroupStatus = 'in-sync';
    tellOf('db-instance', instance.DBInstanceIdentifier ?? '', 'DB instance restarted', ['availability'], at, call);
  });
}
