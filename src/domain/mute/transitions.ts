import type { Finding } from '../finding.ts';
import { subjectOf, verdictOf } from '../life/compare.ts';
import type { Actor, NewTransition } from '../life/transition.ts';
import type { Accepted, Mute } from './mute.ts';

/** What a mute does to one finding; the same again is the same event. */
export const muteTransition = (
  finding: Finding,
  { id, reason }: Pick<Mute, 'id' | 'reason'>,
  what: { readonly kind: 'muted' | 'unmuted' | 'mute-ended'; readonly at: string; readonly by: Actor },
): NewTransition => ({
  ...subjectOf(finding),
  id: `${what.kind}-${id}-${finding.id}`,
  ...what,
  to: verdictOf(finding),
  note: reason,
});

export const acceptedTransition = (finding: Finding, { at, by }: Accepted): NewTransition => ({
  ...subjectOf(finding),
  id: `accepted-${finding.id}-${at}`,
  kind: 'accepted',
  at,
  by: { kind: 'person', userId: by },
  to: verdictOf(finding),
});
