import type { KnownBlock } from '@slack/types';
import { explainedCause } from '../../domain/cause.ts';
import type { CauseGroup, GroupMember } from '../../domain/cause-group.ts';
import { plural } from '../../domain/words.ts';
import { actionIds, numbered } from '../ids.ts';
import { groupOffers, ownerLine } from './group-offers.ts';
import { actions, button, section } from './limits.ts';
import { bold, safe, shortSafe, statusWord } from './mrkdwn.ts';
import { findingMenu, offerButtons, offerLine } from './offers.ts';
import { ownedBy } from './owners.ts';
import type { RenderContext } from './rendered.ts';

const reasonShown = 500;
/** A small group has a button for each of its databases. */
const detailsShown = 4;
/** So few that are approved one by one are shown one by one. */
const aloneShown = 3;

/** Where a group is shown: what its blocks are called, what its buttons send, and what is said beside it. */
export interface GroupPlace {
  /** Differs from that of every other group in the message. */
  readonly blockId: string;
  /** What a button about the whole group carries. */
  readonly value: (more: Readonly<Record<string, string>>) => string;
  /** Nothing can be pressed. */
  readonly mute?: boolean;
  /** In place of the status, like `:red_circle: Lost · `. */
  readonly lead?: string;
  /** Lines of its own at the end, like who owns it. */
  readonly last?: string;
}

/** A group of an audit's report. */
export const inReport = (group: CauseGroup, auditId: string, { groupNames }: RenderContext): GroupPlace => ({
  blockId: `group-${group.key}`,
  value: (more) => JSON.stringify({ auditId, group: group.key, ...more }),
  last: ownedBy(group.owners ?? [], groupNames),
});

/** A group of one cause as runs of blocks that belong together. */
export function groupPieces(group: CauseGroup, place: GroupPlace, context: RenderContext): KnownBlock[][] {
  const offers = groupOffers(group, context);
  const alone = group.count === 1 || (offers.oneByOne && group.count <= aloneShown);
  if (!alone) return [groupBlocks(group, place, context)];
  const fix = fixOf(group, context);
  const lead = place.lead ?? mark(group);
  return group.members.map((member) => {
    const offer = offers.of(member);
    const name = isTarget(member)
      ? memberName(member)
      : `${bold(member.name)} · ${safe(member.accountName)} · ${member.region}`;
    const named = { findingId: member.findingId, name: nameOf(member) };
    return [
      section(`${lead}${name}\n${shortSafe(member.reason, reasonShown)}${fix}${offerLine(offer)}${place.last ?? ''}`),
      ...pressable(place, `${place.blockId}-${member.findingId}`, [
        ...offerButtons(offer, named),
        button(actionIds.details, 'Details', member.findingId, `Details of ${named.name}`),
        ...findingMenu(named, {
          code: offers.mendable && offer?.kind !== 'patch',
          mute: { text: 'Mute…', value: `mute:${member.findingId}` },
        }),
      ]),
    ];
  });
}

const pressable = (place: GroupPlace, blockId: string, elements: Parameters<typeof actions>[1]): KnownBlock[] =>
  place.mute === true ? [] : [actions(blockId, elements)];

function groupBlocks(group: CauseGroup, place: GroupPlace, context: RenderContext): KnownBlock[] {
  const offers = groupOffers(group, context);
  const { headline } = explainedCause(group, context.metas);
  const what =
    group.status === 'unknown'
      ? reasonsOf(group)
      : `${headline(group.count)}.${fixOf(group, context)}${ownerLine(group)}`;
  const few = group.count <= detailsShown ? group.members : [];
  return [
    section(
      `${[`${place.lead ?? mark(group)}${membersLine(group)}`, what, ...offers.lines].join('\n')}${place.last ?? ''}`,
    ),
    ...pressable(place, place.blockId, [
      ...offers.buttons(place.value, nameOf),
      ...few.map((member, index) =>
        button(
          numbered(actionIds.details, index),
          `Details: ${nameOf(member)}`,
          member.findingId,
          `Details of ${nameOf(member)}`,
        ),
      ),
      ...(few.length === group.count
        ? []
        : [
            button(
              actionIds.showGroup,
              `Show ${group.count.toLocaleString('en-US')}`,
              place.value({}),
              `Show the ${group.count} findings of this cause`,
            ),
          ]),
    ]),
  ];
}

const fixOf = (group: CauseGroup, { metas }: RenderContext): string => {
  const { fix } = explainedCause(group, metas);
  return fix === undefined || group.status !== 'fail' ? '' : ` Fix: ${fix}.`;
};

const mark = (group: CauseGroup): string => `${statusWord[group.status].split(' ', 1)[0]} `;

const reasonsOf = ({ members }: CauseGroup): string =>
  [...new Set(members.map(({ reason }) => reason))]
    .slice(0, 2)
    .map((reason) => shortSafe(reason, reasonShown / 2))
    .join('\n');

function membersLine({ members, count, accounts }: CauseGroup): string {
  const names = members.slice(0, 5).map(memberName);
  const more = count - names.length;
  const where = accounts === 1 ? safe(members[0]?.accountName ?? '') : plural(accounts, 'account');
  return `${names.join(', ')}${more > 0 ? ` and ${more.toLocaleString('en-US')} more` : ''} · ${where}`;
}

/** A verdict on a whole target has no database to name. */
const isTarget = ({ name, accountName }: GroupMember): boolean => name === accountName;

const nameOf = (member: GroupMember): string =>
  isTarget(member) ? `${member.accountName} ${member.region}` : member.name;

const memberName = (member: GroupMember): string =>
  isTarget(member) ? `${bold(member.accountName)} ${member.region}` : bold(member.name);
