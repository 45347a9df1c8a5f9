import type { FindingStore } from '../ports.ts';
import { isHidden } from './covered.ts';
import type { Mute } from './mute.ts';
import type { MuteStore } from './ports.ts';
import { returnsAt } from './stagger.ts';
import { subjectKey, subjectsOf } from './subject.ts';

/** A mute in force, and what it hides now; what two mutes hide counts for both. */
export interface Muting {
  readonly mute: Mute;
  readonly failing: number;
  readonly unknown: number;
}

/** The ones that end first before the others. */
export async function listMutes(
  { mutes, findings }: { readonly mutes: Pick<MuteStore, 'inForce'>; readonly findings: Pick<FindingStore, 'list'> },
  now: number,
): Promise<Muting[]> {
  const inForce = await mutes.inForce(now);
  const counts = new Map(inForce.map((mute) => [subjectKey(mute.subject), { mute, failing: 0, unknown: 0 }]));
  if (counts.size > 0)
    for await (const finding of findings.list()) {
      if (!isHidden(finding)) continue;
      for (const subject of subjectsOf(finding)) {
        const count = counts.get(subjectKey(subject));
        if (count === undefined || returnsAt(count.mute, finding.id) <= now) continue;
        count[finding.status === 'fail' ? 'failing' : 'unknown'] += 1;
      }
    }
  return [...counts.values()];
}
