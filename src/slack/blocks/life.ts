import type { Life } from '../../domain/life/life.ts';
import type { Transition, TransitionKind } from '../../domain/life/transition.ts';
import { dateToken, mention, shortSafe } from './mrkdwn.ts';

const day = (iso: string): string => dateToken(iso, '{date_short_pretty}');

/** ` · failing since 3 Nov`, or nothing. */
export function sinceNote(life: Life | undefined): string {
  if (life?.openSince === undefined) return '';
  return life.verdict.status === 'fail'
    ? ` · failing since ${day(life.openSince)}`
    : ` · failing since ${day(life.openSince)} when it was last judged`;
}

/** `once`, `twice`, `3 times`. */
const times = (count: number): string => (count === 1 ? 'once' : count === 2 ? 'twice' : `${count} times`);

/** `Failing since 3 Nov, fixed twice, muted once.` */
export function historyLine(life: Life, history: readonly Transition[]): string {
  const count = (kind: TransitionKind) => history.filter((each) => each.kind === kind).length;
  const before = (['fixed', 'gone', 'muted'] as const).flatMap((kind) =>
    count(kind) === 0 ? [] : [`${kind} ${times(count(kind))}`],
  );
  const { openSince, fixedAt, goneAt, openings, firstSeenAt } = life;
  if (goneAt !== undefined) return `It was not there any more ${day(goneAt)}.`;
  if (openSince !== undefined) return `${[`Failing since ${day(openSince)}`, ...before].join(', ')}.`;
  if (fixedAt !== undefined) return `Fixed ${day(fixedAt)}; it has failed ${times(openings)}.`;
  return openings > 0
    ? `Fine since it came back; it has failed ${times(openings)}.`
    : `It has not failed since it was first seen, ${day(firstSeenAt)}.`;
}

const happened: Readonly<Record<TransitionKind, string>> = {
  opened: ':red_circle: Failed',
  reopened: ':red_circle: Failed again',
  changed: ':red_circle: Failed for another reason',
  fixed: ':large_green_circle: Fixed',
  gone: ':white_circle: Not there any more',
  unreadable: ':large_yellow_circle: Could not be judged',
  readable: ':red_circle: Could be judged again, and failed',
  exempted: ':white_circle: Exempt by accounts.yaml',
  'exemption-ended': ':red_circle: Not exempt any more',
  muted: ':white_circle: Muted',
  unmuted: ':red_circle: Mute taken back',
  'mute-ended': ':red_circle: Mute was over',
  accepted: ':white_circle: Accepted as part of the baseline',
};

const told = 200;

/** `21 Nov 14:02 · Fixed by @bob's approval (card)`; `cards` holds links by approval id. */
export function transitionLine(transition: Transition, cards: ReadonlyMap<string, string>): string {
  const { at, kind, to, note } = transition;
  const why = note ?? (to === undefined || kind === 'fixed' || kind.startsWith('exempt') ? undefined : to.reason);
  return `${dateToken(at)} · ${happened[kind]}${byWhom(transition, cards)}${why === undefined ? '' : `: ${shortSafe(why, told)}`}`;
}

function byWhom({ by, kind }: Transition, cards: ReadonlyMap<string, string>): string {
  switch (by.kind) {
    case 'remediation': {
      const card = cards.get(by.approvalId);
      const approvers = by.approvedBy.slice(0, 5).map(mention).join(', ');
      const what = kind === 'fixed' ? 'by a change' : 'after a change';
      return ` ${what} that ${approvers} approved${card === undefined ? '' : ` (<${card}|card>)`}`;
    }
    case 'person':
      return ` by ${mention(by.userId)}`;
    default:
      return '';
  }
}
