import type { ActionsBlock } from '@slack/types';
import type { Finding } from '../../domain/finding.ts';
import { mendable, type Offer, offerOf } from '../../domain/offer.ts';
import { listed } from '../../domain/words.ts';
import { actionIds } from '../ids.ts';
import { button, type Choice, overflow } from './limits.ts';
import { code, safe } from './mrkdwn.ts';
import type { RenderContext } from './rendered.ts';

type Element = ActionsBlock['elements'][number];

interface Named {
  readonly findingId: string;
  readonly name: string;
}

export const offerOfFinding = (finding: Finding, { metas, accounts }: RenderContext): Offer | undefined => {
  const what = mendable(finding);
  return what && offerOf(what, metas, accounts);
};

/** The button that an offer gets; none when there is nothing to press. */
export function offerButtons(offer: Offer | undefined, { findingId, name }: Named): Element[] {
  switch (offer?.kind) {
    case 'approve':
      return [
        button(actionIds.reviewFinding, 'Review & approve', findingId, `Review the fix of ${name}`, {
          style: 'primary',
        }),
      ];
    case 'patch':
      return [button(actionIds.copyPatch, 'Copy patch', findingId, `Copy the patch for ${name}`)];
    default:
      return [];
  }
}

/** What can be done about a finding's mute; undefined when there is nothing to mute. */
export const muteChoice = ({ id, status, exempt, muted }: Finding): Choice | undefined => {
  if (muted !== undefined) return { text: 'Unmute', value: `unmute:${muted.muteId}` };
  const open = (status === 'fail' || status === 'unknown') && exempt === undefined;
  return open ? { text: 'Mute…', value: `mute:${id}` } : undefined;
};

/** `⋯` of a finding, as the one element of a list; an empty list when it would be empty. */
export function findingMenu(
  { findingId }: Named,
  { code: asCode, mute }: { readonly code: boolean; readonly mute: Choice | undefined },
): Element[] {
  const choices = [
    ...(mute === undefined ? [] : [mute]),
    ...(asCode ? [{ text: 'Show as code', value: `code:${findingId}` }] : []),
  ];
  return choices.length === 0 ? [] : [overflow(actionIds.findingMenu, choices)];
}

/** Instead of a button that could not do anything. */
export const notEnabled = (capability: string, accountNames: readonly string[], count: number): string =>
  `Enable capability ${code(capability)} for ${listed(accountNames.map(safe), 4)} in accounts.yaml to fix ${count === 1 ? 'it' : 'them'} from here.`;

export const offerLine = (offer: Offer | undefined): string =>
  offer?.kind === 'not-enabled' ? `\n${notEnabled(offer.capability, [offer.accountName], 1)}` : '';
