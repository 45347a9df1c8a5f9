import { DBClusterParameterGroupNotFoundFault$, DBParameterGroupNotFoundFault$ } from '@aws-sdk/client-rds';
import { AwsError } from '../../errors.ts';
import { familyOf } from '../../organization/engines.ts';
import type { ParameterGroup } from '../../organization/parameter-groups.ts';
import { modelled } from '../../protocol/model.ts';
import type { Call } from '../../service.ts';
import { resourceArn } from '../arguments.ts';
import { isShown } from '../lifecycle.ts';
import { parametersOf } from '../parameters/catalogue.ts';

/** The cluster parameter group with this name or ARN, AWS's own `default.<family>` included. */
export function parameterGroupNamed(asked: string, call: Call): ParameterGroup | undefined {
  const prefix = resourceArn(call, 'cluster-pg', '');
  const name = (asked.startsWith(prefix) ? asked.slice(prefix.length) : asked).toLowerCase();
  const family = name.startsWith('default.') ? name.slice('default.'.length) : '';
  if (parametersOf(family).length > 0) {
    return { name, family, description: `Default cluster parameter group for ${family}`, set: new Map() };
  }
  return call.holdings.parameterGroups.get(name);
}

/** The name of the group that a cluster of this version takes: the default one unless named. Throws for one that does not fit. */
export function groupForCluster(asked: string | undefined, engine: string, version: string, call: Call): string {
  const family = familyOf(engine, version);
  if (asked === undefined) return `default.${family}`;
  const group = parameterGroupNamed(asked, call);
  if (!group || !isShown(group, call)) {
    throw modelled(DBClusterParameterGroupNotFoundFault$, `DBClusterParameterGroup not found: ${asked}`);
  }
  if (group.family !== family) throw wrongFamily(group.name, group.family, family);
  return group.name;
}

/** The same for the instance parameter group of a member. */
export function groupForInstance(asked: string | undefined, engine: string, version: string, call: Call): string {
  const family = familyOf(engine, version);
  const name = asked?.toLowerCase() ?? `default.${family}`;
  const own = name.startsWith('default.') ? name.slice('default.'.length) : call.holdings.instanceGroups.get(name);
  if (own === undefined || parametersOf(own).length === 0) {
    throw modelled(DBParameterGroupNotFoundFault$, `DBParameterGroup not found: ${asked}`);
  }
  if (own !== family) throw wrongFamily(name, own, family);
  return name;
}

function wrongFamily(name: string, family: string, needed: string): AwsError {
  return new AwsError(
    'InvalidParameterCombination',
    `The Parameter Group ${name} with DBParameterGroupFamily ${family} cannot be used for this instance. ` +
      `Please use a Parameter Group with DBParameterGroupFamily ${needed}`,
  );
}
