import type { KnownBlock } from '@slack/types';
import type { OpenGroup } from '../../domain/digest/content.ts';
import { callOwners, ownedBy } from './owners.ts';
import type { RenderContext } from './rendered.ts';
import { groupPieces } from './report-group.ts';

export interface Within {
  /** Undefined where nothing can be pressed. */
  readonly digestId: string | undefined;
  /** Owners that this message has called already. */
  readonly called: Set<string>;
}

/** What has happened to it, in a word. */
const leads: Readonly<Record<OpenGroup['kind'], string>> = {
  new: ':red_circle: New · ',
  returned: ':red_circle: Back again · ',
  changed: ':red_circle: Fails otherwise · ',
  unreadable: ':large_yellow_circle: Cannot be judged any more · ',
  open: ':red_circle: ',
};

/** The same blocks and buttons as in a report. Its owners are called, unless it only says how things stand. */
export function digestGroup(
  { kind, lost, group, owners }: OpenGroup,
  index: number,
  { digestId, called }: Within,
  drawing: RenderContext,
): KnownBlock[][] {
  const { groupNames } = drawing;
  const calls = digestId !== undefined && kind !== 'open';
  return groupPieces(
    group,
    {
      blockId: `digest-group-${index}`,
      value: (more) => JSON.stringify({ digestId, group: index, ...more }),
      mute: digestId === undefined,
      lead: kind === 'new' && lost ? ':red_circle: Lost · ' : leads[kind],
      last: calls ? callOwners(owners, groupNames, called) : ownedBy(owners, groupNames),
    },
    drawing,
  );
}
