import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asObject, type Json } from './json.ts';
import { formBot, option, plain } from './testing/form-bot.ts';
import { type Rig, startRig } from './testing/rig.ts';
import { ids } from './workspace.ts';

let rig: Rig;
const actions: Json[] = [];
const closed: string[] = [];

beforeAll(async () => {
  rig = await startRig({ ackTimeoutMs: 400, commands: ['/open'] });
  await rig.bolt(formBot({ actions, closed }));
});

afterAll(() => rig.close());

const open = async (user: string, title = 'Form') => {
  await rig.slack.command(user, ids.databases, '/open', title);
  return rig.slack.waitForView(user, (view) => asObject(view.title).text === title);
};
const titles = (user: string) => rig.slack.openViews(user).map((view) => asObject(view.title).text);

describe('view submissions', () => {
  it('update, push, clear and close', async () => {
    await open(ids.alice);
    expect(await rig.slack.submitView(ids.alice)).toEqual({ ok: true, errors: {} });
    expect(titles(ids.alice)).toEqual(['Updated']);
    await rig.slack.submitView(ids.alice, { what: 'push' });
    expect(titles(ids.alice)).toEqual(['Updated', 'Pushed']);
    await rig.slack.submitView(ids.alice, { what: 'anything' });
    expect(titles(ids.alice)).toEqual(['Updated']);
    await rig.slack.submitView(ids.alice, { what: 'push' });
    await rig.slack.submitView(ids.alice, { what: 'clear' });
    expect(titles(ids.alice)).toEqual([]);
  });

  it.each([
    ['wrong', 'invalid_view_response'],
    ['stray', 'invalid_view_response'],
    ['silent', 'operation_timeout'],
  ])('keep the modal open with Slack’s own line when the answer is %s', async (what, problem) => {
    await open(ids.bob);
    expect(await rig.slack.submitView(ids.bob, { what })).toEqual({
      ok: false,
      errors: { what: 'We had some trouble connecting. Try again?' },
    });
    expect(rig.proxy.deliveries.at(-1)?.problem).toBe(problem);
    expect(titles(ids.bob)).toEqual(['Form']);
    await rig.slack.closeView(ids.bob);
    expect(closed.at(-1)).toBe('Form');
  });

  it('carry every field, untouched ones with what was there from the start', async () => {
    await open(ids.carol);
    await rig.slack.submitView(ids.carol, { what: 'clear', also: ['Mail'] });
    const payload = rig.proxy.deliveries.findLast((each) => each.payload.type === 'view_submission')?.payload;
    const { values } = asObject(asObject(payload?.view).state);
    expect(values).toEqual({
      what: { what: { type: 'plain_text_input', value: 'clear' } },
      also: { also: { type: 'checkboxes', selected_options: [option('Mail')] } },
    });
  });
});

describe('what the browser sends', () => {
  const browser = (action: Json) => rig.proxy.feed.send(action);

  it('is completed: untouched fields, ticked-off boxes, the true view', async () => {
    const view = await open(ids.alice);
    await expect.poll(() => rig.proxy.world.screen.current()).toBe(view.id);
    const tickedOff = { type: 'checkboxes', selected_options: [option('Backup')] };
    browser({ t: 'view_submit', user: ids.alice, values: { also: { also: tickedOff } } });
    await expect.poll(() => titles(ids.alice)).toEqual(['Updated']);
    const payload = rig.proxy.deliveries.findLast((each) => each.payload.type === 'view_submission')?.payload;
    expect(payload?.view).toMatchObject({
      id: view.id,
      private_metadata: '',
      state: { values: { what: { what: { value: 'update' } }, also: { also: { selected_options: [] } } } },
    });
  });

  it('closes one view at a time', async () => {
    await rig.slack.submitView(ids.alice, { what: 'push' });
    expect(titles(ids.alice)).toEqual(['Updated', 'Pushed']);
    browser({ t: 'view_close', user: ids.alice });
    await expect.poll(() => titles(ids.alice)).toEqual(['Updated']);
    await expect.poll(() => rig.proxy.world.screen.current()).toBe(rig.slack.openViews(ids.alice)[0]?.id);
    browser({ t: 'view_close', user: ids.alice });
    await expect.poll(() => titles(ids.alice)).toEqual([]);
    expect(closed.slice(-2)).toEqual(['Pushed', 'Updated']);
  });

  it('reaches the Home tab', async () => {
    const blocks = [{ type: 'actions', elements: [{ type: 'button', action_id: 'home', text: plain('Refresh') }] }];
    await rig.client.apiCall('views.publish', { user_id: ids.alice, view: { type: 'home', blocks } });
    const action = { type: 'button', action_id: 'home' };
    const before = actions.length;
    browser({ t: 'block_action', channel: '', messageTs: '', user: ids.alice, action, appId: rig.workspace.app.appId });
    await expect.poll(() => actions.length).toBe(before + 1);
    expect(actions.at(-1)).toMatchObject({ container: { type: 'view' }, view: { type: 'home' } });
  });

  it('may be a command that no app has', async () => {
    await expect(rig.slack.command(ids.alice, ids.databases, '/nope')).rejects.toThrow('Nothing was sent');
    expect((await rig.slack.waitForEphemeral(ids.alice, (each) => each.origin === 'slackbot')).text).toContain(
      '/nope is not a valid command',
    );
  });
});
