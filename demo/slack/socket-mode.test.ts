import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Rig, startRig } from './testing/rig.ts';
import { ids } from './workspace.ts';

let rig: Rig;
const seen: string[] = [];

beforeAll(async () => {
  rig = await startRig();
  await rig.bolt((app) => {
    app.command('/aurora', async ({ ack, command, respond, client }) => {
      seen.push(command.text);
      if (command.text === 'slow') return;
      await ack({ text: `Auditing for <@${command.user_id}>` });
      if (command.text === 'report') {
        await client.chat.postMessage({
          channel: command.channel_id,
          text: '2 databases at risk',
          blocks: [
            { type: 'section', text: { type: 'mrkdwn', text: '*ledger* is at risk' } },
            {
              type: 'actions',
              elements: [
                { type: 'button', action_id: 'details', text: { type: 'plain_text', text: 'Details' }, value: 'f1' },
                { type: 'button', action_id: 'done', text: { type: 'plain_text', text: 'Done' } },
              ],
            },
          ],
        });
      }
      if (command.text === 'reply') await respond({ response_type: 'in_channel', text: 'for everybody' });
    });
    app.action('details', async ({ ack, body, client, action }) => {
      await ack();
      const triggerId = 'trigger_id' in body ? body.trigger_id : '';
      await client.views.open({
        trigger_id: triggerId,
        view: {
          type: 'modal',
          callback_id: 'approve',
          title: { type: 'plain_text', text: 'Details' },
          submit: { type: 'plain_text', text: 'Approve' },
          private_metadata: 'value' in action ? String(action.value) : '',
          blocks: [
            {
              type: 'input',
              block_id: 'why',
              label: { type: 'plain_text', text: 'Reason' },
              element: { type: 'plain_text_input', action_id: 'reason' },
            },
          ],
        },
      });
    });
    app.action('done', async ({ ack, respond }) => {
      await ack();
      await respond({ replace_original: true, text: 'Done.' });
    });
    app.view('approve', async ({ ack, view, client, body }) => {
      const reason = view.state.values.why?.reason?.value ?? '';
      if (reason === 'no') return ack({ response_action: 'errors', errors: { why: 'Say more' } });
      await ack();
      await client.chat.postEphemeral({
        channel: ids.databases,
        user: body.user.id,
        text: `${view.private_metadata}: ${reason}`,
      });
    });
    app.event('app_home_opened', async ({ event, client }) => {
      const blocks = [{ type: 'section', text: { type: 'mrkdwn', text: 'Waiting for you: nothing' } }];
      await client.views.publish({ user_id: event.user, view: { type: 'home', blocks } });
    });
    app.message(/hello/, async ({ message, say }) => {
      if ('ts' in message) await say({ text: 'Hi', thread_ts: message.ts });
    });
  });
});

afterAll(() => rig.close());

