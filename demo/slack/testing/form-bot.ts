import type { App } from '@slack/bolt';
import { asObject, asObjects, type Json } from '../json.ts';

export const plain = (text: string) => ({ type: 'plain_text' as const, text });
export const option = (text: string) => ({ text: plain(text), value: text.toLowerCase() });
const modal = (title: string, more: object = {}) => ({
  type: 'modal' as const,
  callback_id: 'form',
  title: plain(title),
  submit: plain('Go'),
  notify_on_close: true,
  blocks: [
    {
      type: 'input',
      block_id: 'what',
      label: plain('What'),
      element: { type: 'plain_text_input', action_id: 'what', initial_value: 'update' },
    },
    {
      type: 'input',
      block_id: 'also',
      optional: true,
      label: plain('Also'),
      element: {
        type: 'checkboxes',
        action_id: 'also',
        options: [option('Backup'), option('Mail')],
        initial_options: [option('Backup')],
      },
    },
    {
      type: 'actions',
      block_id: 'more',
      elements: [{ type: 'button', action_id: 'page', text: plain('Next page'), value: '2' }],
    },
  ],
  ...more,
});

/** What the bot has seen. */
export interface FormBotLog {
  actions: Json[];
  closed: string[];
}

/** A bot with a modal in which everything can happen: what is entered decides how it answers the submission. */
export const formBot =
  ({ actions, closed }: FormBotLog) =>
  (app: App): void => {
    app.command('/open', async ({ ack, body, client }) => {
      await ack();
      await client.apiCall('views.open', { trigger_id: body.trigger_id, view: modal(body.text || 'Form') });
    });
    app.action(/.*/, async ({ ack, body, client }) => {
      const payload: Json = { ...body };
      actions.push(payload);
      if (asObjects(payload.actions)[0]?.action_id === 'silent') return;
      await ack();
      if (asObject(payload.container).type === 'view' && asObject(payload.view).type === 'modal') {
        await client.apiCall('views.update', { view_id: asObject(payload.view).id, view: modal('Page 2') });
      }
    });
    app.view('form', async ({ ack, view }) => {
      const what = view.state.values.what?.what?.value ?? '';
      const answers: Record<string, object> = {
        update: { response_action: 'update', view: modal('Updated') },
        push: { response_action: 'push', view: modal('Pushed') },
        clear: { response_action: 'clear' },
        wrong: { response_action: 'update', view: modal('x'.repeat(25)) },
        stray: { response_action: 'errors', errors: { nowhere: 'No such block' } },
      };
      if (what === 'silent') return;
      const answer = answers[what];
      await (answer === undefined ? ack() : (ack as (given: object) => Promise<void>)(answer));
    });
    app.view({ callback_id: 'form', type: 'view_closed' }, async ({ ack, view }) => {
      closed.push(view.title.text);
      await ack();
    });
  };
