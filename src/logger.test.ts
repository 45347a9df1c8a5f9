import { describe, expect, it } from 'vitest';
import { mask } from './logger.ts';
import { newKeyPair } from './signing.ts';

describe('mask', () => {
  it.each([
    ['token xoxb-123456-abcdef is bad', 'token [secret] is bad'],
    ['xapp-1-A012-3456-abcdef', '[secret]'],
    ['key AKIAIOSFODNN7EXAMPLE of', 'key [secret] of'],
    ['ASIAQ3EGRIOBAAAAAAAA', '[secret]'],
    ['redis://user:hunter2@cache:6379/0', 'redis://user:[secret]@cache:6379/0'],
    ['redis://:hunter2@cache', 'redis://:[secret]@cache'],
    ['https://example.com/a:b', 'https://example.com/a:b'],
    [`the key ${newKeyPair().signingKey} of the bot`, 'the key [secret] of the bot'],
    ['cluster orders in eu-west-1', 'cluster orders in eu-west-1'],
  ])('%s', (text, masked) => {
    expect(mask(text)).toBe(masked);
  });
});
