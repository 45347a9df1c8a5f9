import type { Finding } from '../finding.ts';
import type { Life } from './life.ts';
import type { Actor, NewTransition, Subject, TransitionKind, Verdict } from './transition.ts';

export interface Compared {
  readonly life: Life;
  /** In the order in which they are told. */
  readonly transitions: readonly NewTransition[];
}

export const verdictOf = ({ status, cause, reason }: Finding): Verdict => ({ status, cause, reason });

export const subjectOf = ({ id, ruleId, target, severity, resource }: Finding): Subject => ({
  findingId: id,
  ruleId,
  target,
  severity,
  resource: {
    type: resource.type,
    id: resource.id,
    arn: resource.arn,
    ...(resource.tags === undefined ? {} : { tags: resource.tags }),
  },
});

/** The life of a finding that has never failed. */
export const uneventful = (finding: Finding, firstSeenAt: string, seenAt: string): Life => ({
  ...subjectOf(finding),
  verdict: verdictOf(finding),
  exempt: finding.exempt !== undefined,
  firstSeenAt,
  seenAt,
  openings: 0,
  events: 0,
});

/**
 * What a new verdict means after what was known of the finding; `before` is undefined when nothing was. A verdict that
 * cannot be read leaves open what was open and opens nothing. `at` is when it was read.
 */
export function compare(before: Life | undefined, finding: Finding, at: string, by: Actor): Compared {
  const verdict = verdictOf(finding);
  const fails = verdict.status === 'fail';
  const wasOpen = before?.openSince !== undefined;
  const isOpen = fails || (wasOpen && verdict.status === 'unknown');
  const isExempt = finding.exempt !== undefined;
  const lastFailure = fails ? verdict : before?.lastFailure;
  const openings = (before?.openings ?? 0) + (isOpen && !wasOpen ? 1 : 0);
  const fixedAt = wasOpen ? at : before?.fixedAt;

  const wasExempt = wasOpen && before.exempt;
  const happened: Happened[] = [];
  const tell = (kind: TransitionKind, from: Verdict | undefined, who = by) => {
    const aside = kind === 'fixed' ? wasExempt : isExempt;
    happened.push({ kind, by: who, ...(from === undefined ? {} : { from }), to: verdict, ...exempt(aside) });
  };
  if (isOpen && !wasOpen) tell(openings > 1 ? 'reopened' : 'opened', before?.verdict);
  if (wasOpen && !isOpen) tell('fixed', before.verdict);
  if (wasOpen && isOpen) {
    const was = before.verdict.status;
    if (verdict.status === 'unknown' && was !== 'unknown') tell('unreadable', before.verdict);
    if (fails && was === 'unknown') tell('readable', before.verdict);
    if (fails && before.lastFailure?.cause !== verdict.cause) tell('changed', before.lastFailure);
  }
  if (isOpen) {
    if (isExempt && !wasExempt) tell('exempted', before?.verdict, { kind: 'policy' });
    if (!isExempt && wasExempt) tell('exemption-ended', before.verdict, { kind: 'policy' });
  }

  const life: Life = {
    ...subjectOf(finding),
    verdict,
    exempt: isExempt,
    firstSeenAt: before?.firstSeenAt ?? at,
    seenAt: at,
    openings,
    events: (before?.events ?? 0) + happened.length,
    ...(isOpen ? { openSince: before?.openSince ?? at, ...(lastFailure === undefined ? {} : { lastFailure }) } : {}),
    ...(isOpen || fixedAt === undefined ? {} : { fixedAt }),
  };
  return { life, transitions: numbered(life, happened, at) };
}

/** Its rule could list everything and did not come upon its resource. That is no fix, and closes what was open. */
export function gone(before: Life, at: string, by: Actor): Compared {
  if (before.goneAt !== undefined) return { life: before, transitions: [] };
  const { openSince, lastFailure: _, ...rest } = before;
  const happened: Happened[] =
    openSince === undefined ? [] : [{ kind: 'gone', from: before.verdict, by, ...exempt(before.exempt) }];
  const life = { ...rest, goneAt: at, events: before.events + happened.length };
  return { life, transitions: numbered(life, happened, at) };
}

type Happened = Pick<NewTransition, 'kind' | 'by' | 'from' | 'to' | 'exempt'>;

const exempt = (is: boolean): Pick<NewTransition, 'exempt'> => (is ? { exempt: true } : {});

/** An id holds the time, too: should the records be lost, numbers begin again, and no event may look like an old one. */
const numbered = (life: Life, happened: readonly Happened[], at: string): NewTransition[] =>
  happened.map((one, index) => ({
    id: `${life.findingId}-${at}-${life.events - happened.length + index + 1}`,
    findingId: life.findingId,
    ruleId: life.ruleId,
    target: life.target,
    severity: life.severity,
    resource: life.resource,
    at,
    ...one,
  }));
