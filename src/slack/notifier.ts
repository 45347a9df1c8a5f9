import { setTimeout as sleep } from 'node:timers/promises';
import { WebAPIHTTPError, WebClient } from '@slack/web-api';
import type { Account } from '../domain/accounts.ts';
import { PictureNotReady, PostUncertain, TryAgainIn } from '../domain/errors.ts';
import type { Notifier, RateLimit } from '../domain/ports.ts';
import type { Route } from '../domain/routing.ts';
import type { RuleMeta } from '../domain/rule.ts';
import { homeView } from './blocks/home.ts';
import { render } from './blocks/render.ts';
import type { RenderContext } from './blocks/rendered.ts';
import { ownPicture, sharedFile, uploadFile, whyNoPicture } from './files.ts';
import { findMessage, markOf } from './find-message.ts';
import { createGroupNames } from './group-names.ts';
import { isGoneView, slackErrorCode, translate } from './slack-errors.ts';
import { approvalModal } from './views/approval-modal.ts';

export interface NotifierOptions {
  readonly botToken: string;
  readonly apiUrl: string | undefined;
  readonly metas: readonly RuleMeta[];
  readonly accounts: readonly Account[];
  /** Whose groups are called by their handles. */
  readonly routes?: readonly Route[];
  /** Shared by all workers: Slack's limits are per workspace. */
  readonly limit: RateLimit;
  /** How long to wait for Slack to take a new picture, try by try, in milliseconds. */
  readonly pictureWaitsMs?: readonly number[];
}

/** https://docs.slack.dev/apis/web-api/rate-limits: chat.update is Tier 3 (50 a minute), views.publish Tier 4 (100 and more), posts one a second and channel. */
export const slackRates = {
  'chat.update': { requests: 50, seconds: 60 },
  'views.publish': { requests: 80, seconds: 60 },
  'chat.postMessage': { requests: 1, seconds: 1 },
} as const;

const timeoutMs = 10_000;
/** A report of ten thousand findings has several megabytes. */
const uploadTimeoutMs = 60_000;
/** Slack looks into a new picture for some seconds, and takes no message with it before. */
const pictureWaits = [1_000, 2_000, 4_000] as const;

/**
 * The worker's side of Slack. Edits are repeated on trouble. A post is sent once and left to the queue to repeat, which
 * looks first whether it got through: Slack has no key that would make a repeated post the same post.
 */
export function createNotifier(options: NotifierOptions): Notifier {
  const { botToken, apiUrl, metas, accounts, routes = [], limit, pictureWaitsMs = pictureWaits } = options;
  const shared = {
    ...(apiUrl === undefined ? {} : { slackApiUrl: apiUrl }),
    timeout: timeoutMs,
    rejectRateLimitedCalls: true,
  };
  const once = new WebClient(botToken, { ...shared, retryConfig: { retries: 0 } });
  const patient = new WebClient(botToken, {
    ...shared,
    retryConfig: { retries: 2, minTimeout: 500, maxTimeout: 2_000 },
  });

  const uploader = new WebClient(botToken, { ...shared, timeout: uploadTimeoutMs, retryConfig: { retries: 0 } });

  const call = async <T>(send: () => Promise<T>): Promise<T> => {
    try {
      return await send();
    } catch (error) {
      throw translate(error);
    }
  };
  /** Slack's refusals are clear; anything else leaves open whether it took the post. */
  const callOnce = async <T>(send: () => Promise<T>): Promise<T> => {
    try {
      return await send();
    } catch (error) {
      const translated = translate(error);
      if (translated !== error || slackErrorCode(error) !== undefined) throw translated;
      throw new PostUncertain(error instanceof WebAPIHTTPError, error);
    }
  };
  const within = async (key: string): Promise<void> => {
    const waitMs = await limit.tryTake(key);
    if (waitMs > 0) throw new TryAgainIn(waitMs, `Slack allows no more ${key} for now`);
  };

  const onceReady = async <T>(send: () => Promise<T>): Promise<T> => {
    for (const waitMs of pictureWaitsMs) {
      try {
        return await send();
      } catch (error) {
        if (!(error instanceof PictureNotReady)) throw error;
        await sleep(waitMs);
      }
    }
    return send();
  };

  const names = createGroupNames(patient, Date.now);
  const owned = routes.some(({ owners }) => owners.length > 0);
  const drawing = async (): Promise<RenderContext> => ({
    metas,
    accounts,
    now: new Date(),
    ...(owned ? { groupNames: await names() } : {}),
  });

  return {
    post: async ({ channelId, threadTs }, view, mark) => {
      const { text, blocks } = render(view, await drawing());
      const answer = await onceReady(async () => {
        await within(`chat.postMessage:${channelId}`);
        return callOnce(() =>
          once.chat.postMessage({
            channel: channelId,
            text,
            blocks,
            unfurl_links: false,
            unfurl_media: false,
            ...(threadTs === undefined ? {} : { thread_ts: threadTs }),
            ...(mark === undefined ? {} : { metadata: markOf(mark) }),
          }),
        );
      });
      if (answer.ts === undefined || answer.channel === undefined)
        throw new Error('Slack answered a post without its timestamp');
      return { channelId: answer.channel, ts: answer.ts };
    },
    find: (place, mark, sentAt) => call(() => findMessage(patient, place, mark, sentAt)),
    update: async ({ channelId, ts }, view) => {
      const { text, blocks } = render(view, await drawing());
      await onceReady(async () => {
        await within('chat.update');
        await call(() => patient.chat.update({ channel: channelId, ts, text, blocks }));
      });
    },
    directMessage: async (userId) => {
      const { channel } = await call(() => patient.conversations.open({ users: userId }));
      if (channel?.id === undefined) throw new Error('Slack answered conversations.open without a channel');
      return channel.id;
    },
    updateModal: async (viewId, content) => {
      try {
        await patient.views.update({ view_id: viewId, view: approvalModal(content, await drawing()) });
        return true;
      } catch (error) {
        if (isGoneView(error)) return false;
        throw translate(error);
      }
    },
    publishHome: async (home) => {
      await within('views.publish');
      const view = homeView(home, await drawing());
      await call(() => patient.views.publish({ user_id: home.userId, view }));
    },
    upload: async (place, file) => ({ fileId: await call(() => uploadFile(uploader, sharedFile(place, file))) }),
    uploadPicture: async (picture) => {
      try {
        return { fileId: await uploadFile(uploader, ownPicture(picture)) };
      } catch (error) {
        return { refused: whyNoPicture(error) };
      }
    },
  };
}
