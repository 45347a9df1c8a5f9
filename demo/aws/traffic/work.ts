import type { RegionState } from '../organization/region.ts';
import { parametersInForce } from '../rds/parameter-groups/in-force.ts';
import { type Application, type Session, wishes } from './application.ts';
import { noteConnection, noteEnd, noteServers } from './history.ts';
import { type Server, serverFor, serversIn } from './serving.ts';
import { type Traffic, volumeOf } from './traffic.ts';
import { append } from './write-log.ts';

/**
 * Lets every session take note of how things are at a moment: who lost its connection, who connects, where. A session
 * that can connect does so at once, and one that is connected stays so whatever happens to names: the hardest case for
 * whoever wants no more writes.
 */
export function takeNote(region: RegionState, at: number): void {
  const { traffic } = region;
  const servers = serversIn(region);
  renewCertificates(traffic, servers);
  noteServers(traffic.history, servers, at);
  for (const application of traffic.applications.values()) {
    for (const session of application.sessions) {
      if (session.instance !== undefined && (application.moved || !stays(application, servers.get(session.instance)))) {
        noteEnd(traffic.history, session.writer, at);
        session.instance = undefined;
      }
      if (session.instance === undefined && wishes(application).connected)
        connect(application, session, region, servers, at);
    }
    application.moved = false;
  }
}

/**
 * An instance that starts gets a certificate for the name that its cluster then has; a rename does not renew it.
 * https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Aurora.Modifying.html
 */
function renewCertificates({ certificates }: Traffic, servers: ReadonlyMap<string, Server>): void {
  for (const instance of certificates.keys()) if (!servers.has(instance)) certificates.delete(instance);
  for (const { instance, clusterName } of servers.values()) {
    if (!certificates.has(instance)) certificates.set(instance, clusterName);
  }
}

/** A failover ends the connections of those who write. */
function stays(application: Application, server: Server | undefined): boolean {
  const { connected } = wishes(application);
  return connected && server !== undefined && (server.writes || application.spec.endpoint !== 'writer');
}

function connect(
  application: Application,
  session: Session,
  { traffic }: RegionState,
  servers: ReadonlyMap<string, Server>,
  at: number,
): void {
  const { spec, found } = application;
  const known = traffic.names.current.get(application.endpoint);
  const kept = spec.address === 'cached' && found !== undefined;
  const target = kept ? ({ kind: spec.endpoint === 'reader' ? 'reader' : 'writer', id: found } as const) : known;
  const server = serverFor(target, servers);
  if (!server || !isTrusted(application, server, traffic)) return;
  application.found ??= server.cluster;
  session.instance = server.instance;
  noteConnection(traffic.history, { writer: session.writer, host: session.host, instance: server.instance }, at);
}

function isTrusted({ spec, endpoint }: Application, server: Server, { certificates }: Traffic): boolean {
  if (!spec.tls || (spec.endpoint !== 'writer' && spec.endpoint !== 'reader')) return true;
  return certificates.get(server.instance) === endpoint.split('.')[0];
}

/** Lets everybody write who can, between two moments in which nothing changes. */
export function write(region: RegionState, from: number, to: number): void {
  if (to <= from) return;
  const { traffic } = region;
  if (traffic.applications.size === 0 && ![...traffic.volumes.values()].some(({ eventRows }) => eventRows > 0)) return;
  const servers = serversIn(region);
  for (const application of traffic.applications.values()) {
    if (!wishes(application).writing) continue;
    for (const session of application.sessions) {
      const server = servers.get(session.instance ?? '');
      if (!server?.writes) continue;
      const next = session.written + application.spec.rowsPerSecond * (to - from);
      commit(region, session.writer, server, { start: from, end: to, from: session.written, to: next });
      session.written = next;
    }
  }
  for (const server of servers.values()) {
    const { eventRows } = volumeOf(traffic, server.cluster);
    if (!server.writes || eventRows === 0 || !eventsRun(region, server)) continue;
    const writer = `events@${server.cluster}`;
    const before = traffic.eventRows.get(writer) ?? 0;
    const next = before + eventRows * (to - from);
    commit(region, writer, server, { start: from, end: to, from: before, to: next });
    traffic.eventRows.set(writer, next);
  }
}

function commit(
  { traffic }: RegionState,
  writer: string,
  { cluster, instance }: Server,
  span: { readonly start: number; readonly end: number; readonly from: number; readonly to: number },
): void {
  append(volumeOf(traffic, cluster), { writer, cluster, instance, ...span });
}

/** MySQL 8.0 runs scheduled events unless `event_scheduler` says otherwise. */
function eventsRun(region: RegionState, { clusterName }: Server): boolean {
  const group = region.clusters.get(clusterName)?.DBClusterParameterGroup ?? '';
  return !/^(off|0|disabled)$/i.test(parametersInForce(region, group).get('event_scheduler') ?? 'ON');
}
