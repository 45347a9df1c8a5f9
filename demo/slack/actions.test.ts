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

describe('people at the same time', () => {
  it('have a stack each, although the local UI shows one modal', async () => {
    await Promise.all([open(ids.alice, 'For Alice'), open(ids.bob, 'For Bob')]);
    expect([titles(ids.alice), titles(ids.bob)]).toEqual([['For Alice'], ['For Bob']]);
    await rig.slack.submitView(ids.bob, { what: 'clear' });
    expect([titles(ids.alice), titles(ids.bob)]).toEqual([['For Alice'], []]);
    await rig.slack.submitView(ids.alice, { what: 'clear' });
  });

  it('click a hundred times, and each click arrives once', async () => {
    const button = { type: 'button' as const, action_id: 'approve', text: plain('Approve'), value: 'a1' };
    await rig.client.chat.postMessage({
      channel: ids.databases,
      text: 'x',
      blocks: [{ type: 'actions', elements: [button] }],
    });
    const message = await rig.slack.waitForMessage(ids.databases, (each) => each.blocks.length > 0);
    const before = actions.length;
    const clicks = await Promise.all(Array.from({ length: 100 }, () => rig.slack.click(ids.bob, message, 'approve')));
    expect(new Set(clicks.map((each) => each.payload.trigger_id)).size).toBe(100);
    expect(actions.length - before).toBe(100);
  });
});

describe('controls', () => {
  it('inside a modal', async () => {
    await open(ids.alice);
    const delivery = await rig.slack.clickInView(ids.alice, { text: 'Next page' });
    expect(delivery.payload).toMatchObject({
      type: 'block_actions',
      container: { type: 'view' },
      view: { callback_id: 'form' },
      actions: [{ type: 'button', action_id: 'page', block_id: 'more', value: '2' }],
    });
    expect(delivery.payload.response_url).toBeUndefined();
    await rig.slack.waitForView(ids.alice, (view) => asObject(view.title).text === 'Page 2');
    await rig.slack.closeView(ids.alice);
  });

  it('in a message carry the true message and what this person chose before', async () => {
    const rich = {
      type: 'rich_text' as const,
      block_id: 'r',
      elements: [{ type: 'rich_text_section' as const, elements: [{ type: 'text' as const, text: 'as sent' }] }],
    };
    const select = {
      type: 'static_select' as const,
      action_id: 'region',
      options: [option('Dublin'), option('Ohio')],
      initial_option: option('Ohio'),
    };
    const menu = { type: 'overflow' as const, action_id: 'menu', options: [option('Mute'), option('Export')] };
    const people = { type: 'users_select' as const, action_id: 'who' };
    await rig.client.chat.postMessage({
      channel: ids.general,
      text: 'x',
      blocks: [rich, { type: 'actions', block_id: 'a', elements: [select, menu, people] }],
    });
    const message = await rig.slack.waitForMessage(ids.general, (each) => each.blocks.length > 0);
    const first = await rig.slack.select(ids.alice, message, 'region', 'Dublin');
    expect(first.payload).toMatchObject({
      message: { blocks: [rich, {}] },
      channel: { id: ids.general, name: 'general' },
      actions: [{ type: 'static_select', selected_option: option('Dublin') }],
      state: { values: { a: { region: { selected_option: option('Dublin') }, who: { selected_user: null } } } },
    });
    const second = await rig.slack.select(ids.alice, message, 'menu', 'Mute');
    expect(second.payload).toMatchObject({
      actions: [{ type: 'overflow', selected_option: option('Mute') }],
      state: { values: { a: { region: { selected_option: option('Dublin') } } } },
    });
    const third = await rig.slack.select(ids.bob, message, 'who', 'Carol Cruz');
    expect(third.payload).toMatchObject({
      actions: [{ type: 'users_select', selected_user: ids.carol }],
      state: { values: { a: { region: { selected_option: option('Ohio') } } } },
    });
    await expect(rig.slack.click(ids.alice, message, 'none')).rejects.toThrow('No control none. There are: region');
    await expect(rig.slack.select(ids.alice, message, 'menu', 'None')).rejects.toThrow('There are: Mute, Export');
  });

  it('tell who is a guest or of another workspace', async () => {
    const message = await rig.slack.waitForMessage(ids.general, (each) => each.blocks.length > 0);
    const stranger = await rig.slack.select(ids.stranger, message, 'menu', 'Mute');
    expect(stranger.payload).toMatchObject({
      user: { id: ids.stranger, team_id: ids.otherTeam },
      team: { id: ids.team },
    });
  });

  it('that are not acknowledged are written down', async () => {
    await rig.client.chat.postMessage({
      channel: ids.databases,
      text: 'y',
      blocks: [{ type: 'actions', elements: [{ type: 'button', action_id: 'silent', text: plain('Silent') }] }],
    });
    const message = await rig.slack.waitForMessage(ids.databases, (each) => each.text === 'y');
    expect(await rig.slack.click(ids.alice, message, 'silent')).toMatchObject({
      answer: { status: 'timeout' },
      problem: 'operation_timeout',
    });
  });

  it('on the Home tab', async () => {
    const blocks = [{ type: 'actions', elements: [{ type: 'button', action_id: 'home', text: plain('Refresh') }] }];
    await rig.client.apiCall('views.publish', { user_id: ids.alice, view: { type: 'home', blocks } });
    expect((await rig.slack.clickInHome(ids.alice, { text: 'Refresh' })).payload).toMatchObject({
      view: { type: 'home' },
      container: { type: 'view' },
    });
  });
});

describe('deliver', () => {
  it('sends what no UI can send: an action of an old message', async () => {
    const payload = {
      type: 'block_actions',
      user: { id: ids.bob },
      channel: { id: ids.databases },
      actions: [{ type: 'button', action_id: 'retired_v1', value: 'a' }],
    };
    const { answer, payload: sent } = await rig.proxy.deliver('interactive', payload);
    expect(answer.status).toBe('acked');
    expect(sent.trigger_id).toMatch(/^\d+\.\d+\.\w+$/);
    expect(sent.response_url).toContain(rig.proxy.url);
    expect(actions.at(-1)).toMatchObject({ actions: [{ action_id: 'retired_v1' }] });
  });

  it('sends any command', async () => {
    const command = { command: '/open', text: 'Injected', user_id: ids.bob, channel_id: ids.databases };
    await rig.proxy.deliver('slash_commands', command);
    await rig.slack.waitForView(ids.bob, (view) => asObject(view.title).text === 'Injected');
  });
});
