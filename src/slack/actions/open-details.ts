import { insistOnQueue } from '../answers.ts';
import { findingDetails } from '../blocks/finding-details.ts';
import { gone } from './gone.ts';
import type { PressHandler } from './press.ts';

/** The newest verdict on the database, whatever message the button is on. */
export const openDetails: PressHandler = async ({ findings, metas, ready }, { value, triggerId }, client) => {
  insistOnQueue(ready);
  const finding = await findings.get(value);
  const meta = metas.find(({ id }) => id === finding?.ruleId);
  if (finding === undefined || meta === undefined)
    return gone('That is no longer among the newest findings: the database or the rule has gone.');
  await client.views.open({ trigger_id: triggerId, view: findingDetails(finding, meta) });
  return undefined;
};
