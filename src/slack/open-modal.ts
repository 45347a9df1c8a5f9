import type { AllMiddlewareArgs } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import { isTriggerLost } from './slack-errors.ts';

export type Client = AllMiddlewareArgs['client'];

/** Opens a modal, as the first thing after a press: the trigger lives three seconds. Answers its id, or what to say instead. */
export async function openModal(
  client: Client,
  triggerId: string,
  view: ModalView,
): Promise<{ readonly viewId: string } | { readonly text: string }> {
  try {
    const opened = await client.views.open({ trigger_id: triggerId, view });
    return { viewId: opened.view?.id ?? '' };
  } catch (error) {
    if (isTriggerLost(error))
      return {
        text: 'Slack did not open the window: more than three seconds had passed. Nothing was done; press again.',
      };
    throw error;
  }
}
