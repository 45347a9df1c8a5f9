import type { ActionsBlock } from '@slack/types';
import type { Finding } from '../../domain/finding.ts';
import { mendable, type Offer, offerOf } from '../../domain/offer.ts';
import { listed } from '../../domain/words.ts';
import { actionIds } from '../ids.ts';
import { button, overflow } from './limits.ts';
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

/** `⋯` of a failure; more will come in here. */
export const findingMenu = ({ findingId }: Named): Element =>
  overflow(actionIds.findingMenu, [{ text: 'Show as code', value: `code:${findingId}` }]);

/** Instead of a button that could not do anything. */
export const notEnabled = (capability: string, accountNames: readonly string[], count: number): string =>
  `Enable capability ${code(capability)} for ${listed(accountNames.map(safe), 4)} in accounts.yaml to fix ${count === 1 ? 'it' : 'them'} from here.`;

export const offerLine = (offer: Offer | undefined): string =>
  offer?.kind === 'not-enabled' ? `\n${notEnabled(offer.capability, [offer.accountName], 1)}` : '';
