import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { ConfigurationError, PeopleUnavailable, QueueUnavailable, QueueUncertain } from '../domain/errors.ts';
import { answerTo } from './answers.ts';

describe('what people are told about an error', () => {
  it.each<[Error, RegExp]>([
    [new QueueUnavailable('x'), /^The queue is unavailable, nothing was started/],
    [new QueueUncertain('x'), /^It is not known whether that got through/],
    [new Error('Command timed out'), /^It is not known whether that got through/],
    [new PeopleUnavailable('x'), /^Slack did not say who you are, so nothing can be decided now/],
    [new TypeError('x of undefined'), /^Something went wrong on our side/],
  ])('%s', (error, words) => {
    const logged: string[] = [];
    const logger = pino({ level: 'error' }, { write: (line: string) => void logged.push(line) });
    const text = answerTo(error, logger);
    expect(text).toMatch(words);
    expect(text).not.toContain('undefined');
    const reference = /\(ref ([0-9a-f]{6})\)\.$/.exec(text)?.[1] ?? 'none';
    expect(logged.join()).toContain(reference);
  });

  it('is every fault of what was typed, without a reference', () => {
    const error = new ConfigurationError(['No account is called `a`.', 'There is no rule `<b>`.']);
    expect(answerTo(error, pino({ level: 'silent' }))).toBe('No account is called `a`.\nThere is no rule `&lt;b&gt;`.');
  });
});
