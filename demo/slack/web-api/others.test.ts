import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Rig, refusal, startRig } from '../testing/rig.ts';
import { ids } from '../workspace.ts';

let rig: Rig;

beforeAll(async () => {
  rig = await startRig();
});

afterAll(() => rig.close());

describe('blocks.validate', () => {
  it('needs no token and says what the methods would say', async () => {
    const client = rig.clientWith(undefined);
    const blocks = [{ type: 'section', text: { type: 'invalid', text: 'a' } }];
    expect(await client.apiCall('blocks.validate', { blocks: [{ type: 'divider' }] })).toMatchObject({ ok: true });
    const { error, data } = await refusal(client.apiCall('blocks.validate', { blocks }));
    expect(error).toBe('invalid_blocks');
    expect(data.errors).toContainEqual({
      code: 'failed_constraint',
      message: 'unsupported type: invalid',
      pointer: '/0/text/type',
      constraint: { type: 'enum', expected: ['plain_text', 'mrkdwn'] },
    });
    expect((await refusal(client.apiCall('blocks.validate', { message: { blocks } }))).error).toBe('invalid_message');
    expect((await refusal(client.apiCall('blocks.validate', { view: { type: 'modal' } }))).error).toBe('invalid_view');
    expect((await refusal(client.apiCall('blocks.validate', {}))).error).toBe('invalid_arguments');
  });
});

describe('uploads', () => {
  const png = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  );

  it('keep the bytes, and an image can be shown by its id', async () => {
    const { ts = '' } = await rig.client.chat.postMessage({ channel: ids.databases, text: 'Digest' });
    await rig.client.filesUploadV2({
      channel_id: ids.databases,
      thread_ts: ts,
      file: png,
      filename: 'chart.png',
      alt_text: 'open findings per day',
    });
    const [file] = rig.slack.files();
    expect(file).toMatchObject({
      name: 'chart.png',
      mimetype: 'image/png',
      altText: 'open findings per day',
      threadTs: ts,
    });
    expect(file?.bytes.equals(png)).toBe(true);
    const image = { type: 'image' as const, slack_file: { id: file?.id ?? '' }, alt_text: 'chart' };
    await sleep(rig.proxy.world.fileDelayMs);
    await rig.client.chat.postMessage({ channel: ids.databases, text: 'chart', blocks: [image] });
    const shown = (await (await fetch(`${rig.local.url}/_control/messages/${ids.databases}`)).json()) as {
      messages: { blocks?: { image_url?: string }[] }[];
    };
    const url = shown.messages.at(-1)?.blocks?.[0]?.image_url ?? '';
    expect(Buffer.from(await (await fetch(url)).arrayBuffer()).equals(png)).toBe(true);
  });

  it('cannot be shown before Slack has looked into them', async () => {
    await rig.client.filesUploadV2({ file: png, filename: 'fresh.png' });
    const id = rig.slack.files().at(-1)?.id ?? '';
    const post = () =>
      rig.client.chat.postMessage({
        channel: ids.databases,
        text: 'chart',
        blocks: [{ type: 'image', slack_file: { id }, alt_text: 'chart' }],
      });
    const { error, data } = await refusal(post());
    expect(error).toBe('invalid_blocks');
    expect(JSON.stringify(data.response_metadata)).toContain('[ERROR] invalid slack file');
    await sleep(rig.proxy.world.fileDelayMs);
    expect((await post()).ok).toBe(true);
  });

  it('are refused where messages are, and without bytes', async () => {
    const upload = (channel_id: string) =>
      rig.client.filesUploadV2({ channel_id, file: Buffer.from('a'), filename: 'a.txt' });
    expect((await refusal(upload(ids.publicNoBot))).error).toBe('not_in_channel');
    expect((await refusal(upload(ids.privateNoBot))).error).toBe('channel_not_found');
    const { file_id: id = '' } = await rig.client.files.getUploadURLExternal({ filename: 'a.txt', length: 1 });
    expect((await refusal(rig.client.files.completeUploadExternal({ files: [{ id }] }))).error).toBe('file_not_found');
    expect((await refusal(rig.client.files.getUploadURLExternal({ filename: 'a.txt', length: 0 }))).error).toBe(
      'missing_argument',
    );
    const image = { type: 'image' as const, slack_file: { id: 'FNONE' }, alt_text: 'a' };
    expect(
      (await refusal(rig.client.chat.postMessage({ channel: ids.databases, text: 'a', blocks: [image] }))).error,
    ).toBe('invalid_blocks');
  });
});

describe('identity', () => {
  it('is the workspace’s', async () => {
    const { permalink } = await rig.client.chat.getPermalink({
      channel: ids.databases,
      message_ts: (await rig.client.chat.postMessage({ channel: ids.databases, text: 'a' })).ts ?? '',
    });
    expect(permalink).toMatch(new RegExp(`^http://localhost:\\d+/archives/${ids.databases}/p\\d+$`));
    expect(await rig.client.api.test({})).toMatchObject({ ok: true });
    expect(await rig.client.bots.info({})).toMatchObject({ bot: { user_id: ids.bot } });
  });
});
