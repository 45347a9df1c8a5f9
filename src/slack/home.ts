import type { App } from '@slack/bolt';
import type { SlackDeps } from './deps.ts';

/** The tab is drawn by a worker: here it is only noted who looks. */
export function registerHome(app: App, { homes, queue, ready, now, logger }: SlackDeps): void {
  app.event('app_home_opened', async ({ event }) => {
    if (event.tab !== 'home' || !ready()) return;
    try {
      await homes.opened(event.user, now().getTime());
      await queue.publishHome(event.user);
    } catch (error) {
      logger.warn({ err: error }, 'a Home could not be queued; it is drawn with the next change');
      // Which this is: a worker draws for all who have looked.
      await homes.touch().catch(() => {});
    }
  });
}
