import type { Logger } from 'pino';
import { TryAgainIn } from '../domain/errors.ts';
import type { LifeStore } from '../domain/life/ports.ts';
import type { Transition } from '../domain/life/transition.ts';
import type { WebhookSender } from '../domain/ports.ts';
import { againAfterMs } from '../domain/webhook/again-after.ts';
import { eventOf } from '../domain/webhook/event.ts';
import type { JobContext, Payload } from './catalog.ts';

export interface DeliverWebhookDeps {
  readonly lives: Pick<LifeStore, 'after'>;
  /** Undefined where no webhook is configured (any more): what waits is let go. */
  readonly webhook: WebhookSender | undefined;
  readonly now: () => Date;
  readonly logger: Logger;
}

/** Sends one transition, under its own id whatever the attempt, so that a receiver can tell a repeated one. */
export const deliverWebhook =
  ({ lives, webhook, now, logger }: DeliverWebhookDeps) =>
  async ({ seq }: Payload<'deliver-webhook'>, { signal }: JobContext): Promise<void> => {
    if (webhook === undefined) return;
    const transition = await transitionAt(lives, seq);
    if (transition === undefined) return;
    const at = now();
    const ageMs = Math.max(0, at.getTime() - Date.parse(transition.at));
    const body = JSON.stringify(eventOf(transition));
    let answer: Awaited<ReturnType<WebhookSender>>;
    try {
      answer = await webhook({ id: transition.id, body, at, signal });
    } catch (error) {
      signal.throwIfAborted();
      logger.warn({ err: error, seq }, 'the webhook receiver could not be reached; it is tried again');
      throw new TryAgainIn(againAfterMs(ageMs), 'the webhook receiver could not be reached');
    }
    if (answer.taken) return;
    const { status, askedMs } = answer;
    logger.warn({ status, seq }, 'the webhook receiver did not take an event; it is tried again');
    throw new TryAgainIn(againAfterMs(ageMs, askedMs), `the webhook receiver answered ${status}`);
  };

/** Undefined once it is older than what is kept. */
async function transitionAt(lives: Pick<LifeStore, 'after'>, seq: number): Promise<Transition | undefined> {
  for await (const transition of lives.after(seq - 1, seq)) return transition;
  return undefined;
}
