import type { WebClient } from '@slack/web-api';
import type { Transition } from '../domain/life/transition.ts';
import { approvalMessageId } from '../domain/message.ts';
import type { SlackDeps } from './deps.ts';

/** Link to a message; undefined when Slack does not say it in time. */
export type LinkTo = (channelId: string, ts: string) => Promise<string | undefined>;

/** A slash command has three seconds. */
const patienceMs = 1_000;

export const linkTo =
  (client: Pick<WebClient, 'chat'>): LinkTo =>
  async (channelId, ts) => {
    const asked = client.chat.getPermalink({ channel: channelId, message_ts: ts }).catch(() => undefined);
    const late = new Promise<undefined>((resolve) => setTimeout(resolve, patienceMs, undefined).unref());
    return (await Promise.race([asked, late]))?.permalink;
  };

const most = 5;

/** Links to the cards of the approvals that transitions name, the newest few, by approval id. */
export async function cardLinks(
  { messages }: Pick<SlackDeps, 'messages'>,
  timeline: readonly Transition[],
  link: LinkTo,
): Promise<ReadonlyMap<string, string>> {
  const ids = timeline.flatMap(({ by }) => (by.kind === 'remediation' ? [by.approvalId] : []));
  const links = await Promise.all(
    [...new Set(ids)].slice(0, most).map(async (id): Promise<[string, string][]> => {
      const message = await messages.get(approvalMessageId(id));
      // The first copy is where it was asked for; those in direct messages are for their reader alone.
      const copy = message?.copies.find(
        ({ channelId, ts, gone }) => ts !== undefined && gone === undefined && !channelId.startsWith('D'),
      );
      const url = copy?.ts === undefined ? undefined : await link(copy.channelId, copy.ts);
      return url === undefined ? [] : [[id, url]];
    }),
  );
  return new Map(links.flat());
}
