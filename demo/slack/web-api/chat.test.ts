import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { asText, type Json } from '../json.ts';
import { type Rig, refusal, startRig } from '../testing/rig.ts';
import { ids } from '../workspace.ts';

let rig: Rig;

beforeAll(async () => {
  rig = await startRig();
});

beforeEach(() => rig.proxy.world.messages.clear());

afterAll(() => rig.close());

const divider = { type: 'divider' as const };
const section = (text: string) => ({ type: 'section' as const, text: { type: 'mrkdwn' as const, text } });
const post = async (more: object): Promise<Json & { ts: string }> => {
  const answer: Json = {
    ...(await rig.client.apiCall('chat.postMessage', { channel: ids.databases, text: 'hi', ...more })),
  };
  return { ...answer, ts: asText(answer.ts) };
};

describe('chat.postMessage', () => {
  it('knows where the bot may write', async () => {
    expect((await refusal(post({ channel: 'CNOWHERE' }))).error).toBe('channel_not_found');
    expect((await refusal(post({ channel: ids.privateNoBot }))).error).toBe('channel_not_found');
    expect((await refusal(post({ channel: ids.publicNoBot }))).error).toBe('not_in_channel');
    expect((await refusal(post({ channel: ids.archived }))).error).toBe('is_archived');
    expect((await refusal(post({ channel: ids.gone }))).error).toBe('channel_not_found');
    expect(await post({ channel: '#general' })).toMatchObject({ channel: ids.general });
    expect(await post({ channel: ids.alice })).toMatchObject({ ok: true, channel: expect.stringMatching(/^D/) });
  });

  it('may write to public channels with chat:write.public', async () => {
    const outsider = await startRig({ scopes: ['chat:write', 'chat:write.public'] });
    expect(await outsider.client.chat.postMessage({ channel: ids.publicNoBot, text: 'hi' })).toMatchObject({
      ok: true,
    });
    await outsider.close();
  });

  it('needs something to say', async () => {
    expect((await refusal(post({ text: '' }))).error).toBe('no_text');
    expect((await refusal(post({ text: '', blocks: [] }))).error).toBe('no_text');
    expect(await post({ text: '', blocks: [divider] })).toMatchObject({ ok: true });
    expect(await post({ text: '', attachments: [{ text: 'old style' }] })).toMatchObject({ ok: true });
  });

  it('lists what is wrong with blocks, as Slack does', async () => {
    const { error, data } = await refusal(post({ blocks: [divider, section('')] }));
    expect(error).toBe('invalid_blocks');
    expect(data.errors).toEqual([
      'failed to match all allowed schemas [json-pointer:/blocks/1/text]',
      'must be more than 0 characters [json-pointer:/blocks/1/text/text]',
    ]);
    expect(data.response_metadata).toMatchObject({
      messages: [expect.stringMatching(/^\[ERROR\] failed/), expect.anything()],
    });
    expect(rig.slack.messages(ids.databases)).toEqual([]);
  });

  it('refuses 51 blocks, too much text, bad metadata, a double body', async () => {
    expect((await refusal(post({ blocks: Array.from({ length: 51 }, () => divider) }))).error).toBe('invalid_blocks');
    expect((await refusal(post({ blocks: Array.from({ length: 5 }, () => section('x'.repeat(2700))) }))).error).toBe(
      'msg_blocks_too_long',
    );
    expect((await refusal(post({ metadata: { event_type: 'a' } }))).error).toBe('invalid_metadata_format');
    expect((await refusal(post({ markdown_text: 'a' }))).error).toBe('markdown_text_conflict');
    expect((await refusal(post({ attachments: Array.from({ length: 101 }, () => ({ text: 'a' })) }))).error).toBe(
      'too_many_attachments',
    );
    expect((await refusal(post({ attachments: [{ blocks: [section('')] }] }))).error).toBe('invalid_blocks');
  });

  it('cuts a text of more than 40,000 characters', async () => {
    expect(await post({ text: 'x'.repeat(40_001) })).toMatchObject({
      warning: 'message_truncated',
      message: { text: 'x'.repeat(40_000) },
    });
  });

  it('keeps metadata and makes up ids', async () => {
    const metadata = { event_type: 'audit', event_payload: { id: 'a1' } };
    const button = { type: 'button', text: { type: 'plain_text', text: 'Go' } };
    const answer = await post({ metadata, blocks: [{ type: 'actions', elements: [button] }] });
    expect(answer).toMatchObject({
      message: { metadata, blocks: [{ block_id: expect.any(String), elements: [{ action_id: expect.any(String) }] }] },
    });
  });

  it('replies only where there is a message', async () => {
    const { ts } = await post({});
    expect(await post({ thread_ts: ts })).toMatchObject({ message: { thread_ts: ts } });
    expect((await refusal(post({ thread_ts: '1.2' }))).error).toBe('thread_not_found');
  });
});

