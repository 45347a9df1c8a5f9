import type { Actor, Subject, Transition, TransitionKind, Verdict } from '../life/transition.ts';

/**
 * What has become of a finding between two digests, all that happened to it taken together.
 *
 * - `new`: it needs someone, and did not before.
 * - `returned`: it needs someone again, after it was fixed, muted or exempt.
 * - `changed`: it needs someone for another cause than before.
 * - `fixed`, `gone`, `set-aside`, `unreadable`: it needed someone, and does not now, or nobody can tell.
 * - `came-and-went`: in between it was otherwise, and now it is as it was.
 */
export type ChangeKind =
  | 'new'
  | 'returned'
  | 'changed'
  | 'fixed'
  | 'gone'
  | 'set-aside'
  | 'unreadable'
  | 'came-and-went';

export interface Change extends Subject {
  readonly kind: ChangeKind;
  /** What it needs someone for; of what does not any more, what it was. */
  readonly cause: string;
  /** As its newest verdict has it. */
  readonly reason: string;
  /** The event that decided it, when it was seen, and who brought it about. */
  readonly through: TransitionKind;
  readonly at: string;
  readonly by: Actor;
  /** It had been judged and did not fail: something was lost, instead of being found. */
  readonly lost: boolean;
}

/** How a finding stands at present; without a verdict it is not there any more. */
export interface Present {
  readonly verdict?: Verdict;
  /** It fails, or did when it could last be read. */
  readonly open: boolean;
  /** Whatever its verdict is. */
  readonly muted: boolean;
  readonly exempt: boolean;
  readonly accepted: boolean;
}

/**
 * The net effect of a finding's transitions, which are in their order and all of one finding. Undefined when nothing is
 * left to tell.
 */
export function netChange(transitions: readonly Transition[], now: Present): Change | undefined {
  const [before, after] = [standingBefore(transitions, now), standingAfter(transitions, now)];
  const kind = kindOf(transitions, before, after);
  if (kind === undefined) return undefined;
  const decisive = transitions.findLast((each) => decides[kind].includes(each.kind));
  if (decisive === undefined) return undefined;
  const { findingId, ruleId, target, severity, resource, at, by } = decisive;
  const verdicts = transitions.flatMap(({ from, to }) => [from, to]).filter((each) => each !== undefined);
  if (verdicts.length === 0 && now.verdict !== undefined) verdicts.push(now.verdict);
  return {
    findingId,
    ruleId,
    target,
    severity,
    resource,
    kind,
    cause: verdicts.findLast(({ status }) => status === 'fail')?.cause ?? '',
    reason: verdicts.at(-1)?.reason ?? '',
    through: decisive.kind,
    at,
    by,
    lost: transitions[0]?.kind === 'opened' && transitions[0].from?.status === 'pass',
  };
}

/** The events by which a kind of change comes about; the last of them is the one that is told. */
const decides: Readonly<Record<ChangeKind, readonly TransitionKind[]>> = {
  new: ['opened', 'reopened', 'readable', 'changed'],
  returned: ['reopened', 'mute-ended', 'unmuted', 'exemption-ended'],
  changed: ['changed', 'reopened', 'opened'],
  fixed: ['fixed'],
  gone: ['gone'],
  'set-aside': ['muted', 'exempted', 'accepted'],
  unreadable: ['unreadable'],
  'came-and-went': ['fixed', 'gone', 'reopened', 'opened'],
};

/** How a finding stood at one moment: what it failed for (blank when that is not known), and whether that was set aside. */
interface Standing {
  readonly cause: string | undefined;
  readonly setAside: boolean;
}

const needsSomeone = ({ cause, setAside }: Standing): boolean => cause !== undefined && !setAside;

const opens: readonly TransitionKind[] = ['opened', 'reopened'];
const closes: readonly TransitionKind[] = ['fixed', 'gone'];
const failing = (verdict: Verdict | undefined): string | undefined =>
  verdict?.status === 'fail' ? verdict.cause : undefined;

