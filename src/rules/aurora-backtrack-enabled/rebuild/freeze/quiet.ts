/** A minute of a metric: milliseconds since the epoch of its beginning, and the greatest value in it. */
export interface Minute {
  readonly at: number;
  readonly value: number;
}

export interface Series {
  readonly instance: string;
  readonly kind: 'sessions' | 'writes';
  readonly metric: string;
  readonly minutes: readonly Minute[];
}

const minuteMs = 60_000;

/** CloudWatch is a few minutes behind; when it is further behind than this, nothing is known. Minutes. */
export const mostBehind = 10;

export type Quiet =
  /** Nothing has happened since `since`, for as many whole minutes as were asked for. */
  | { readonly state: 'quiet'; readonly since: Date }
  /** Nothing happens now, and for `minutes` whole minutes so far. */
  | { readonly state: 'settling'; readonly minutes: number }
  /** In the newest minute that CloudWatch shows. */
  | { readonly state: 'busy'; readonly sessions: number; readonly writes: boolean }
  /** CloudWatch does not tell; `newest` is the newest minute that it shows of everything needed. */
  | { readonly state: 'unknown'; readonly newest: Date | undefined };

interface Needed {
  /** Its sessions count, and it has to have values in every minute. */
  readonly writer: string;
  readonly minutes: number;
  readonly now: Date;
}

/** Metrics that Aurora writes for a writer in every minute, also when nothing happens. */
const always = ['DatabaseConnections', 'CommitThroughput', 'DMLThroughput'] as const;

/** The minutes of each of these; one that was not asked for has none, so nothing can be told. */
const neededOf = (all: readonly Series[], writer: string): (readonly Minute[])[] =>
  always.map((name) => all.find(({ instance, metric }) => instance === writer && metric === name)?.minutes ?? []);

const has = (minutes: readonly Minute[], at: number): boolean => minutes.some((minute) => minute.at === at);

/** Whether a cluster has been at rest: no sessions on its writer, and no commit, row or table changed on any member. */
export function quietness(all: readonly Series[], { writer, minutes, now }: Needed): Quiet {
  const needed = neededOf(all, writer);
  const valuesAt = valuesByMinute(all.filter(({ instance, kind }) => kind === 'writes' || instance === writer));
  const isThere = (at: number): boolean => needed.every((minutes) => has(minutes, at));
  const newest = newestOf(needed);
  if (newest === undefined || now.getTime() - newest > mostBehind * minuteMs)
    return { state: 'unknown', newest: newest === undefined ? undefined : new Date(newest) };
  const isQuiet = (at: number): boolean => isThere(at) && (valuesAt.get(at) ?? []).every(({ value }) => value === 0);
  if (!isQuiet(newest)) return busyAt(valuesAt.get(newest) ?? []);
  let count = 1;
  while (count < minutes && isQuiet(newest - count * minuteMs)) count += 1;
  if (count < minutes) return { state: 'settling', minutes: count };
  return { state: 'quiet', since: new Date(newest - (count - 1) * minuteMs) };
}

interface Value {
  readonly value: number;
  readonly kind: Series['kind'];
}

function valuesByMinute(all: readonly Series[]): Map<number, Value[]> {
  const values = new Map<number, Value[]>();
  for (const { kind, minutes } of all)
    for (const { at, value } of minutes) values.set(at, [...(values.get(at) ?? []), { value, kind }]);
  return values;
}

/** The newest minute of which all of them have a value. */
function newestOf([first = [], ...rest]: readonly (readonly Minute[])[]): number | undefined {
  const common = first.filter(({ at }) => rest.every((minutes) => has(minutes, at)));
  return common.length === 0 ? undefined : Math.max(...common.map(({ at }) => at));
}

const busyAt = (values: readonly Value[]): Quiet => ({
  state: 'busy',
  sessions: Math.max(0, ...values.filter(({ kind }) => kind === 'sessions').map(({ value }) => Math.ceil(value))),
  writes: values.some(({ kind, value }) => kind === 'writes' && value !== 0),
});

/** What CloudWatch tells of writes since a moment. */
export interface Since {
  /** The first minute in which something was written; a value that cannot be read counts as a write. */
  readonly wroteAt: Date | undefined;
  /** Sessions on the writer in the newest minute. */
  readonly sessions: number;
  /** Every minute up to this one has a value of everything needed; undefined when the first one has none. */
  readonly knownUntil: Date | undefined;
}

/** Writes on any member since `from`, which counts from the beginning of its minute. */
export function since(
  all: readonly Series[],
  { writer, from }: { readonly writer: string; readonly from: Date },
): Since {
  const first = Math.floor(from.getTime() / minuteMs) * minuteMs;
  const wrote = all
    .filter(({ kind }) => kind === 'writes')
    .flatMap(({ minutes }) => minutes.filter(({ at, value }) => at >= first && value !== 0).map(({ at }) => at));
  const needed = neededOf(all, writer);
  let known = first;
  while (needed.every((minutes) => has(minutes, known))) known += minuteMs;
  const connections = needed[0] ?? [];
  const newest = connections.reduce<Minute | undefined>((a, b) => (a === undefined || b.at > a.at ? b : a), undefined);
  return {
    wroteAt: wrote.length === 0 ? undefined : new Date(Math.min(...wrote)),
    sessions: Math.ceil(newest?.value ?? 0),
    knownUntil: known === first ? undefined : new Date(known),
  };
}