describe('chat.update and chat.delete', () => {
  const update = (more: object) => rig.client.apiCall('chat.update', { channel: ids.databases, ...more });

  it('know only the bot’s own messages', async () => {
    const { ts } = await rig.slack.say(ids.alice, ids.databases, 'mine');
    expect((await refusal(update({ ts, text: 'x' }))).error).toBe('cant_update_message');
    expect((await refusal(rig.client.chat.delete({ channel: ids.databases, ts }))).error).toBe('cant_delete_message');
    expect((await refusal(update({ ts: '1.2', text: 'x' }))).error).toBe('message_not_found');
    expect((await refusal(rig.client.chat.delete({ channel: ids.databases, ts: '1.2' }))).error).toBe(
      'message_not_found',
    );
    expect((await refusal(update({ channel: ids.archived, ts, text: 'x' }))).error).toBe('is_inactive');
    expect((await refusal(update({ channel: '#general', ts, text: 'x' }))).error).toBe('channel_not_found');
  });

  it('do not reach ephemeral messages', async () => {
    const { message_ts: ts } = await rig.client.chat.postEphemeral({
      channel: ids.databases,
      user: ids.bob,
      text: 'psst',
    });
    expect((await refusal(update({ ts, text: 'x' }))).error).toBe('message_not_found');
  });

  it('count bytes of the text, and need one', async () => {
    const { ts } = await post({});
    expect((await refusal(update({ ts, text: 'x'.repeat(4001) }))).error).toBe('msg_too_long');
    expect((await refusal(update({ ts, text: 'é'.repeat(2001) }))).error).toBe('msg_too_long');
    expect((await refusal(update({ ts, text: '' }))).error).toBe('no_text');
    expect((await refusal(update({ ts }))).error).toBe('no_text');
    expect(await update({ ts, text: 'x'.repeat(4000) })).toMatchObject({ ok: true });
  });

  it('take blocks away when only a text is given, as the method’s page says', async () => {
    const { ts } = await post({ blocks: [divider] });
    await update({ ts, text: 'without' });
    expect(rig.slack.messages(ids.databases)[0]).toMatchObject({ text: 'without', blocks: [], edits: 1 });
    await update({ ts, blocks: [section('with')] });
    expect(rig.slack.messages(ids.databases)[0]).toMatchObject({ blocks: [section('with')], edits: 2 });
    await rig.client.chat.delete({ channel: ids.databases, ts });
    expect(rig.slack.messages(ids.databases)).toEqual([]);
  });
});

describe('chat.postEphemeral', () => {
  it('reaches people in the channel, and nobody else sees it', async () => {
    const whisper = (user: string, channel: string = ids.general) =>
      rig.client.chat.postEphemeral({ channel, user, text: 'psst' });
    expect((await refusal(whisper(ids.guest))).error).toBe('user_not_in_channel');
    expect((await refusal(whisper('UNOBODY'))).error).toBe('user_not_found');
    expect((await refusal(whisper(ids.alice, ids.publicNoBot))).error).toBe('not_in_channel');
    expect(await whisper(ids.alice)).toMatchObject({ message_ts: expect.any(String) });
    expect(rig.slack.ephemerals(ids.alice)).toHaveLength(1);
    expect(rig.slack.messages(ids.general)).toEqual([]);
  });
});
