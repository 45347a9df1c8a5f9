import type { AllMiddlewareArgs } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import type { Press } from './actions/press.ts';
import { isTriggerLost } from './slack-errors.ts';

export type Client = AllMiddlewareArgs['client'];

/** A press, or only its trigger. */
type Trigger = string | Pick<Press, 'triggerId' | 'view'>;

/**
 * Opens a modal, as the first thing after a press: the trigger lives three seconds. After a press in a modal it comes
 * on top of that one. Answers its id, or what to say instead.
 */
export async function openModal(
  client: Client,
  trigger: Trigger,
  view: ModalView,
): Promise<{ readonly viewId: string } | { readonly text: string }> {
  const { triggerId, view: below } = typeof trigger === 'string' ? { triggerId: trigger } : trigger;
  try {
    const request = { trigger_id: triggerId, view };
    const opened = await (below?.type === 'modal' ? client.views.push(request) : client.views.open(request));
    return { viewId: opened.view?.id ?? '' };
  } catch (error) {
    if (isTriggerLost(error))
      return {
        text: 'Slack did not open the window: more than three seconds had passed. Nothing was done; press again.',
      };
    throw error;
  }
}
