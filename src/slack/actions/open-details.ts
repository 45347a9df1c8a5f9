import { insistOnQueue } from '../answers.ts';
import { findingDetails } from '../blocks/finding-details.ts';
import { offerOfFinding } from '../blocks/offers.ts';
import { renderContext } from '../deps.ts';
import { openModal } from '../open-modal.ts';
import { gone } from './gone.ts';
import type { PressHandler } from './press.ts';

/** The newest verdict on the database, whatever message the button is on. */
export const openDetails: PressHandler = async (deps, { value, triggerId, channelId }, client) => {
  const { findings, lives, metas } = deps;
  insistOnQueue(deps.ready);
  const [finding, life, history] = await Promise.all([findings.get(value), lives.get(value), lives.history(value)]);
  const meta = metas.find(({ id }) => id === finding?.ruleId);
  if (finding === undefined || meta === undefined)
    return gone('That is no longer among the newest findings: the database or the rule has gone.');
  const offer = offerOfFinding(finding, renderContext(deps));
  const opened = await openModal(client, triggerId, findingDetails(finding, meta, { offer, channelId, life, history }));
  return 'text' in opened ? opened : undefined;
};
