import type { ActionsBlock } from '@slack/types';
import type { CauseGroup, GroupMember, TargetCount } from '../../domain/cause-group.ts';
import { type Offer, offerOf } from '../../domain/offer.ts';
import { targetKey } from '../../domain/target.ts';
import { listed } from '../../domain/words.ts';
import { actionIds, numbered } from '../ids.ts';
import { button } from './limits.ts';
import { safe } from './mrkdwn.ts';
import { notEnabled } from './offers.ts';
import type { RenderContext } from './rendered.ts';

type Element = ActionsBlock['elements'][number];

/** More than this nobody can read in one window; the rest is reviewed afterwards. */
export const mostReviewed = 100;
/** Reviews of single targets or databases that a group has a button for; its thread has one for each. */
const reviewsShown = 4;

/** What can be done about a group from here. */
export interface GroupOffers {
  readonly mendable: boolean;
  /** Each of its databases is reviewed by itself. */
  readonly oneByOne: boolean;
  readonly of: (member: GroupMember) => Offer | undefined;
  /** What is missing, in words. */
  readonly lines: readonly string[];
  /** `value` is what a button about one of its targets carries. */
  readonly buttons: (
    value: (more: { readonly target: string }) => string,
    nameOf: (member: GroupMember) => string,
  ) => Element[];
}

export function groupOffers(group: CauseGroup, { metas, accounts }: RenderContext): GroupOffers {
  const { status, strategy, byCode, ruleId } = group;
  const mendable = status === 'fail' && (byCode || strategy !== undefined);
  const at = (accountId: string, managedBy?: string) =>
    mendable ? offerOf({ ruleId, strategy, accountId, managedBy }, metas, accounts) : undefined;
  const places = group.targets.map((target) => ({ target, offer: at(target.accountId) }));
  const reviewable = places.flatMap(({ target, offer }) => (offer?.kind === 'approve' ? [{ target, offer }] : []));
  const together = reviewable.some(({ offer }) => offer.stage.many);
  const of: GroupOffers['of'] = (member) => {
    const place = group.targets.find(
      (each) => each.accountName === member.accountName && each.region === member.region,
    );
    return place === undefined ? undefined : at(place.accountId, byCode ? (member.managedBy ?? 'code') : undefined);
  };
  return {
    mendable,
    oneByOne: reviewable.length > 0 && !together,
    of,
    lines: missing(
      places.flatMap(({ offer }) => offer ?? []),
      group.count,
    ),
    buttons: (value, nameOf) => {
      if (byCode && mendable) return [patchButton(group)];
      if (together) {
        const alone = group.targets.length === 1;
        return reviewable
          .slice(0, reviewsShown)
          .map(({ target }, index) => reviewTarget(value({ target: targetKey(target) }), target, alone, index));
      }
      return group.members
        .filter((member) => of(member)?.kind === 'approve')
        .slice(0, reviewsShown)
        .map((member, index) =>
          button(
            numbered(actionIds.reviewFinding, index),
            `Review: ${nameOf(member)}`,
            member.findingId,
            `Review the fix of ${nameOf(member)}`,
            { style: 'primary' },
          ),
        );
    },
  };
}

/** One line for each capability that is missing somewhere. */
function missing(offers: readonly Offer[], count: number): string[] {
  const names = new Map<string, Set<string>>();
  for (const offer of offers)
    if (offer.kind === 'not-enabled')
      names.set(offer.capability, (names.get(offer.capability) ?? new Set()).add(offer.accountName));
  return [...names].map(([capability, accounts]) => notEnabled(capability, [...accounts], count));
}

/** Who owns its databases, since that is where they are changed. */
export function ownerLine({ byCode, members }: CauseGroup): string {
  if (!byCode) return '';
  const owners = [...new Set(members.flatMap(({ managedBy }) => managedBy ?? []))].map(safe);
  return `\nManaged by ${listed(owners, 3)}: change them there.`;
}

const patchButton = ({ members, count }: CauseGroup): Element =>
  button(
    actionIds.copyPatch,
    'Copy patch',
    members.map(({ findingId }) => findingId).join(','),
    `Copy the patches for ${count} databases`,
  );

function reviewTarget(value: string, target: TargetCount, alone: boolean, index: number): Element {
  const shown = target.count > mostReviewed ? `the first ${mostReviewed}` : String(target.count);
  const where = `${target.accountName} ${target.region}`;
  return button(
    numbered(actionIds.reviewGroup, index),
    alone ? `Review ${shown}` : `Review ${shown} in ${where}`,
    value,
    `Review the fix of ${shown} in ${where}`,
    { style: 'primary' },
  );
}