describe('a real Bolt app in Socket Mode', () => {
  it('answers a command for the person alone', async () => {
    const { answer } = await rig.slack.command(ids.alice, ids.databases, '/aurora', 'audit');
    expect(answer.status).toBe('acked');
    const message = await rig.slack.waitForEphemeral(ids.alice);
    expect(message).toMatchObject({ origin: 'ack', text: `Auditing for <@${ids.alice}>`, ephemeralTo: ids.alice });
    expect(rig.slack.read(message)).toBe('Auditing for @Alice Adams');
    expect(rig.slack.ephemerals(ids.bob)).toEqual([]);
    expect(rig.slack.messages(ids.databases)).toEqual([]);
  });

  it('opens a modal from a button, shows errors, takes the submission', async () => {
    await rig.slack.command(ids.alice, ids.databases, '/aurora', 'report');
    const report = await rig.slack.waitForMessage(ids.databases, (each) => each.blocks.length > 0);
    expect(rig.slack.read(report)).toBe('ledger is at risk\n[Details]  [Done]');
    await rig.slack.click(ids.bob, report, { text: 'Details' });
    const view = await rig.slack.waitForView(ids.bob);
    expect(view).toMatchObject({ callback_id: 'approve', private_metadata: 'f1' });
    expect(rig.slack.openViews(ids.alice)).toEqual([]);
    expect(await rig.slack.submitView(ids.bob)).toEqual({
      ok: false,
      errors: { why: 'Please complete this required field.' },
    });
    expect(await rig.slack.submitView(ids.bob, { reason: 'no' })).toEqual({ ok: false, errors: { why: 'Say more' } });
    expect(await rig.slack.submitView(ids.bob, { reason: 'because' })).toEqual({ ok: true, errors: {} });
    expect(rig.slack.openViews(ids.bob)).toEqual([]);
    expect((await rig.slack.waitForEphemeral(ids.bob)).text).toBe('f1: because');
  });

  it('replaces a message through its response_url', async () => {
    const report = await rig.slack.waitForMessage(ids.databases, (each) => each.blocks.length > 0);
    await rig.slack.click(ids.alice, report, 'done');
    const replaced = await rig.slack.waitForMessage(ids.databases, (each) => each.text === 'Done.');
    expect(replaced).toMatchObject({ ts: report.ts, edits: 1, blocks: [] });
    expect(replaced.earlier[0]?.text).toBe('2 databases at risk');
  });

  it('posts to the channel through a response_url', async () => {
    await rig.slack.command(ids.carol, ids.general, '/aurora', 'reply');
    expect(await rig.slack.waitForMessage(ids.general, (each) => each.text === 'for everybody')).toMatchObject({
      origin: 'response_url',
    });
  });

  it('receives events, also the one that opens the Home tab', async () => {
    await rig.slack.openHome(ids.alice);
    await expect.poll(() => rig.slack.home(ids.alice)).toMatchObject({ type: 'home' });
    const said = await rig.slack.say(ids.alice, ids.general, 'hello bot');
    const answer = await rig.slack.waitForMessage(ids.general, (each) => each.text === 'Hi');
    expect(answer.threadTs).toBe(said.ts);
  });

  it('escapes what is typed, so that only real mentions are mentions', async () => {
    await rig.slack.command(ids.alice, ids.databases, '/aurora', '@bob #general <!channel> a&b <@UNOBODY>');
    expect(seen.at(-1)).toBe(`<@${ids.bob}|bob> <#${ids.general}|general> &lt;!channel&gt; a&amp;b &lt;@UNOBODY&gt;`);
  });

  it('says operation_timeout when nothing is acknowledged in 3 seconds', async () => {
    const delivery = await rig.slack.command(ids.carol, ids.databases, '/aurora', 'slow');
    expect(delivery.problem).toBe('operation_timeout');
    expect(delivery.tookMs).toBeGreaterThan(2900);
    const line = await rig.slack.waitForEphemeral(ids.carol, (each) => each.origin === 'slackbot');
    expect(line.text).toBe('/aurora failed with the error "operation_timeout"');
  });
});

describe('several connections', () => {
  it('gives each envelope to exactly one of them, in turn, and survives a refresh', async () => {
    const counts = [0, 0];
    const second = await startRig();
    const listen = (at: number) => (app: Parameters<Parameters<Rig['bolt']>[0]>[0]) => {
      app.command('/aurora', async ({ ack }) => {
        counts[at] = (counts[at] ?? 0) + 1;
        await ack();
      });
    };
    await second.bolt(listen(0));
    await second.bolt(listen(1));
    expect(second.proxy.connections()).toBe(2);
    for (let index = 0; index < 6; index += 1)
      await second.slack.command(ids.alice, ids.databases, '/aurora', `${index}`);
    expect(counts).toEqual([3, 3]);

    second.proxy.refreshConnections();
    expect(second.proxy.connections()).toBe(0);
    await expect.poll(() => second.proxy.connections()).toBe(2);
    await second.slack.command(ids.alice, ids.databases, '/aurora', 'again');
    expect(counts.reduce((sum, each) => sum + each)).toBe(7);
    await second.close();
  });

  it('says dispatch_failed when there is none', async () => {
    const lonely = await startRig();
    const delivery = await lonely.slack.command(ids.alice, ids.databases, '/aurora', 'audit');
    expect(delivery).toMatchObject({ answer: { status: 'unreachable' }, problem: 'dispatch_failed' });
    await lonely.close();
  });
});
