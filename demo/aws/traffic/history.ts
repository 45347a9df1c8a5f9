import type { Server } from './serving.ts';

/** A stretch of time in which a member answered under one name, in one role. */
export interface Stretch extends Server {
  readonly from: number;
  to: number | undefined;
}

/** A stretch of time in which a session was connected. */
export interface Connection {
  readonly writer: string;
  readonly host: string;
  readonly instance: string;
  readonly from: number;
  to: number | undefined;
}

/** What happened, the oldest first. */
export interface History {
  readonly stretches: Stretch[];
  readonly connections: Connection[];
}

/** Notes who answers from `at` on. */
export function noteServers({ stretches }: History, servers: ReadonlyMap<string, Server>, at: number): void {
  const open = new Map(stretches.filter(({ to }) => to === undefined).map((one) => [one.instance, one]));
  for (const stretch of open.values()) {
    const now = servers.get(stretch.instance);
    if (!now || !alike(now, stretch)) stretch.to = at;
  }
  for (const server of servers.values()) {
    const before = open.get(server.instance);
    if (!before || before.to !== undefined) stretches.push({ ...server, from: at, to: undefined });
  }
}

/** Notes that a session connected, or ended. */
export function noteConnection(
  { connections }: History,
  one: Pick<Connection, 'writer' | 'host' | 'instance'>,
  at: number,
): void {
  connections.push({ ...one, from: at, to: undefined });
}

export function noteEnd({ connections }: History, writer: string, at: number): void {
  const open = connections.findLast((one) => one.writer === writer && one.to === undefined);
  if (open) open.to = at;
}

/** Whether it covers the moment. */
export function covers({ from, to }: { readonly from: number; readonly to: number | undefined }, at: number): boolean {
  return from <= at && (to === undefined || at < to);
}

function alike(one: Server, other: Server): boolean {
  return (
    one.instanceName === other.instanceName &&
    one.clusterName === other.clusterName &&
    one.cluster === other.cluster &&
    one.writes === other.writes
  );
}
