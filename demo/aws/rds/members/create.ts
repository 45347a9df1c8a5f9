import {
  type CreateDBInstanceMessage,
  type CreateDBInstanceResult,
  type DBCluster,
  DBInstanceAlreadyExistsFault$,
  InstanceQuotaExceededFault$,
  InvalidDBClusterStateFault$,
} from '@aws-sdk/client-rds';
import { AwsError, invalidParameterValue } from '../../errors.ts';
import { familyOf, optionGroupOf } from '../../organization/engines.ts';
import { modelled } from '../../protocol/model.ts';
import type { Call, Operation } from '../../service.ts';
import { resourceArn } from '../arguments.ts';
import { clusterNamed, membersOf } from '../find.ts';
import { isTaken } from '../lifecycle.ts';
import { authoriseTags, newIdentifier, toldTags } from '../new-resource.ts';
import { checkKey } from '../restore/key.ts';
import { join } from './join.ts';
import { checkMembership } from './membership.ts';
import { memberFrom } from './new-member.ts';

/** A writer and fifteen readers. */
const MAX_MEMBERS = 16;

/**
 * Makes an instance in a cluster that is available. The first to be ready becomes the writer. Instances outside
 * clusters are not simulated.
 * https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html
 */
export const createDBInstance: Operation<CreateDBInstanceMessage> = {
  resource: (input, call) => {
    const { DBInstanceIdentifier: name, DBClusterIdentifier: cluster } = input;
    return [
      resourceArn(call, 'db', name?.toLowerCase()),
      ...(cluster === undefined ? [] : [resourceArn(call, 'cluster', cluster)]),
    ];
  },
  told: toldTags,
  run(input, call): CreateDBInstanceResult {
    const { DBInstanceIdentifier: asked = '', DBClusterIdentifier, MonitoringRoleArn } = input;
    if (DBClusterIdentifier === undefined) {
      throw invalidParameterValue('The simulated AWS creates instances in clusters only');
    }
    authoriseTags(resourceArn(call, 'db', asked.toLowerCase()), input, call);
    if (MonitoringRoleArn !== undefined) {
      call.authorise('iam:PassRole', MonitoringRoleArn, { passedTo: 'monitoring.rds.amazonaws.com' });
    }
    const name = newIdentifier('DBInstanceIdentifier', asked);
    const { instances } = call.holdings;
    if (instances.has(name) || isTaken(resourceArn(call, 'db', name), call)) {
      throw modelled(DBInstanceAlreadyExistsFault$, 'DB instance already exists');
    }
    const cluster = clusterNamed(DBClusterIdentifier, call);
    authoriseGroups(input, cluster, call);
    checkCluster(cluster, input, call);
    if (instances.size >= call.account.quotas.dbInstances) {
      const text = `You already have the maximum number of DB instances allowed: ${call.account.quotas.dbInstances}`;
      throw modelled(InstanceQuotaExceededFault$, text);
    }
    checkMembership(input, cluster);
    checkKey(cluster.KmsKeyId, call);
    const member = memberFrom(name, input, cluster, call);
    const answer = { DBInstance: structuredClone(member) };
    join(member, cluster, call);
    return answer;
  },
};

/** The groups that the instance will have, also those that the request leaves to AWS or to the cluster. */
function authoriseGroups(input: CreateDBInstanceMessage, cluster: DBCluster, call: Call): void {
  const { Engine = '', EngineVersion = '', DBSubnetGroup } = cluster;
  const arns = [
    resourceArn(call, 'pg', input.DBParameterGroupName ?? `default.${familyOf(Engine, EngineVersion)}`),
    resourceArn(call, 'og', optionGroupOf(Engine, EngineVersion)),
    resourceArn(call, 'subgrp', DBSubnetGroup),
  ];
  for (const arn of arns) call.authorise('rds:CreateDBInstance', arn, toldTags(input));
}

function checkCluster(cluster: DBCluster, { Engine }: CreateDBInstanceMessage, call: Call): void {
  const { Status, DBClusterIdentifier: name } = cluster;
  if (Status !== 'available') {
    const text = `DB cluster ${name} is not in available state: it is ${Status}. Wait and create the DB instance again.`;
    throw modelled(InvalidDBClusterStateFault$, text);
  }
  if (Engine !== cluster.Engine) {
    const text = `The engine name requested for your DB instance (${Engine}) doesn't match the engine name of your DB cluster (${cluster.Engine}).`;
    throw new AwsError('InvalidParameterCombination', text);
  }
  if (membersOf(cluster, call).length >= MAX_MEMBERS) {
    throw invalidParameterValue(`DB cluster ${name} has the maximum number of ${MAX_MEMBERS} DB instances.`);
  }
}
