import { randomBytes, randomInt } from 'node:crypto';
import type { Clock } from '../clock.ts';
import { SlackRefusal } from '../refusal.ts';

/** Milliseconds. */
export const TRIGGER_LIFE_MS = 3000;

export interface TriggerBook {
  /** A new trigger id for something this person just did, perhaps inside a view. */
  issue(user: string, viewId?: string): string;
  /** Looks at a trigger without using it up. @throws SlackRefusal with Slack's error name */
  check(id: string): { user: string; viewId?: string };
  /** Uses it up. @throws SlackRefusal */
  exchange(id: string): { user: string; viewId?: string };
}

/**
 * Trigger ids: they live 3 seconds and work once (docs.slack.dev/interactivity/handling-user-interaction).
 * Errors: `invalid_trigger_id`, `expired_trigger_id`, `exchanged_trigger_id`.
 */
export function createTriggerBook(clock: Clock, lifeMs = TRIGGER_LIFE_MS): TriggerBook {
  const issued = new Map<string, { user: string; viewId?: string; bornAt: number; used: boolean }>();
  const check = (id: string) => {
    const trigger = issued.get(id);
    if (trigger === undefined) throw new SlackRefusal('invalid_trigger_id');
    if (trigger.used) throw new SlackRefusal('exchanged_trigger_id');
    if (clock() - trigger.bornAt > lifeMs) throw new SlackRefusal('expired_trigger_id');
    return trigger;
  };
  return {
    issue: (user, viewId) => {
      const id = `${randomInt(1e12)}.${randomInt(1e12)}.${randomBytes(16).toString('hex')}`;
      issued.set(id, { user, bornAt: clock(), used: false, ...(viewId === undefined ? {} : { viewId }) });
      return id;
    },
    check,
    exchange: (id) => {
      const trigger = check(id);
      trigger.used = true;
      return trigger;
    },
  };
}
