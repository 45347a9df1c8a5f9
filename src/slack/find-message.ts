import type { WebClient } from '@slack/web-api';
import type { Place } from '../domain/ports.ts';
import { slackErrorCode } from './slack-errors.ts';

/** Carried by every message of the worker, so that it can be known again: ids only, since anybody may read it. */
export const markOf = (mark: string) => ({ event_type: 'aurora_keeper_message', event_payload: { id: mark } });

/** Slack's clock and ours may differ by this; seconds. */
const clocksDiffer = 300;
const pagesRead = 5;

/** Nothing that trying again would change: the app may not read there, or there is nothing to read. */
const blind: ReadonlySet<string> = new Set([
  'missing_scope',
  'not_in_channel',
  'channel_not_found',
  'thread_not_found',
  'is_archived',
  'not_allowed_token_type',
  'no_permission',
]);

/**
 * Looks for a message with this mark since `sentAt` (milliseconds since the epoch). Needs `channels:history`,
 * `groups:history` or `im:history`, which the manifest asks for as optional: without them it finds nothing.
 * https://docs.slack.dev/reference/methods/conversations.history
 */
export async function findMessage(
  patient: WebClient,
  { channelId, threadTs }: Place,
  mark: string,
  sentAt: number,
): Promise<{ channelId: string; ts: string } | undefined> {
  const since = { channel: channelId, oldest: String(sentAt / 1_000 - clocksDiffer), include_all_metadata: true };
  let cursor: string | undefined;
  for (let page = 0; page < pagesRead; page += 1) {
    const more = cursor === undefined ? {} : { cursor };
    try {
      const { messages = [], response_metadata: next } =
        threadTs === undefined
          ? await patient.conversations.history({ ...since, ...more, limit: 200 })
          : await patient.conversations.replies({ ...since, ...more, limit: 200, ts: threadTs });
      const found = messages.find((message) => hasMark(message, mark));
      if (found?.ts !== undefined) return { channelId, ts: found.ts };
      cursor = next?.next_cursor;
    } catch (error) {
      if (blind.has(slackErrorCode(error) ?? '')) return undefined;
      throw error;
    }
    if (cursor === undefined || cursor === '') return undefined;
  }
  return undefined;
}

function hasMark(message: object, mark: string): boolean {
  const { metadata } = message as { metadata?: { event_type?: unknown; event_payload?: { id?: unknown } } };
  return metadata?.event_type === markOf(mark).event_type && metadata.event_payload?.id === mark;
}
