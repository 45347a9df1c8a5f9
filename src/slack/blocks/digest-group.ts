import type { KnownBlock } from '@slack/types';
import type { OpenGroup, SetAside } from '../../domain/digest/content.ts';
import { dateToken } from './mrkdwn.ts';
import { callOwners, ownedBy } from './owners.ts';
import type { RenderContext } from './rendered.ts';
import { groupPieces } from './report-group.ts';

export interface Within {
  /** Undefined where nothing can be pressed. */
  readonly digestId: string | undefined;
  /** Owners that this message has called already. */
  readonly called: Set<string>;
  /** When the message was put together. */
  readonly composedAt: string;
}

/** What has happened to it, in a word. */
const leads: Readonly<Record<OpenGroup['kind'], string>> = {
  new: ':red_circle: New',
  returned: ':red_circle: Back again',
  changed: ':red_circle: For another reason',
  unreadable: ':large_yellow_circle: Cannot be judged any more',
  open: ':red_circle:',
};

const afterwards: Readonly<Record<SetAside, string>> = {
  'mute-ended': ' (mute ended)',
  unmuted: ' (unmuted)',
  'exemption-ended': ' (no longer exempt)',
};

const hourMs = 3_600_000;

/** When it was seen, unless the audit of this very digest did. */
const seen = (at: string | undefined, now: string): string =>
  at === undefined || Date.parse(now) - Date.parse(at) < hourMs ? '' : `, seen ${dateToken(at)}`;

/** The same blocks and buttons as in a report. Its owners are called, unless it only says how things stand. */
export function digestGroup(
  { kind, lost, after, group, owners, seenAt }: OpenGroup,
  index: number,
  { digestId, called, composedAt }: Within,
  drawing: RenderContext,
): KnownBlock[][] {
  const { groupNames } = drawing;
  const what =
    kind === 'new' && lost
      ? ':red_circle: No longer fine'
      : `${leads[kind]}${after === undefined ? '' : afterwards[after]}`;
  const calls = digestId !== undefined && kind !== 'open';
  return groupPieces(
    group,
    {
      blockId: `digest-group-${index}`,
      value: (more) => JSON.stringify({ digestId, group: index, ...more }),
      mute: digestId === undefined,
      lead: kind === 'open' ? `${what} ` : `${what}${seen(seenAt, composedAt)} · `,
      last: calls ? callOwners(owners, groupNames, called) : ownedBy(owners, groupNames),
    },
    drawing,
  );
}
