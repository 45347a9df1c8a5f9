import { setTimeout as sleep } from 'node:timers/promises';
import { tagsByArn } from '../../demo/aws/rds/tag-store.ts';
import type { RequestRecord } from '../../demo/aws/request-log.ts';
import { rowsIn } from '../../demo/aws/traffic/write-log.ts';
import { checkChain } from '../../src/domain/approval/chain.ts';
import type { ChainedEntry } from '../../src/domain/approval/ports.ts';
import { isFinal, type Run } from '../../src/domain/remediation/run.ts';
import { orders, type RebuildFleet, resourceIds } from './rebuild-fleet.ts';
import { count } from './rebuild-tally.ts';

/** How a rebuild stands, as whoever drives it knows. */
export interface Expected {
  /** The cluster that applications are to use. */
  readonly serving: string;
  /** Rows that people have agreed to lose. */
  readonly givenUp: number;
  /** Runs that were let go, in their order. */
  readonly runIds: readonly string[];
  /** Redis was emptied: what the trail said before is gone. */
  readonly trailLost?: boolean;
}

/**
 * What must be so after every stage of a rebuild, whatever happened to it: no row lost, one cluster in its place, nothing
 * of anybody else's deleted, nothing made twice, every run ended in a state that people can act on, the trail complete.
 * Throws everything that is not.
 */
export async function invariants(world: RebuildFleet, expected: Expected): Promise<void> {
  const [lost, twice] = [rowsLost(world, expected), madeTwice(world)];
  count('invariants', { lostWrites: lost.length, duplicates: twice.length });
  const wrong = [
    ...lost,
    ...inPlace(world, expected),
    ...deletedOfOthers(world),
    ...twice,
    ...(await notEnded(world, expected)),
    ...(await trailLacks(world, expected)),
  ];
  if (wrong.length === 0) return;
  throw new Error(`Not as it must be:\n- ${wrong.join('\n- ')}\n${await howItStands(world, expected)}`);
}

/** Counted from what the applications were told, whatever the cluster knows of them. */
function rowsLost(world: RebuildFleet, { serving, givenUp }: Expected): string[] {
  const { clusters, traffic } = world.holdings();
  if (!clusters.has(serving)) return [];
  const { present, writers } = world.lost(serving);
  const sessions = [...traffic.applications.values()].flatMap((application) => application.sessions);
  const acknowledged = sessions.reduce((sum, { written }) => sum + rowsIn(written), 0);
  return acknowledged - present === givenUp
    ? []
    : [
        `${acknowledged - present} of ${acknowledged} rows are lost to ${serving}, and people have agreed to lose ${givenUp}: ${JSON.stringify(writers)}`,
      ];
}

const isMarked = (world: RebuildFleet, arn = ''): boolean =>
  tagsByArn(arn, world.holdings()).some(({ Key, Value }) => Key === 'managed-by' && Value === 'aurora-keeper');

/** The first cluster, and what was made from it. */
const kin = (world: RebuildFleet) =>
  [...world.holdings().clusters.values()].filter(({ DBClusterIdentifier: name = '' }) => name.startsWith(orders));

function inPlace(world: RebuildFleet, { serving }: Expected): string[] {
  const clusters = kin(world);
  const named = clusters.filter(({ DBClusterIdentifier: name }) => name === serving);
  const used = clusters.filter(({ DBClusterArn: arn }) => !isMarked(world, arn));
  const names = used.map(({ DBClusterIdentifier: name }) => name);
  return [
    ...(named.length === 1 ? [] : [`${named.length} clusters are called ${serving}`]),
    ...(names.join() === serving ? [] : [`in use are ${names.join(', ') || 'none'}, not ${serving} alone`]),
    ...named.flatMap(({ Status }) => (Status === 'available' ? [] : [`${serving} is ${Status}`])),
  ];
}

/** Which thing a write has made or deleted, by what never changes. */
function subjectOf({ input = {}, output = {} }: RequestRecord): string {
  const { DBCluster, DBInstance } = output as Record<string, Record<string, string> | undefined>;
  const told = input as Record<string, string | undefined>;
  if (DBInstance !== undefined) return `${DBInstance.DbiResourceId}`;
  if (DBCluster !== undefined) return `${DBCluster.DbClusterResourceId}`;
  if (told.DBClusterSnapshotIdentifier !== undefined) return `snapshot ${told.DBClusterSnapshotIdentifier}`;
  return `parameter group ${told.TargetDBClusterParameterGroupIdentifier ?? told.DBClusterParameterGroupName}`;
}

const isMaking = ({ action = '' }: RequestRecord): boolean => /^(Create|Restore|Copy)DB/.test(action);
const isDeleting = ({ action = '' }: RequestRecord): boolean => /^DeleteDB/.test(action);

function deletedOfOthers(world: RebuildFleet): string[] {
  const writes = world.aws.requests.writes();
  const made = new Set(writes.filter(isMaking).map(subjectOf));
  const there = new Set(resourceIds(world.holdings()));
  return [
    ...writes
      .filter((write) => isDeleting(write) && !made.has(subjectOf(write)))
      .map((write) => `${write.action} took away ${subjectOf(write)}, which nobody of ours had made`),
    ...world.atFirst.filter((id) => !there.has(id)).map((id) => `${id} was there at first and is gone`),
  ];
}

