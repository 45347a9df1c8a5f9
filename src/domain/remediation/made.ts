import { z } from 'zod';
import type { Run } from './run.ts';

/** Something that a remediation made and that stays: a copy, a snapshot, a plan. */
const Made = z.object({
  arn: z.string().min(1),
  /** CloudFormation type. */
  kind: z.string().min(1),
  /** ISO 8601. */
  createdAt: z.string(),
  /** What it costs while it is kept, and what that is based on. */
  hourlyCost: z.object({ usd: z.number().nonnegative(), basis: z.string() }).optional(),
  /** When it is to be removed; never by itself when left out. ISO 8601. */
  removeAt: z.string().optional(),
});
export type Made = z.infer<typeof Made>;

const Output = z.object({ made: z.array(Made) });

export interface KeptCopy extends Made {
  readonly remediationId: string;
}

/** What the bot has made and still keeps, in all accounts. */
export interface CopyStore {
  readonly list: () => Promise<readonly KeptCopy[]>;
}

/** What runs made and said so in an output's `made`; each ARN once, as its newest mention has it. */
export function keptCopies(runs: readonly Pick<Run, 'id' | 'steps'>[]): KeptCopy[] {
  const copies = new Map<string, KeptCopy>();
  for (const { id, steps } of runs)
    for (const { output } of steps)
      for (const made of Output.safeParse(output).data?.made ?? [])
        copies.set(made.arn, { ...made, remediationId: id });
  return [...copies.values()];
}
