import { z } from 'zod';
import type { Run } from './run.ts';

/** Something that a remediation made and that stays: a copy, a snapshot, a plan. */
const Made = z.object({
  arn: z.string().min(1),
  /** What stays the same when it gets another name, and with it another ARN: DbClusterResourceId. */
  id: z.string().min(1).optional(),
  /** CloudFormation type. */
  kind: z.string().min(1),
  /** ISO 8601. */
  createdAt: z.string(),
  /** What it costs while it is kept, and what that is based on. */
  hourlyCost: z.object({ usd: z.number().nonnegative(), basis: z.string() }).optional(),
  /** When it is to be removed; never by itself when left out. ISO 8601. */
  removeAt: z.string().optional(),
  /** From when on a person may have it removed, for what never goes by itself. ISO 8601. */
  removableFrom: z.string().optional(),
});
export type Made = z.infer<typeof Made>;

/** Something that a remediation has removed again, or that is in use from then on: known by its ARN, or by its id. */
const Removed = z.object({ arn: z.string().min(1), id: z.string().min(1).optional(), at: z.string() });
export type Removed = z.infer<typeof Removed>;

const Output = z.object({ made: z.array(Made).default([]), removed: z.array(Removed).default([]) });

export interface KeptCopy extends Made {
  readonly remediationId: string;
}

/** What the bot has made and still keeps, in all accounts. */
export interface CopyStore {
  readonly list: () => Promise<readonly KeptCopy[]>;
}

/**
 * What runs said that they made, in an output's `made`, and have not removed since, as `removed` says. Each ARN once, as
 * its newest mention has it; of mentions without a time the last in the list is the newest.
 */
export function keptCopies(runs: readonly Pick<Run, 'id' | 'steps'>[]): KeptCopy[] {
  const said = runs.flatMap(({ id, steps }) =>
    steps.flatMap(({ output, finishedAt = '' }) => {
      const { data } = Output.safeParse(output);
      return data === undefined ? [] : [{ id, finishedAt, ...data }];
    }),
  );
  const copies = new Map<string, KeptCopy>();
  for (const { id, made } of said.toSorted((one, other) => (one.finishedAt < other.finishedAt ? -1 : 1)))
    for (const each of made) copies.set(each.arn, { ...each, remediationId: id });
  for (const { arn, id, at } of said.flatMap(({ removed }) => removed))
    for (const copy of [...copies.values()])
      if ((copy.arn === arn || (id !== undefined && copy.id === id)) && copy.createdAt <= at) copies.delete(copy.arn);
  return [...copies.values()];
}
