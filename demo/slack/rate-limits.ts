import type { Clock } from './clock.ts';
import { asText, type Json } from './json.ts';

const MINUTE_MS = 60_000;

// docs.slack.dev/apis/web-api/rate-limits: calls a minute that a tier surely allows.
const TIERS = { 1: 1, 2: 20, 3: 50, 4: 100 } as const;

// Tiers from the methods' pages; usergroups.* from copies of Slack's method descriptions.
const tierOf: Record<string, keyof typeof TIERS> = {
  'apps.connections.open': 1,
  'bots.info': 3,
  'chat.delete': 3,
  'chat.postEphemeral': 4,
  'chat.update': 3,
  'conversations.history': 3,
  'conversations.info': 3,
  'conversations.list': 2,
  'conversations.members': 4,
  'conversations.open': 3,
  'conversations.replies': 3,
  'emoji.list': 2,
  'files.completeUploadExternal': 4,
  'files.getUploadURLExternal': 4,
  'files.info': 4,
  'reactions.add': 3,
  'reactions.remove': 2,
  'team.info': 3,
  'usergroups.list': 2,
  'usergroups.users.list': 2,
  'users.conversations': 3,
  'users.info': 4,
  'users.list': 2,
  'users.lookupByEmail': 3,
  'views.open': 4,
  'views.publish': 4,
  'views.push': 4,
  'views.update': 4,
};

/** `chat.postMessage`: about one a second in a channel; bursts of this many are let through. */
const POST_BURST = 5;

/** Seconds that a call must wait, or undefined when it may go ahead. Counts the calls that may. */
export type RateLimiter = (method: string, args: Json) => number | undefined;

/**
 * Slack's rate limits for one app in one workspace, no kinder than the documentation promises. `apps.connections.open`
 * is let off, because each reconnect needs one.
 */
export function createRateLimiter(clock: Clock): RateLimiter {
  const calls = new Map<string, number[]>();
  return (method, args) => {
    const isPost = method === 'chat.postMessage';
    const tier = tierOf[method];
    if (!isPost && (tier === undefined || tier === 1)) return undefined;
    const [limit, span] = isPost ? [POST_BURST, POST_BURST * 1000] : [TIERS[tier ?? 4], MINUTE_MS];
    const key = isPost ? `${method} ${asText(args.channel)}` : method;
    const recent = (calls.get(key) ?? []).filter((at) => at > clock() - span);
    calls.set(key, recent);
    const oldest = recent[0];
    if (recent.length >= limit && oldest !== undefined) return Math.max(1, Math.ceil((oldest + span - clock()) / 1000));
    recent.push(clock());
    return undefined;
  };
}
