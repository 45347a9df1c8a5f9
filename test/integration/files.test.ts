import { WebClient } from '@slack/web-api';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { manifestScopes } from '../../demo/manifest-scopes.ts';
import { type DemoSlack, startDemoSlack } from '../../demo/slack/start.ts';
import { ids } from '../../demo/slack/workspace.ts';
import { drawOpenFindings } from '../../src/charts/draw-open-findings.ts';
import { PermanentError, PictureNotReady, PlaceUnavailable } from '../../src/domain/errors.ts';
import type { View } from '../../src/domain/message.ts';
import type { Notifier, RateLimit } from '../../src/domain/ports.ts';
import { createNotifier } from '../../src/slack/notifier.ts';
import { translate } from '../../src/slack/slack-errors.ts';

let demo: DemoSlack;
const unlimited: RateLimit = { take: async () => {}, tryTake: async () => 0 };
const place = { channelId: ids.databases };

const notifierWith = (pictureWaitsMs: readonly number[], botToken = demo.env.SLACK_BOT_TOKEN ?? ''): Notifier =>
  createNotifier({ botToken, apiUrl: demo.apiUrl, metas: [], accounts: [], limit: unlimited, pictureWaitsMs });

const view: View = {
  kind: 'audit-problem',
  problem: 'nothing to scan',
  audit: {
    id: '7f3k',
    scope: { accounts: [], regions: [], rules: [], tags: {} },
    requestedBy: { userId: ids.alice, channelId: ids.databases },
    requestedAt: '2026-11-21T09:00:00.000Z',
    state: 'failed',
    estateHash: '',
  },
};

const picture = async () => {
  const series = [4, 6, 5].map((open, index) => ({ day: `2026-11-${19 + index}`, open, opened: 1, fixed: 1 }));
  const { png, alt } = await drawOpenFindings(series);
  return { name: 'open-findings.png', png, altText: alt };
};

/** What Slack says of a picture it has not looked into yet. */
const unready = {
  kind: 'error',
  error: 'invalid_blocks',
  details: { response_metadata: { messages: ['[ERROR] invalid slack file [json-pointer:/blocks/1/slack_file]'] } },
} as const;

beforeAll(async () => {
  demo = await startDemoSlack({ scopes: manifestScopes() });
});
afterEach(() => demo.proxy.faults.clear());
afterAll(() => demo.close());

describe('a file', () => {
  it('is put where people see it, text or bytes, and known by its id', async () => {
    const { png } = await picture();
    const text = await notifierWith([]).upload(place, { name: 'a.csv', content: 'x\n', comment: 'A list' });
    const bytes = await notifierWith([]).upload(place, { name: 'b.png', content: png, comment: 'B', altText: 'b' });
    const files = demo.slack.files();
    expect(files.find(({ id }) => id === text.fileId)).toMatchObject({ name: 'a.csv', channel: ids.databases });
    expect(files.find(({ id }) => id === bytes.fileId)).toMatchObject({ altText: 'b', mimetype: 'image/png' });
    expect(files.find(({ id }) => id === bytes.fileId)?.bytes.equals(png)).toBe(true);
  });

  it('that may not be there is an error that the queue knows', async () => {
    const upload = (channelId: string) =>
      notifierWith([]).upload({ channelId }, { name: 'a.csv', content: 'x', comment: '' });
    await expect(upload(ids.publicNoBot)).rejects.toThrow(PlaceUnavailable);
    demo.proxy.faults.next('files.getUploadURLExternal', { kind: 'error', error: 'missing_scope' });
    await expect(upload(ids.databases)).rejects.toThrow(PermanentError);
  });
});

describe('a picture', () => {
  it('goes to Slack without being shown, and then into a message by its id', async () => {
    const given = await picture();
    const uploaded = await notifierWith([]).uploadPicture(given);
    if (!('fileId' in uploaded)) throw new Error(uploaded.refused);
    const file = demo.slack.files().find(({ id }) => id === uploaded.fileId);
    expect(file?.bytes.equals(given.png)).toBe(true);
    expect(file).toMatchObject({ altText: given.altText, mimetype: 'image/png' });
    expect(file?.channel).toBeUndefined();

    const client = new WebClient(demo.env.SLACK_BOT_TOKEN, { slackApiUrl: demo.apiUrl, retryConfig: { retries: 0 } });
    const image = { type: 'image' as const, slack_file: { id: uploaded.fileId }, alt_text: given.altText };
    const post = () =>
      client.chat.postMessage({ channel: ids.databases, text: given.altText, blocks: [image] }).catch((error) => {
        throw translate(error);
      });
    await expect(post()).rejects.toThrow(PictureNotReady);
    await expect.poll(() => post().then(({ ok }) => ok), { timeout: 5_000 }).toBe(true);
  });

  it.each([
    ['the scope is missing', { kind: 'error', error: 'missing_scope' }, /lacks the scope files:write/],
    [
      'uploads are off',
      { kind: 'error', error: 'file_uploads_disabled' },
      /refused the picture: file_uploads_disabled/,
    ],
    ['Slack asks to wait', { kind: 'rate-limited', retryAfter: 30 }, /did not reach Slack/],
    ['Slack is broken', { kind: 'html' }, /did not reach Slack/],
    ['the connection is', { kind: 'drop' }, /did not reach Slack/],
  ] as const)('is refused in words when %s', async (_, fault, words) => {
    demo.proxy.faults.next('files.getUploadURLExternal', fault);
    expect(await notifierWith([]).uploadPicture(await picture())).toEqual({ refused: expect.stringMatching(words) });
  });

  it('is refused in words when its bytes or its completion fail', async () => {
    for (const method of ['upload', 'files.completeUploadExternal']) {
      demo.proxy.faults.next(method, { kind: 'status', status: 500 });
      expect(await notifierWith([]).uploadPicture(await picture())).toHaveProperty('refused');
    }
  });

  it('with a very long description is cut to what Slack takes', async () => {
    const uploaded = await notifierWith([]).uploadPicture({ ...(await picture()), altText: '😀'.repeat(1_200) });
    if (!('fileId' in uploaded)) throw new Error(uploaded.refused);
    expect(demo.slack.files().find(({ id }) => id === uploaded.fileId)?.altText).toBe('😀'.repeat(1_000));
  });
});

describe('a message with a picture that Slack has not looked into', () => {
  it('is tried again, and posted once', async () => {
    demo.proxy.faults.next('chat.postMessage', unready, 2);
    const before = demo.proxy.calls('chat.postMessage').length;
    const { ts } = await notifierWith([1, 1, 1]).post(place, view);
    expect(demo.proxy.calls('chat.postMessage')).toHaveLength(before + 3);
    const posted = demo.slack.messages(ids.databases).filter((message) => message.ts === ts);
    expect(posted).toHaveLength(1);
    demo.proxy.faults.next('chat.update', unready, 1);
    await notifierWith([1]).update({ channelId: ids.databases, ts }, view);
  });

  it('is given up with an error of its own, so that it goes out without', async () => {
    demo.proxy.faults.next('chat.postMessage', unready, 3);
    await expect(notifierWith([1, 1]).post(place, view)).rejects.toThrow(PictureNotReady);
  });

  it('is no excuse for other blocks that Slack does not take', async () => {
    demo.proxy.faults.next('chat.postMessage', {
      kind: 'error',
      error: 'invalid_blocks',
      details: { response_metadata: { messages: ['[ERROR] no more than 50 items allowed [json-pointer:/blocks]'] } },
    });
    await expect(notifierWith([1]).post(place, view)).rejects.toThrow(PermanentError);
  });
});
