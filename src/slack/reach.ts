import type { AllMiddlewareArgs } from '@slack/bolt';
import { slackErrorCode } from './slack-errors.ts';

type Client = Pick<AllMiddlewareArgs['client'], 'conversations'>;

const invite = 'I am not in this channel, so I could not post there. Invite me: `/invite @Aurora Keeper`.';

/**
 * Why the bot could not post in a channel, as a sentence; undefined when it can, or when Slack does not say (a missing
 * scope, a direct message): then the first post finds out.
 */
export async function whyUnreachable(client: Client, channelId: string): Promise<string | undefined> {
  if (channelId.startsWith('D')) return undefined;
  try {
    const { channel } = await client.conversations.info({ channel: channelId });
    if (channel?.is_archived === true) return 'This channel is archived, so nothing can be posted there.';
    return channel?.is_member === false ? invite : undefined;
  } catch (error) {
    return slackErrorCode(error) === 'channel_not_found' ? invite : undefined;
  }
}
