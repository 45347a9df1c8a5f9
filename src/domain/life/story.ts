import { byRank } from '../cause-group.ts';
import { type Finding, statuses } from '../finding.ts';
import type { FindingStore } from '../ports.ts';
import type { Life } from './life.ts';
import { historyShown, type LifeStore } from './ports.ts';
import type { Subject, Transition } from './transition.ts';

/** What one rule says of a resource. */
export interface Chapter {
  readonly life: Life;
  /** The newest verdict; unset when the resource has gone, or is not audited any more. */
  readonly finding?: Finding;
}

/** Everything known of one resource. */
export interface Story {
  readonly resource: Subject['resource'];
  readonly target: Subject['target'];
  /** What needs someone first. */
  readonly chapters: readonly Chapter[];
  /** What happened, newest first. */
  readonly timeline: readonly Transition[];
  /** There is more than the timeline holds. */
  readonly isCut: boolean;
}

export interface StoryDeps {
  readonly lives: Pick<LifeStore, 'ofResource' | 'history'>;
  readonly findings: Pick<FindingStore, 'get'>;
}

/** Undefined when nothing is known of it. */
export async function readStory({ lives, findings }: StoryDeps, arn: string): Promise<Story | undefined> {
  const known = await lives.ofResource(arn);
  const [newest] = [...known].sort((a, b) => (a.seenAt < b.seenAt ? 1 : -1));
  if (newest === undefined) return undefined;
  const chapters = await Promise.all(
    known.map(async (life): Promise<Chapter> => {
      const finding = await findings.get(life.findingId);
      return finding === undefined ? { life } : { life, finding };
    }),
  );
  const histories = await Promise.all(known.map(({ findingId }) => lives.history(findingId)));
  return {
    resource: newest.resource,
    target: newest.target,
    chapters: chapters.sort(
      (a, b) =>
        Number(a.life.goneAt !== undefined) - Number(b.life.goneAt !== undefined) ||
        byRank(statuses, a.life.verdict.status, b.life.verdict.status) ||
        (a.life.ruleId < b.life.ruleId ? -1 : 1),
    ),
    timeline: histories.flat().sort((a, b) => b.seq - a.seq),
    isCut: histories.some(({ length }) => length >= historyShown),
  };
}
