import type { RegionState } from '../organization/region.ts';
import { endpointOf } from '../organization/traffic.ts';
import type { World } from '../perform.ts';
import { type ApplicationInput, application, applicationFrom } from './application.ts';
import { type LostWrites, lostWrites } from './lost-writes.ts';
import type { Target } from './name-service.ts';
import { serverFor, serversIn } from './serving.ts';
import { volumeOf } from './traffic.ts';
import { type Parent, rowCount } from './write-log.ts';

/** What a name leads to. */
export interface Resolved extends Target {
  readonly certified: boolean;
}

/** A connection that is open. */
export interface OpenSession {
  readonly application: string;
  readonly host: string;
  readonly cluster: string;
  readonly instance: string;
}

/** What may be done with the programs that use databases, and what is known of them. */
export interface TrafficControl {
  /** Starts an application, as an organization file describes it. Throws when it is not valid, or its cluster not there. */
  readonly startApplication: (accountId: string, region: string, spec: ApplicationInput) => void;
  /** Tells the applications of a Region, or one of them, to write no more. */
  readonly freeze: (accountId: string, region: string, application?: string) => void;
  /** Lets them go on. */
  readonly thaw: (accountId: string, region: string, application?: string) => void;
  /** Hands an application the endpoint of another cluster, by name; open connections end. */
  readonly repoint: (accountId: string, region: string, application: string, cluster: string) => void;
  readonly sessions: (accountId: string, region: string) => OpenSession[];
  /** Rows acknowledged, present in the cluster that now has the name, and lost. */
  readonly lostWrites: (accountId: string, region: string, cluster: string) => LostWrites;
  /** How many rows a cluster holds, and where those come from that were there when it was made. */
  readonly writeLog: (
    accountId: string,
    region: string,
    cluster: string,
  ) => { rows: number; parent: Parent | undefined };
  /**
   * Where a host name of a Region leads now, and whether the certificate of who answers there is for that name;
   * `undefined` for a name that does not resolve.
   */
  readonly resolve: (accountId: string, region: string, host: string) => Resolved | undefined;
}

export function trafficControl(world: World, settle: () => void): TrafficControl {
  const at = (accountId: string, name: string): RegionState => {
    settle();
    const region = world.state.get(accountId)?.region(name);
    if (!region) throw new Error(`no account ${accountId} in the organization`);
    world.watch.on(region, world.clock());
    return region;
  };
  const each = (region: RegionState, name: string | undefined) => {
    const { applications } = region.traffic;
    const found = name === undefined ? [...applications.values()] : [applications.get(name)];
    return found.map((one) => {
      if (!one) throw new Error(`no application ${name} in this Region`);
      return one;
    });
  };
  const clusterIn = ({ clusters }: RegionState, name: string) => {
    const cluster = clusters.get(name);
    if (!cluster) throw new Error(`no cluster ${name} in this Region`);
    return cluster;
  };
  const thawAt = (region: RegionState, name: string | undefined): void => {
    for (const one of each(region, name)) one.frozenSince = undefined;
    settle();
  };
  return {
    startApplication: (accountId, name, input) => {
      const region = at(accountId, name);
      const spec = application.parse(input);
      const endpoint = endpointOf(clusterIn(region, spec.cluster), spec.endpoint);
      region.traffic.applications.set(spec.name, applicationFrom(spec, endpoint));
      settle();
    },
    freeze: (accountId, name, asked) => {
      const region = at(accountId, name);
      const now = world.clock().getTime();
      for (const one of each(region, asked)) {
        one.frozenSince = now;
        const { resumesAfter } = one.spec;
        if (resumesAfter === undefined) continue;
        world.timeline.at(new Date(now + resumesAfter), () => {
          if (one.frozenSince === now) one.frozenSince = undefined;
        });
      }
      settle();
    },
    thaw: (accountId, name, asked) => thawAt(at(accountId, name), asked),
    repoint: (accountId, name, asked, cluster) => {
      const region = at(accountId, name);
      for (const one of each(region, asked)) {
        one.endpoint = endpointOf(clusterIn(region, cluster), one.spec.endpoint);
        one.found = undefined;
        one.moved = true;
      }
      settle();
    },
    sessions: (accountId, name) => {
      const region = at(accountId, name);
      const servers = serversIn(region);
      return each(region, undefined).flatMap(({ spec, sessions }) =>
        sessions.flatMap(({ host, instance = '' }) => {
          const server = servers.get(instance);
          return server
            ? [{ application: spec.name, host, cluster: server.clusterName, instance: server.instanceName }]
            : [];
        }),
      );
    },
    lostWrites: (accountId, name, cluster) => lostWrites(at(accountId, name), cluster),
    writeLog: (accountId, name, cluster) => {
      const region = at(accountId, name);
      const volume = volumeOf(region.traffic, clusterIn(region, cluster).DbClusterResourceId ?? '');
      return { rows: rowCount(volume), parent: volume.parent };
    },
    resolve: (accountId, name, host) => {
      const region = at(accountId, name);
      const target = region.traffic.names.current.get(host);
      const server = serverFor(target, serversIn(region));
      const known = region.traffic.certificates.get(server?.instance ?? '');
      return target && { ...target, certified: target.kind === 'instance' || known === host.split('.')[0] };
    },
  };
}
