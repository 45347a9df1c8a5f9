import { canonical, type Json } from '../json.ts';
import { type ChainCheck, chainChecker } from './chain.ts';
import type { ChainedEntry, Trail, TrailFilter } from './ports.ts';

/** Whether an entry belongs to what was asked for; both ends of the time belong to it. */
export const matches = ({ at, subject }: ChainedEntry, filter: TrailFilter): boolean =>
  (filter.subject === undefined || subject === filter.subject) &&
  (filter.from === undefined || Date.parse(at) >= Date.parse(filter.from)) &&
  (filter.to === undefined || Date.parse(at) <= Date.parse(filter.to));

/**
 * The trail as JSON Lines, one entry a line, and in the end whether the chain of the whole trail is unbroken: a part of
 * it alone could not tell.
 */
export async function* exportTrail(
  trail: Pick<Trail, 'read' | 'head'>,
  filter: TrailFilter,
): AsyncGenerator<string, ChainCheck> {
  const head = await trail.head();
  const checker = chainChecker(head);
  for await (const entry of trail.read({})) {
    checker.add(entry);
    if (matches(entry, filter)) yield canonical(entry as unknown as Json);
  }
  return checker.result();
}

/** The whole export as one text, for a file. */
export async function trailFile(
  trail: Pick<Trail, 'read' | 'head'>,
  filter: TrailFilter,
): Promise<{ content: string; check: ChainCheck; lines: number }> {
  const lines: string[] = [];
  const reading = exportTrail(trail, filter);
  for (;;) {
    const { value, done } = await reading.next();
    if (done) return { content: lines.map((line) => `${line}\n`).join(''), check: value, lines: lines.length };
    lines.push(value);
  }
}
