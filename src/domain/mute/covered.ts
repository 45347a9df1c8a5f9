import { type Finding, findingId } from '../finding.ts';
import type { FindingStore } from '../ports.ts';
import type { RuleMeta } from '../rule.ts';
import type { MuteSubject } from './mute.ts';
import { covers } from './subject.ts';

export interface CoveredDeps {
  readonly findings: Pick<FindingStore, 'get' | 'list'>;
  readonly metas: readonly Pick<RuleMeta, 'id'>[];
}

/** The newest verdicts that a mute of this subject covers, whatever they are. */
export async function* covered({ findings, metas }: CoveredDeps, subject: MuteSubject): AsyncGenerator<Finding> {
  if (subject.kind === 'account-rule') {
    for await (const finding of findings.list()) if (covers(subject, finding)) yield finding;
    return;
  }
  const ids = subject.kind === 'finding' ? [subject.findingId] : metas.map(({ id }) => findingId(id, subject.arn));
  for (const id of ids) {
    const finding = await findings.get(id);
    if (finding !== undefined) yield finding;
  }
}

/** What a mute hides: what fails or could not be judged, and is not exempt anyway. */
export const isHidden = ({ status, exempt }: Finding): boolean =>
  (status === 'fail' || status === 'unknown') && exempt === undefined;
