import {
  type DBProxy,
  type DBProxyTarget,
  paginateDescribeDBProxies,
  paginateDescribeDBProxyTargetGroups,
  paginateDescribeDBProxyTargets,
  RDSClient,
} from '@aws-sdk/client-rds';
import type { PlanContext } from '../../../../../domain/remediation/stage.ts';
import { incompleteAnswer, listIn, paging } from '../../../../reads.ts';
import { acknowledge, check, clear, collect, type Decision } from '../check.ts';
import type { ProxyTarget } from '../facts.ts';
import type { Subject } from '../subject.ts';
import { counted, verb } from '../words.ts';

/** Proxies of the other engine families cannot have an Aurora MySQL cluster as their target. */
const isForMySql = ({ EngineFamily }: DBProxy): boolean => (EngineFamily ?? 'MYSQL') === 'MYSQL';

const nameOf = ({ DBProxyName }: DBProxy): string => {
  if (DBProxyName === undefined) throw incompleteAnswer('rds:DescribeDBProxies', 'a proxy without a name');
  return DBProxyName;
};

/**
 * What is registered of this cluster. A tracked cluster is listed with each of its instances, which then name it, too.
 * https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DBProxyTarget.html
 */
export function registeredIn(
  targets: readonly DBProxyTarget[],
  { name, arn, instances }: Pick<Subject, 'name' | 'arn' | 'instances'>,
): ProxyTarget['registered'] | undefined {
  const isCluster = (each: DBProxyTarget): boolean =>
    each.TrackedClusterId === name ||
    each.TargetArn === arn ||
    (each.Type === 'TRACKED_CLUSTER' && each.RdsResourceId === name);
  if (targets.some(isCluster)) return { cluster: name };
  const instance = instances.find((id) => targets.some((each) => each.RdsResourceId === id));
  return instance === undefined ? undefined : { instance };
}

/** Its secrets' check asks for the same; the session answers equal reads once. */
export async function readProxyTargets(context: PlanContext, subject: Subject): Promise<ProxyTarget[]> {
  const config = { client: context.client(RDSClient), ...paging };
  const options = { abortSignal: context.signal };
  const proxies = await collect(paginateDescribeDBProxies(config, {}, options), (page) =>
    listIn('rds:DescribeDBProxies', page.DBProxies),
  );
  const found = await Promise.all(
    proxies.filter(isForMySql).map(async (each): Promise<ProxyTarget[]> => {
      const DBProxyName = nameOf(each);
      const targets = await collect(paginateDescribeDBProxyTargets(config, { DBProxyName }, options), (page) =>
        listIn('rds:DescribeDBProxyTargets', page.Targets),
      );
      const registered = registeredIn(targets, subject);
      if (registered === undefined) return [];
      const groups = await collect(paginateDescribeDBProxyTargetGroups(config, { DBProxyName }, options), (page) =>
        listIn('rds:DescribeDBProxyTargetGroups', page.TargetGroups),
      );
      const secrets = (each.Auth ?? []).flatMap(({ SecretArn }) => SecretArn ?? []);
      return groups.map(({ TargetGroupName: targetGroup }) => {
        if (targetGroup === undefined)
          throw incompleteAnswer('rds:DescribeDBProxyTargetGroups', 'a target group without a name');
        return { proxy: DBProxyName, targetGroup, registered, secrets };
      });
    }),
  );
  return found.flat();
}

export function decideProxies(targets: readonly ProxyTarget[], { name, way }: Subject): Decision {
  const proxies = [...new Set(targets.map(({ proxy }) => proxy))];
  if (proxies.length === 0) return clear(`${name} is the target of none.`);
  const have = `${counted(proxies, 'proxy', 'proxies')} ${verb(proxies, 'has', 'have')} ${name} as the target.`;
  return acknowledge(
    way === 'keep-name'
      ? `${have} AWS does not say that a proxy follows a name to another cluster: take the old one out of it and register the new one before opening for writes.`
      : `${have} It goes on sending to the old cluster until the new one is registered: do that before opening for writes.`,
  );
}

export const proxies = check<readonly ProxyTarget[]>({
  id: 'proxies',
  what: 'RDS Proxy targets',
  read: readProxyTargets,
  decide: decideProxies,
  facts: (found) => ({ proxies: found }),
});
