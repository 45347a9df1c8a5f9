import { AwsCallError } from '../../../../domain/errors.ts';
import type { PreflightItem } from '../../../../domain/remediation/plan.ts';
import type { PlanContext } from '../../../../domain/remediation/stage.ts';
import { asSentence } from '../../../../domain/words.ts';
import type { PreflightFacts } from './facts.ts';
import type { Subject } from './subject.ts';

/** What a check says once it has read what it needs. `detail` is one or two sentences, with what to do. */
export interface Decision {
  readonly state: Exclude<PreflightItem['state'], 'unread'>;
  readonly detail: string;
}

export const clear = (detail: string): Decision => ({ state: 'clear', detail });
export const blocked = (detail: string): Decision => ({ state: 'blocked', detail });
export const acknowledge = (detail: string): Decision => ({ state: 'acknowledge', detail });

/** One item of the pre-flight: it reads, then decides on nothing but what it has read. */
interface CheckOf<Reading> {
  readonly id: string;
  /** Names it on a checkbox: at most 75 characters. */
  readonly what: string;
  readonly read: (context: PlanContext, subject: Subject) => Promise<Reading>;
  readonly decide: (reading: Reading, subject: Subject) => Decision;
  readonly facts?: (reading: Reading, subject: Subject) => Partial<PreflightFacts>;
}

export interface Checked {
  readonly item: PreflightItem;
  readonly facts: Partial<PreflightFacts>;
}

export interface Check {
  readonly id: string;
  readonly what: string;
  readonly run: (context: PlanContext, subject: Subject) => Promise<Checked>;
}

/** What AWS does not let be read, or not now, makes the item `unread`, with AWS's own reason. */
export const check = <Reading>({ id, what, read, decide, facts }: CheckOf<Reading>): Check => ({
  id,
  what,
  run: async (context, subject) => {
    try {
      const reading = await read(context, subject);
      return { item: { id, what, ...decide(reading, subject) }, facts: facts?.(reading, subject) ?? {} };
    } catch (error) {
      // An aborted call fails, too, and says nothing about AWS.
      context.signal.throwIfAborted();
      if (!(error instanceof AwsCallError)) throw error;
      return { item: { id, what, state: 'unread', detail: asSentence(error.message) }, facts: {} };
    }
  },
});

/** A check that asks for nothing: what was read of the cluster and its members tells all. */
export const checkOfSource = (spec: {
  readonly id: string;
  readonly what: string;
  readonly decide: (subject: Subject) => Decision;
  readonly facts?: (subject: Subject) => Partial<PreflightFacts>;
}): Check =>
  check<undefined>({
    id: spec.id,
    what: spec.what,
    read: async () => undefined,
    decide: (_, subject) => spec.decide(subject),
    facts: (_, subject) => spec.facts?.(subject) ?? {},
  });

/** The pages of a list as one list. Throws AwsCallError when a page lacks it. */
export async function collect<Page, Item>(
  pages: AsyncIterable<Page>,
  listIn: (page: Page) => readonly Item[],
): Promise<Item[]> {
  const found: Item[] = [];
  for await (const page of pages) found.push(...listIn(page));
  return found;
}
