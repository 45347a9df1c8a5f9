import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signature } from './delivery/http-mode.ts';
import { type Rig, startRig } from './testing/rig.ts';
import { ids } from './workspace.ts';

let rig: Rig;

beforeAll(async () => {
  rig = await startRig({ mode: 'http' });
  await rig.bolt((app) => {
    app.command('/aurora', async ({ ack, command, client, respond }) => {
      if (command.text === 'plain') return ack('just text');
      await ack();
      if (command.text === 'thread') {
        const { ts } = await client.chat.postMessage({ channel: command.channel_id, text: 'Report' });
        await client.filesUploadV2({
          channel_id: command.channel_id,
          thread_ts: ts ?? '',
          file: Buffer.from('id,status\n1,fail\n'),
          filename: 'findings.csv',
          title: 'All findings',
          initial_comment: 'The *whole* list',
        });
        await client.chat.update({ channel: command.channel_id, ts: ts ?? '', text: 'Report, complete' });
      }
      if (command.text === 'button') {
        const button = {
          type: 'button' as const,
          action_id: 'press',
          text: { type: 'plain_text' as const, text: 'Press' },
        };
        await respond({ text: 'press it', blocks: [{ type: 'actions', elements: [button] }] });
      }
    });
    app.action('press', async ({ ack, respond, body, client }) => {
      await ack();
      await respond({ replace_original: true, text: 'pressed' });
      if ('trigger_id' in body) {
        const title = { type: 'plain_text' as const, text: 'Sure?' };
        const label = { type: 'plain_text' as const, text: 'Name' };
        const element = { type: 'plain_text_input' as const, action_id: 'name' };
        const blocks = [{ type: 'input' as const, block_id: 'name', label, element }];
        await client.views.open({
          trigger_id: body.trigger_id,
          view: { type: 'modal', callback_id: 'sure', title, submit: title, blocks },
        });
      }
    });
    app.view('sure', ({ ack }) => ack({ response_action: 'errors', errors: { name: 'Another one' } }));
    app.event('app_home_opened', async ({ event, client }) => {
      const blocks = [{ type: 'section' as const, text: { type: 'mrkdwn' as const, text: 'Home' } }];
      await client.views.publish({ user_id: event.user, view: { type: 'home', blocks } });
    });
  });
});

afterAll(() => rig.close());

describe('a real Bolt app over HTTP', () => {
  it('verifies the signature and answers with text', async () => {
    expect((await rig.slack.command(ids.alice, ids.databases, '/aurora', 'plain')).answer.status).toBe('acked');
    expect((await rig.slack.waitForEphemeral(ids.alice)).text).toBe('just text');
    expect(rig.logged).toEqual([]);
  });

  it('uploads a file into a thread with filesUploadV2 and updates the message', async () => {
    await rig.slack.command(ids.alice, ids.databases, '/aurora', 'thread');
    const root = await rig.slack.waitForMessage(ids.databases, (each) => each.text === 'Report, complete');
    expect(root.edits).toBe(1);
    const reply = await rig.slack.waitForMessage(ids.databases, (each) => each.origin === 'file');
    expect(reply).toMatchObject({ threadTs: root.ts, text: 'The *whole* list' });
    expect(rig.slack.read(reply)).toBe('The whole list\n(file findings.csv: All findings)');
    const [file] = rig.slack.files();
    expect(file).toMatchObject({
      name: 'findings.csv',
      title: 'All findings',
      channel: ids.databases,
      threadTs: root.ts,
    });
    expect(file?.bytes.toString()).toBe('id,status\n1,fail\n');
  });

  it('replaces an ephemeral message through its response_url, opens a modal, takes errors', async () => {
    await rig.slack.command(ids.bob, ids.databases, '/aurora', 'button');
    const asked = await rig.slack.waitForEphemeral(ids.bob, (each) => each.blocks.length > 0);
    const delivery = await rig.slack.click(ids.bob, asked, 'press');
    expect(delivery.payload).toMatchObject({ container: { is_ephemeral: true } });
    expect(delivery.payload.message).toBeUndefined();
    expect((await rig.slack.waitForEphemeral(ids.bob, (each) => each.text === 'pressed')).ts).toBe(asked.ts);
    await rig.slack.waitForView(ids.bob);
    expect(await rig.slack.submitView(ids.bob, { name: 'x' })).toEqual({ ok: false, errors: { name: 'Another one' } });
    await rig.slack.closeView(ids.bob);
  });

  it('receives events', async () => {
    await rig.slack.openHome(ids.carol);
    await expect.poll(() => rig.slack.home(ids.carol)).toMatchObject({ type: 'home' });
  });
});

describe('a request URL that misbehaves', () => {
  let server: Server;
  let answer: { status: number; body: string } = { status: 200, body: '' };
  const bodies: { body: string; headers: Record<string, unknown> }[] = [];

  beforeAll(async () => {
    server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk) => (body += chunk));
      request.on('end', () => {
        bodies.push({ body, headers: request.headers });
        response.writeHead(answer.status).end(answer.body);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
    rig.proxy.setBotUrl(`http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events`);
  });

  afterAll(() => new Promise((resolve) => server.close(resolve)));

  it('gets a correctly signed form', async () => {
    await rig.slack.command(ids.alice, ids.general, '/aurora', 'audit a&b');
    const { body, headers } = bodies.at(-1) ?? { body: '', headers: {} };
    const seconds = Number(headers['x-slack-request-timestamp']);
    expect(signature(rig.workspace.app.signingSecret, body, seconds)['x-slack-signature']).toBe(
      headers['x-slack-signature'],
    );
    expect(new URLSearchParams(body).get('text')).toBe('audit a&amp;b');
    expect(new URLSearchParams(body).get('is_enterprise_install')).toBe('false');
  });

  it.each([
    [{ status: 500, body: '' }, 'http_service_error'],
    [{ status: 200, body: '{"blocks":[{"type":"header"}]}' }, 'invalid_command_response'],
    [{ status: 200, body: '[1]' }, 'invalid_command_response'],
  ])('answering %o shows %s', async (given, problem) => {
    answer = given;
    expect((await rig.slack.command(ids.carol, ids.general, '/aurora')).problem).toBe(problem);
    const line = await rig.slack.waitForEphemeral(ids.carol, (each) => each.origin === 'slackbot');
    expect(line.text).toBe(`/aurora failed with the error "${problem}"`);
  });

  it('shows dispatch_failed when nobody listens', async () => {
    rig.proxy.setBotUrl('http://127.0.0.1:9/');
    expect((await rig.slack.command(ids.alice, ids.general, '/aurora')).problem).toBe('dispatch_failed');
  });
});
