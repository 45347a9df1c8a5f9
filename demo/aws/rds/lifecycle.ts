import type { DBCluster, DBInstance } from '@aws-sdk/client-rds';
import type { Call } from '../service.ts';

/** What RDS remembers of databases beside the databases themselves. */
export interface Lifecycle {
  /** Until when, in milliseconds, a name that was given up stays taken; by ARN. */
  readonly taken: Map<string, number>;
  /** From when on descriptions show a resource that is new, or has a new name. */
  readonly shownFrom: Map<object, number>;
  /** What is gone and still in lists, with the moment when it leaves them. */
  readonly ghosts: Map<DBCluster | DBInstance, number>;
  /** Clusters that have not got their new name yet. */
  readonly renaming: Map<DBCluster, string>;
  /** Snapshots that clusters are being restored from. */
  readonly restoring: Set<object>;
  /** Counts what was made, so that two of one name have two resource ids. */
  made: number;
}

export function createLifecycle(): Lifecycle {
  return {
    taken: new Map(),
    shownFrom: new Map(),
    ghosts: new Map(),
    renaming: new Map(),
    restoring: new Set(),
    made: 0,
  };
}

/** Whether a name that was given up cannot be used again yet. */
export function isTaken(arn: string, { holdings, now }: Call): boolean {
  return (holdings.lifecycle.taken.get(arn) ?? 0) > now.getTime();
}

/** A name is given up at a moment: it stays taken for a while. */
export function giveUpName(arn: string, at: Date, { holdings, waitMs }: Call): void {
  holdings.lifecycle.taken.set(arn, at.getTime() + waitMs('nameFreed'));
}

/** From now on the resource exists, and in a moment descriptions show it. */
export function appear(resource: object, at: Date, { holdings, waitMs }: Call): void {
  holdings.lifecycle.shownFrom.set(resource, at.getTime() + waitMs('databaseShown'));
}

/** The resource is gone: by its name it is not found any more, lists show it for a moment. */
export function vanish(resource: DBCluster | DBInstance, at: Date, { holdings, waitMs }: Call): void {
  holdings.lifecycle.ghosts.set(resource, at.getTime() + waitMs('databaseShown'));
}

/** Whether descriptions show it yet. */
export function isShown(resource: object, { holdings, now }: Call): boolean {
  return (holdings.lifecycle.shownFrom.get(resource) ?? 0) <= now.getTime();
}

/** What lists show: what is there and can be seen, and what has just gone. */
export function inLists<Kind extends DBCluster | DBInstance>(
  present: Iterable<Kind>,
  isKind: (one: DBCluster | DBInstance) => one is Kind,
  call: Call,
): Kind[] {
  const standing = [...present];
  const names = new Set(standing.map(arnOf));
  const left = [...call.holdings.lifecycle.ghosts].flatMap(([one, until]) =>
    isKind(one) && until > call.now.getTime() && !names.has(arnOf(one)) ? [one] : [],
  );
  return [...standing.filter((one) => isShown(one, call)), ...left];
}

function arnOf(one: DBCluster | DBInstance): string | undefined {
  return 'DBInstanceArn' in one ? one.DBInstanceArn : 'DBClusterArn' in one ? one.DBClusterArn : undefined;
}
