import { randomBytes } from 'node:crypto';
import type { Clock } from '../clock.ts';
import { SlackRefusal } from '../refusal.ts';

const LIFE_MS = 30 * 60 * 1000;
const USES = 5;

/** What an answer to a `response_url` is about. `messageTs` is the message that carried the control. */
export interface ResponseTarget {
  channel: string;
  user: string;
  messageTs?: string;
}

export interface ResponseUrlBook {
  /** The last part of a new address. */
  issue(target: ResponseTarget): string;
  /** Counts one use. @throws SlackRefusal `expired_url` after 30 minutes, `used_url` after 5 uses */
  use(id: string): ResponseTarget;
}

/** Response addresses: 5 uses in 30 minutes (docs.slack.dev/interactivity/handling-user-interaction). */
export function createResponseUrlBook(clock: Clock): ResponseUrlBook {
  const issued = new Map<string, { target: ResponseTarget; bornAt: number; uses: number }>();
  return {
    issue: (target) => {
      const id = randomBytes(12).toString('hex');
      issued.set(id, { target, bornAt: clock(), uses: 0 });
      return id;
    },
    use: (id) => {
      const found = issued.get(id);
      if (found === undefined || clock() - found.bornAt > LIFE_MS) throw new SlackRefusal('expired_url');
      if (found.uses >= USES) throw new SlackRefusal('used_url');
      found.uses += 1;
      return found.target;
    },
  };
}
