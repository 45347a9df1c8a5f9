import { asObject, asText, type Json } from '../json.ts';
import type { World } from '../world.ts';
import type { Courier } from './courier.ts';

// docs.slack.dev/apis/events-api: at once, after a minute, after five minutes.
const RETRIES_MS = [0, 60_000, 300_000];

const channelTypes = { public: 'channel', private: 'group', im: 'im' } as const;

/** The event as Slack sends it: with the right `channel_type`, and with the Home tab that is already there. */
export function completeEvent(world: World, payload: Json): Json {
  const event = asObject(payload.event);
  const kind = world.channels.find(asText(event.channel))?.kind;
  const home = event.type === 'app_home_opened' ? world.views.home(asText(event.user)) : undefined;
  return {
    ...payload,
    event: {
      ...event,
      ...(event.channel_type !== undefined && kind !== undefined ? { channel_type: channelTypes[kind] } : {}),
      ...(home === undefined ? {} : { view: home.wire }),
    },
  };
}

/** The name under which a manifest subscribes to an event. */
export function subscriptionOf(event: Json): string {
  const suffix = { im: 'im', group: 'groups', channel: 'channels' }[asText(event.channel_type)];
  return event.type === 'message' && suffix !== undefined ? `message.${suffix}` : asText(event.type);
}

export interface EventSender {
  /** Sends an event; one that is not acknowledged in 3 seconds comes again, up to three times. */
  send(payload: Json): Promise<void>;
  close(): void;
}

export function createEventSender(courier: Courier): EventSender {
  const timers = new Set<NodeJS.Timeout>();
  const attempt = async (payload: Json, count: number): Promise<void> => {
    const retry = count === 0 ? undefined : { attempt: count, reason: 'timeout' };
    const { answer } = await courier.carry('events_api', payload, retry);
    const wait = RETRIES_MS[count];
    if (answer.status === 'acked' || wait === undefined) return;
    const timer = setTimeout(() => {
      timers.delete(timer);
      void attempt(payload, count + 1);
    }, wait);
    timers.add(timer);
  };
  return {
    send: (payload) => attempt(payload, 0),
    close: () => {
      for (const timer of timers) clearTimeout(timer);
    },
  };
}
