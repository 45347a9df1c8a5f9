import { randomBytes } from 'node:crypto';
import type { Logger } from 'pino';
import { ConfigurationError, PeopleUnavailable, QueueUnavailable, QueueUncertain } from '../domain/errors.ts';
import { sentence } from './blocks/mrkdwn.ts';

/** The same id is in the log and on the screen. */
const reference = (): string => randomBytes(3).toString('hex');

const unavailable = 'The queue is unavailable, nothing was started. Please try again in a moment';
const uncertain =
  'It is not known whether that got through: the queue did not answer in time. Look again in a few seconds; doing the same twice is harmless';
const nobodyKnown = 'Slack did not say who you are, so nothing can be decided now. Please try again in a moment';
const broken = 'Something went wrong on our side';

/** Errors of ioredis that tell of a connection lost in the middle. */
const lostConnection =
  /Connection is closed|Command timed out|max retries per request|enableOfflineQueue|ECONNRE|EPIPE/i;

/** What a person is told about an error of a listener. Stack traces stay in the log. */
export function answerTo(error: unknown, logger: Logger): string {
  if (error instanceof ConfigurationError) return error.faults.map(sentence).join('\n');
  const ref = reference();
  logger.error({ err: error, ref }, 'listener failed');
  return `${whatHappened(error)} (ref ${ref}).`;
}

function whatHappened(error: unknown): string {
  if (error instanceof QueueUnavailable) return unavailable;
  if (error instanceof PeopleUnavailable) return nobodyKnown;
  if (error instanceof QueueUncertain || (error instanceof Error && lostConnection.test(error.message)))
    return uncertain;
  return broken;
}

/** Throws before anything is stored when Redis is not there. */
export function insistOnQueue(ready: () => boolean): void {
  if (!ready()) throw new QueueUnavailable('Redis is not connected');
}
