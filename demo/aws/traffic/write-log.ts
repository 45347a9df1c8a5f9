/** Rows that one writer committed evenly between two moments, through one instance. */
export interface Segment {
  readonly writer: string;
  /** The cluster and the instance that took them, by resource id. */
  readonly cluster: string;
  readonly instance: string;
  /** Milliseconds. */
  readonly start: number;
  end: number;
  /** Thousandths of rows that the writer had committed before and after. */
  readonly from: number;
  to: number;
}

/** Where the rows of a volume come from that were there when it was made. */
export interface Parent {
  /** The cluster, by resource id. */
  readonly cluster: string;
  readonly at: Date;
  readonly snapshot?: string | undefined;
}

/** The rows that a cluster holds, in the order they were committed; kept when the cluster is gone. */
export interface Volume {
  /** The cluster's resource id. */
  readonly cluster: string;
  readonly parent: Parent | undefined;
  /** Rows per second that its own scheduled events write, while its parameters let them. */
  readonly eventRows: number;
  readonly segments: Segment[];
}

/** Rows by writer, as ranges of the writer's own numbers: above the first, up to the second. */
export type Holding = ReadonlyMap<string, readonly (readonly [above: number, upTo: number])[]>;

/** Adds what a writer committed until `end` to what it committed before. */
export function append(volume: Volume, segment: Segment): void {
  const last = volume.segments.findLast(({ writer }) => writer === segment.writer);
  const goesOn = last && last.end === segment.start && last.to === segment.from;
  if (goesOn && last.instance === segment.instance && last.cluster === segment.cluster && sameRate(last, segment)) {
    last.end = segment.end;
    last.to = segment.to;
  } else volume.segments.push(segment);
}

/** The volume of another cluster, with what this one held at a moment: what was committed later is not in it. */
export function copyOf(volume: Volume, cluster: string, parent: Parent): Volume {
  const at = parent.at.getTime();
  const segments = volume.segments.flatMap((segment): Segment[] => {
    if (segment.start >= at) return [];
    return [segment.end <= at ? { ...segment } : { ...segment, end: at, to: positionAt(segment, at) }];
  });
  return { cluster, parent, eventRows: volume.eventRows, segments };
}

/** How many thousandths of rows the writer had committed at a moment of the segment. */
export function positionAt({ start, end, from, to }: Segment, at: number): number {
  if (at <= start) return from;
  return at >= end ? to : from + ((to - from) * (at - start)) / (end - start);
}

/** Whole rows in so many thousandths. */
export function rowsIn(thousandths: number): number {
  return Math.floor(thousandths / 1000 + 1e-6);
}

/** What a volume holds. */
export function holdingOf({ segments }: Volume): Holding {
  const held = new Map<string, [number, number][]>();
  for (const { writer, from, to } of segments) {
    const ranges = held.get(writer) ?? [];
    const last = ranges.at(-1);
    const [above, upTo] = [rowsIn(from), rowsIn(to)];
    if (last && last[1] === above) last[1] = upTo;
    else if (upTo > above) ranges.push([above, upTo]);
    held.set(writer, ranges);
  }
  return held;
}

/** How many rows of a writer lie in the range and in the holding. */
export function rowsOf(holding: Holding, writer: string, [above, upTo]: readonly [number, number]): number {
  const ranges = holding.get(writer) ?? [];
  return ranges.reduce((sum, [from, to]) => sum + Math.max(0, Math.min(to, upTo) - Math.max(from, above)), 0);
}

/** All rows of a volume. */
export function rowCount(volume: Volume): number {
  return [...holdingOf(volume).values()].flat().reduce((sum, [above, upTo]) => sum + upTo - above, 0);
}

function sameRate(one: Segment, other: Segment): boolean {
  const rate = ({ start, end, from, to }: Segment): number => (to - from) / (end - start);
  return Math.abs(rate(one) - rate(other)) < 1e-9;
}
