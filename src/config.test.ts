import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Environment, publishedSecrets, readConfig } from './config.ts';
import { ConfigurationError } from './domain/errors.ts';
import { newKeyPair } from './signing.ts';

const good = { SLACK_BOT_TOKEN: 'xoxb-1-2-abc', SLACK_APP_TOKEN: 'xapp-1-A-2-abc' };

function faultsOf(env: Record<string, string>): readonly string[] {
  try {
    readConfig(env);
  } catch (error) {
    if (error instanceof ConfigurationError) return error.faults;
    throw error;
  }
  return [];
}

describe('readConfig', () => {
  it('needs two tokens and nothing else', () => {
    expect(readConfig(good)).toMatchObject({
      AURORA_SCAN_CONCURRENCY: 10,
      AURORA_RDS_RATE: 4,
      AURORA_ACCOUNTS_FILE: 'accounts.yaml',
    });
  });

  it('takes blank for not set', () => {
    expect(readConfig({ ...good, AURORA_LOG_LEVEL: ' ', REDIS_URL: '' })).toMatchObject({
      AURORA_LOG_LEVEL: 'info',
      REDIS_URL: '',
    });
  });

  it('lists every fault at once and repeats no secret', () => {
    const faults = faultsOf({
      SLACK_BOT_TOKEN: 'secret-token-value',
      AURORA_ROLE: 'bot',
      AURORA_RDS_RATE: 'fast',
      AURORA_SCAN_CONCURENCY: '3',
    });
    expect(faults).toEqual([
      'SLACK_BOT_TOKEN: a bot token starts with xoxb-',
      'AURORA_RDS_RATE: write a number',
      'SLACK_APP_TOKEN or SLACK_SIGNING_SECRET: set the first for Socket Mode, the second for HTTP.',
      'REDIS_URL: needed with AURORA_ROLE=bot, or the bot and the workers do not find each other.',
      'AURORA_SCAN_CONCURENCY: unknown variable. Did you mean `AURORA_SCAN_CONCURRENCY`?',
    ]);
    expect(faults.join()).not.toContain('secret-token-value');
  });

  it.each([
    ...publishedSecrets,
    'xoxb-your-token-here',
    'xoxb-xxxxxxxxxxxx',
    'xoxb-<token>',
    'xoxb-…',
  ])('refuses the placeholder %s', (value) => {
    const variable = value.startsWith('xapp')
      ? 'SLACK_APP_TOKEN'
      : value.startsWith('xoxb')
        ? 'SLACK_BOT_TOKEN'
        : 'SLACK_SIGNING_SECRET';
    expect(faultsOf({ ...good, [variable]: value })).toEqual([`${variable}: this is a placeholder, not a secret`]);
  });

  it.each(['localhost:6379', 'http://localhost', 'redis'])('refuses %s for a Redis', (url) => {
    expect(faultsOf({ ...good, REDIS_URL: url })).toEqual([
      'REDIS_URL: write redis://host:port, rediss://… or unix:///path',
    ]);
  });

  it.each([
    'redis://localhost:6379',
    'rediss://user:pass@host:6380/2',
    'unix:///tmp/redis.sock',
  ])('takes %s for a Redis', (url) => {
    expect(faultsOf({ ...good, REDIS_URL: url })).toEqual([]);
  });
});

describe('keys of approvals', () => {
  const { signingKey, verifyKey } = newKeyPair();
  const bot = { ...good, REDIS_URL: 'redis://localhost', AURORA_ROLE: 'bot' };
  const worker = { ...bot, AURORA_ROLE: 'worker' };

  it('are optional: without them nothing is approved, and audits work', () => {
    for (const env of [good, bot, worker]) expect(faultsOf(env)).toEqual([]);
  });

  it('go to the bot and to the workers, each its own', () => {
    expect(readConfig({ ...bot, AURORA_SIGNING_KEY: signingKey }).AURORA_SIGNING_KEY).toBe(signingKey);
    expect(readConfig({ ...worker, AURORA_VERIFY_KEY: verifyKey }).AURORA_VERIFY_KEY).toBe(verifyKey);
    expect(faultsOf({ ...worker, AURORA_SIGNING_KEY: signingKey })).toEqual([
      'AURORA_SIGNING_KEY: for the bot alone. Give the worker AURORA_VERIFY_KEY, the public half.',
    ]);
  });

  it('are refused in each other’s place, and never repeated', () => {
    const faults = faultsOf({ ...good, AURORA_SIGNING_KEY: verifyKey, AURORA_VERIFY_KEY: signingKey });
    expect(faults).toEqual([
      'AURORA_SIGNING_KEY: write an Ed25519 private key: PKCS #8, DER, base64',
      'AURORA_VERIFY_KEY: write an Ed25519 public key: SPKI, DER, base64',
    ]);
    expect(faultsOf({ ...good, AURORA_SIGNING_KEY: 'secret-words' }).join()).not.toContain('secret-words');
  });
});

describe('.env.example', () => {
  const text = readFileSync(new URL('../.env.example', import.meta.url), 'utf8');
  const lines = [...text.matchAll(/^#? ?([A-Z][A-Z_]+)=(.*)$/gm)].map(
    ([, name = '', value = '']) => [name, value] as const,
  );
  const ours = lines.filter(([name]) => !name.startsWith('AWS_'));

  it('shows exactly the variables that are read, in their order', () => {
    expect(ours.map(([name]) => name)).toEqual(Object.keys(Environment.shape));
  });

  it('shows the defaults as they are', () => {
    const defaults = Environment.parse({});
    for (const [name, value] of ours) {
      const known = defaults[name as keyof typeof defaults];
      if (known !== undefined) expect([name, value]).toEqual([name, known === false ? '0' : String(known)]);
    }
  });

  it('publishes no secret but the refused placeholders', () => {
    const secrets = ours.filter(([name]) => /TOKEN|SECRET/.test(name)).map(([, value]) => value);
    expect(secrets).toEqual(publishedSecrets);
  });
});
