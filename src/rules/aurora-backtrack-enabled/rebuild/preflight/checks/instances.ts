import { plural } from '../../../../../domain/words.ts';
import { blocked, checkOfSource, clear, type Decision } from '../check.ts';
import type { Subject } from '../subject.ts';
import { few } from '../words.ts';

/** A restore makes no instances; a serverless one needs the capacity range first (CreateDBInstance of the RDS API). */
export function decideInstances({ source, name, instances, created, names }: Subject): Decision {
  const { cluster, members } = source;
  if (members.length === 0)
    return blocked(
      `${name} has no instance, so nobody can see whether anything writes to it. Add one, then plan again.`,
    );
  if (!cluster.DBClusterMembers?.some(({ IsClusterWriter }) => IsClusterWriter === true))
    return blocked(`None of ${few(instances)} is the writer of ${name} at the moment. Plan again after the failover.`);
  const serverless = members.filter(({ DBInstanceClass }) => DBInstanceClass === 'db.serverless');
  const { MinCapacity: min, MaxCapacity: max } = cluster.ServerlessV2ScalingConfiguration ?? {};
  if (serverless.length > 0 && (min === undefined || max === undefined))
    return blocked(`${name} has serverless instances, and AWS tells no capacity range for them. Set one first.`);
  const left = instances.filter((id) => !created.includes(id));
  return clear(
    [
      `The new cluster gets ${plural(created.length, 'instance')}: ${few(Object.values(names.members))}, the first as its writer.`,
      ...(serverless.length > 0 ? [`Serverless, ${min} to ${max} ACUs.`] : []),
      ...(left.length > 0 ? [`Not made anew, since Auto Scaling added them: ${few(left)}.`] : []),
    ].join(' '),
  );
}

export const instances = checkOfSource({
  id: 'instances',
  what: 'Instances of the new cluster',
  decide: decideInstances,
});
