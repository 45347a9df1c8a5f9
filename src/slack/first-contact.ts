import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { ConfigurationError } from '../domain/errors.ts';

/** Slack knows these credentials and will not have them; only a person can mend that. */
const refusals: ReadonlySet<string> = new Set([
  'invalid_auth',
  'not_authed',
  'account_inactive',
  'token_revoked',
  'token_expired',
  'not_allowed_token_type',
  'missing_scope',
]);

const pauseMs = 5_000;

/** Starts talking to Slack. Wrong tokens are a fault of the configuration; anything else may pass, so it tries on. */
export async function untilSlackAnswers(begin: () => Promise<void>, logger: Logger): Promise<void> {
  for (;;) {
    try {
      await begin();
      return;
    } catch (error) {
      const code = slackCode(error);
      if (code !== undefined && refusals.has(code)) {
        throw new ConfigurationError([
          `Slack refuses SLACK_BOT_TOKEN or SLACK_APP_TOKEN (${code}). Copy them again from https://api.slack.com/apps.`,
        ]);
      }
      if (isAddressTaken(error))
        throw new ConfigurationError([`AURORA_PORT is taken by another process (${String(error)})`]);
      logger.warn({ err: error, pauseMs }, 'Slack cannot be reached; trying on');
      await sleep(pauseMs);
    }
  }
}

const slackCode = (error: unknown): string | undefined => {
  const { data } = Object(error) as { data?: { error?: unknown } };
  return typeof data?.error === 'string' ? data.error : undefined;
};

const isAddressTaken = (error: unknown): boolean => (Object(error) as { code?: unknown }).code === 'EADDRINUSE';