/** Of which remediation and step something is, as its tags in the request say, and under which name it was asked for. */
function purposeOf({ action, input = {} }: RequestRecord): string {
  const { Tags = [], ...told } = input as { Tags?: { Key: string; Value: string }[] } & Record<string, unknown>;
  const tag = (key: string) => Tags.find(({ Key }) => Key === `aurora-keeper:${key}`)?.Value;
  const name =
    told.DBInstanceIdentifier ??
    told.DBClusterSnapshotIdentifier ??
    told.TargetDBClusterParameterGroupIdentifier ??
    told.DBClusterParameterGroupName ??
    told.DBClusterIdentifier;
  return `${name} (${action}, remediation ${tag('remediation')}, step ${tag('step')})`;
}

function madeTwice(world: RebuildFleet): string[] {
  const count = new Map<string, number>();
  for (const write of world.aws.requests.writes().filter(isMaking))
    count.set(purposeOf(write), (count.get(purposeOf(write)) ?? 0) + 1);
  return [...count].flatMap(([what, times]) => (times > 1 ? [`${what} was made ${times} times`] : []));
}

async function notEnded(world: RebuildFleet, { runIds }: Expected): Promise<string[]> {
  const runs = await Promise.all(runIds.map(async (id) => [id, await world.run(id)] as const));
  return runs.flatMap(([id, run]) => {
    if (run === undefined) return [`run ${id} is not stored`];
    if (!isFinal(run)) return [`run ${id} has not ended: ${JSON.stringify(run)}`];
    if (run.state !== 'verified' && (run.problem?.message ?? '').length < 20)
      return [`run ${id} is ${run.state}, and nobody is told why: ${JSON.stringify(run.problem)}`];
    return [];
  });
}

/** The whole audit trail, once everything that was stored is in it. */
export async function trailOf(world: RebuildFleet): Promise<ChainedEntry[]> {
  const deadline = Date.now() + 60_000;
  while ((await world.redis.llen('{aurora}:outbox')) > 0 && Date.now() < deadline) await sleep(50);
  const entries: ChainedEntry[] = [];
  for await (const entry of world.records.trail.read({})) entries.push(entry);
  return entries;
}

async function trailLacks(world: RebuildFleet, { runIds, trailLost = false }: Expected): Promise<string[]> {
  const trail = await trailOf(world);
  const chain = checkChain(trail);
  const broken = chain.ok ? [] : [`the chain of the trail is broken: ${JSON.stringify(chain)}`];
  if (trailLost) return broken;
  const runs = await Promise.all(runIds.map((id) => world.run(id)));
  return [...broken, ...runs.flatMap((run) => (run === undefined ? [] : lacks(run, trail)))];
}

function lacks(run: Run, trail: readonly ChainedEntry[]): string[] {
  const own = trail.filter(({ subject }) => subject === run.id);
  const steps = own.filter(({ what }) => what === 'run.step-done').map(({ details }) => `${details.step}`);
  const done = run.steps.filter(({ state }) => state === 'done').map(({ id }) => id);
  const ends = own.filter(({ what }) => what === `run.${run.state}`).length;
  const versions = own.flatMap(({ details }) => (typeof details.version === 'number' ? [details.version] : []));
  const grows = versions.every((version, index) => index === 0 || version > (versions[index - 1] ?? 0));
  return [
    ...(steps.join() === done.join() ? [] : [`${run.id} has done ${done.join()}, its trail says ${steps.join()}`]),
    ...(ends === 1 ? [] : [`the trail says ${ends} times that ${run.id} is ${run.state}`]),
    ...(grows ? [] : [`the versions of ${run.id} in the trail do not grow: ${versions.join()}`]),
  ];
}

/** For whoever has to find out what happened. */
async function howItStands(world: RebuildFleet, { runIds }: Expected): Promise<string> {
  const clusters = kin(world).map(
    ({ DBClusterIdentifier: name, Status, DbClusterResourceId: id, DBClusterArn: arn, BacktrackWindow: window }) =>
      `${name} (${id}): ${Status}, window ${window ?? 'none'}, tags ${tagsByArn(arn ?? '', world.holdings())
        .map(({ Key, Value }) => `${Key}=${Value}`)
        .join(' ')}`,
  );
  const runs = await Promise.all(runIds.map(world.run));
  const told = runs.flatMap((run) =>
    run === undefined
      ? []
      : [
          `${run.id}: ${run.state} ${run.problem?.message ?? ''}`,
          ...run.steps.map(({ id, state, says = '' }) => `  ${id} ${state} ${says}`),
        ],
  );
  const writes = world.aws.requests
    .writes()
    .filter(({ action }) => action !== 'AssumeRole')
    .map((write) => `  ${write.time.toISOString()} ${purposeOf(write)} ${write.fault ?? ''}`);
  return ['Clusters:', ...clusters, 'Runs:', ...told, 'Writes:', ...writes.slice(-40)].join('\n');
}
