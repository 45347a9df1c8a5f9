import {
  type DBInstance,
  type DeleteDBInstanceMessage,
  type DeleteDBInstanceResult,
  InvalidDBClusterStateFault$,
  InvalidDBInstanceStateFault$,
} from '@aws-sdk/client-rds';
import { AwsError, invalidParameterValue } from '../../errors.ts';
import { modelled } from '../../protocol/model.ts';
import type { Call, Operation } from '../../service.ts';
import { resourceArn } from '../arguments.ts';
import { tellOf } from '../events.ts';
import { instanceNamed } from '../find.ts';
import { giveUpName, vanish } from '../lifecycle.ts';
import { leave } from './join.ts';

/** Cluster statuses in which members may neither come nor go. */
const ASLEEP = ['stopped', 'stopping', 'starting'];

/**
 * Deletes an instance of a cluster, also of one that is protected against deletion, and also the last. It serves until
 * it is gone. Instances outside clusters are not simulated.
 * https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/USER_DeleteCluster.html
 */
export const deleteDBInstance: Operation<DeleteDBInstanceMessage> = {
  resource: ({ DBInstanceIdentifier }, call) => resourceArn(call, 'db', DBInstanceIdentifier),
  run({ DBInstanceIdentifier: asked = '', FinalDBSnapshotIdentifier }, call): DeleteDBInstanceResult {
    const member = instanceNamed(asked, call);
    if (member.DBClusterIdentifier === undefined) {
      throw invalidParameterValue('The simulated AWS deletes instances of clusters only');
    }
    if (FinalDBSnapshotIdentifier !== undefined) {
      const text = 'FinalDBSnapshotIdentifier can not be specified when deleting a cluster instance';
      throw new AwsError('InvalidParameterCombination', text);
    }
    checkState(member, call);
    member.DBInstanceStatus = 'deleting';
    const answer = { DBInstance: structuredClone(member) };
    call.later('instanceDeletes', (at) => remove(member, at, call));
    return answer;
  },
};

function checkState(
  { DBInstanceStatus: status, DBInstanceIdentifier: name, DBClusterIdentifier = '' }: DBInstance,
  call: Call,
): void {
  const cluster = call.holdings.clusters.get(DBClusterIdentifier);
  if (cluster && ASLEEP.includes(cluster.Status ?? '')) {
    const text = `DB cluster ${DBClusterIdentifier} is ${cluster.Status}: its instances cannot be deleted.`;
    throw modelled(InvalidDBClusterStateFault$, text);
  }
  if (status !== 'deleting') return;
  throw modelled(InvalidDBInstanceStateFault$, `Instance ${name} is already being deleted.`);
}

function remove(member: DBInstance, at: Date, call: Call): void {
  const { instances, clusters, network } = call.holdings;
  const name = member.DBInstanceIdentifier ?? '';
  const cluster = clusters.get(member.DBClusterIdentifier ?? '');
  instances.delete(name);
  if (cluster) leave(member, cluster);
  const subnets = network.subnetGroups.get(cluster?.DBSubnetGroup ?? '')?.subnets ?? [];
  const subnet = subnets.find(({ zone }) => zone === member.AvailabilityZone);
  if (subnet) subnet.freeAddresses += 1;
  vanish(member, at, call);
  giveUpName(member.DBInstanceArn ?? '', at, call);
  tellOf('db-instance', name, 'DB instance deleted', ['deletion'], at, call);
}