function standingBefore(transitions: readonly Transition[], now: Present): Standing {
  const first = transitions.find(({ kind }) => !setAsideKinds.has(kind));
  return {
    cause:
      first === undefined
        ? causeThroughout(transitions, now)
        : opens.includes(first.kind)
          ? undefined
          : (firstOf(untilClosed(transitions), ({ from }) => failing(from)) ?? failing(first.to) ?? ''),
    setAside: tracks.some(({ starts, ends, isNow }) => {
      const own = transitions.find(({ kind }) => kind === starts || ends.includes(kind));
      if (starts === 'exempted' && first !== undefined && first.at < (own?.at ?? '~')) return first.exempt === true;
      return own === undefined ? isNow(now) : own.kind !== starts;
    }),
  };
}

function standingAfter(transitions: readonly Transition[], now: Present): Standing {
  const last = transitions.findLast(({ kind }) => !setAsideKinds.has(kind));
  return {
    cause:
      last === undefined
        ? causeThroughout(transitions, now)
        : closes.includes(last.kind)
          ? undefined
          : (failing(last.to) ?? failing(last.from) ?? ''),
    setAside: tracks.some(({ isNow }) => isNow(now)),
  };
}

/** Without an event of its own a finding failed all the time, or not at all. */
const causeThroughout = (transitions: readonly Transition[], now: Present): string | undefined =>
  firstOf(transitions, ({ from, to }) => failing(to) ?? failing(from)) ??
  failing(now.verdict) ??
  (now.open ? '' : undefined);

/** What failed after it had been fixed says nothing about what failed before. */
function untilClosed(transitions: readonly Transition[]): readonly Transition[] {
  const end = transitions.findIndex(({ kind }) => closes.includes(kind));
  return end < 0 ? transitions : transitions.slice(0, end + 1);
}

function firstOf<T, R>(all: readonly T[], look: (each: T) => R | undefined): R | undefined {
  for (const each of all) {
    const found = look(each);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The ways in which a finding is set aside: what begins each, what ends it, and whether it holds now. */
const tracks: readonly {
  readonly starts: TransitionKind;
  readonly ends: readonly TransitionKind[];
  readonly isNow: (now: Present) => boolean;
}[] = [
  { starts: 'muted', ends: ['unmuted', 'mute-ended'], isNow: ({ muted }) => muted },
  { starts: 'exempted', ends: ['exemption-ended'], isNow: ({ exempt }) => exempt },
  { starts: 'accepted', ends: [], isNow: ({ accepted }) => accepted },
];
const setAsideKinds: ReadonlySet<TransitionKind> = new Set(tracks.flatMap(({ starts, ends }) => [starts, ...ends]));

function kindOf(transitions: readonly Transition[], before: Standing, after: Standing): ChangeKind | undefined {
  const has = (...kinds: readonly TransitionKind[]) => transitions.some(({ kind }) => kinds.includes(kind));
  const moved = has('fixed', 'gone') && has('opened', 'reopened');
  if (needsSomeone(after)) {
    if (!needsSomeone(before)) return before.cause === undefined && !has('reopened') ? 'new' : back(transitions);
    if (before.cause !== '' && after.cause !== '' && before.cause !== after.cause) return 'changed';
    if (isUnreadable(transitions)) return 'unreadable';
    return moved ? 'came-and-went' : undefined;
  }
  if (needsSomeone(before)) {
    if (after.cause !== undefined) return 'set-aside';
    return transitions.findLast(({ kind }) => closes.includes(kind))?.kind === 'gone' ? 'gone' : 'fixed';
  }
  return moved && !before.setAside && !after.setAside ? 'came-and-went' : undefined;
}

/** It needs someone again; a part of the baseline that fails for another cause has changed instead. */
const back = (transitions: readonly Transition[]): ChangeKind =>
  transitions.some(({ kind }) => decides.returned.includes(kind)) ? 'returned' : 'changed';

const isUnreadable = (transitions: readonly Transition[]): boolean =>
  transitions.findLast(({ kind }) => kind === 'readable' || kind === 'unreadable')?.kind === 'unreadable';
