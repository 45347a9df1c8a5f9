import { z } from 'zod';
import { ConfigurationError } from './domain/errors.ts';
import { didYouMean } from './domain/nearest.ts';
import { isSigningKey, isVerifyKey } from './signing.ts';
import { isWebhookSecret, isWebhookUrl } from './webhook.ts';

/** Values that .env.example shows; whoever runs with one of them has forgotten to put in a real one. */
export const publishedSecrets: readonly string[] = [
  'xoxb-replace-with-your-bot-token',
  'xapp-replace-with-your-app-token',
  'replace-with-your-signing-secret',
  'whsec_replace-with-your-secret',
];
const placeholder = /replace|change-?me|your-|xxxx|placeholder|<.*>|…|\.\.\./i;

const secret = (shape: RegExp, hint: string) =>
  z
    .string()
    .regex(shape, hint)
    .refine(
      (text) => !publishedSecrets.includes(text) && !placeholder.test(text),
      'this is a placeholder, not a secret',
    );

const flag = z.enum(['0', '1', 'true', 'false']).transform((text) => text === '1' || text === 'true');
const whole = (least: number, most: number) =>
  z.string().regex(/^\d+$/, 'write a whole number').transform(Number).pipe(z.number().min(least).max(most));
const rate = z
  .string()
  .regex(/^\d+(\.\d+)?$/, 'write a number')
  .transform(Number)
  .pipe(z.number().positive().max(1_000));

const redisUrl = z
  .string()
  .refine(
    (text) => /^(rediss?|unix):\/\//.test(text) && URL.canParse(text),
    'write redis://host:port, rediss://… or unix:///path',
  );

/** Every variable that is read, in the order of .env.example; a test compares the two. Blank counts as not set. */
export const Environment = z.object({
  SLACK_BOT_TOKEN: secret(/^xoxb-/, 'a bot token starts with xoxb-').optional(),
  SLACK_APP_TOKEN: secret(/^xapp-/, 'an app-level token starts with xapp-').optional(),
  SLACK_SIGNING_SECRET: secret(/^.{8,}$/, 'a signing secret has at least 8 characters').optional(),
  SLACK_API_URL: z.url({ protocol: /^https?$/ }).optional(),
  REDIS_URL: redisUrl.optional(),
  AURORA_REDIS_CLUSTER: flag.default(false),
  AURORA_ROLE: z.enum(['bot', 'worker']).optional(),
  AURORA_ACCOUNTS_FILE: z.string().default('accounts.yaml'),
  AURORA_DATA_DIR: z.string().default('data'),
  AURORA_SIGNING_KEY: z.string().refine(isSigningKey, 'write an Ed25519 private key: PKCS #8, DER, base64').optional(),
  AURORA_VERIFY_KEY: z.string().refine(isVerifyKey, 'write an Ed25519 public key: SPKI, DER, base64').optional(),
  AURORA_EPHEMERAL: flag.default(false),
  AURORA_PORT: whole(1, 65_535).optional(),
  AURORA_WORKER_PORT: whole(1, 65_535).optional(),
  AURORA_WEBHOOK_URL: z.string().refine(isWebhookUrl, 'write an https:// address without a password in it').optional(),
  AURORA_WEBHOOK_SECRET: z
    .string()
    .refine(isWebhookSecret, 'write whsec_ and at least 24 random bytes in base64')
    .optional(),
  AURORA_LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
  AURORA_SCAN_CONCURRENCY: whole(1, 500).default(10),
  AURORA_RDS_RATE: rate.default(4),
  AURORA_BACKUP_RATE: rate.default(2),
  AURORA_MESSAGE_INTERVAL_MS: whole(0, 60_000).default(3_000),
  AURORA_LOCK_DURATION_MS: whole(500, 600_000).default(30_000),
  AURORA_STALLED_INTERVAL_MS: whole(500, 600_000).default(30_000),
  AURORA_SWEEP_INTERVAL_MS: whole(100, 600_000).default(5_000),
  AURORA_TICK_SECONDS: whole(1, 60).default(60),
  AURORA_LEASE_MS: whole(500, 600_000).default(30_000),
});
type Environment = z.infer<typeof Environment>;

export interface Config extends Omit<Environment, 'SLACK_BOT_TOKEN' | 'REDIS_URL'> {
  readonly SLACK_BOT_TOKEN: string;
  /** Empty only in the supervisor, which finds a Redis itself. */
  readonly REDIS_URL: string;
}

/**
 * Reads the environment once. Throws a ConfigurationError that lists every fault; values of secrets are never repeated.
 * A single role needs REDIS_URL, because bot and worker would otherwise not find each other.
 */
export function readConfig(env: NodeJS.ProcessEnv): Config {
  const given = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value.trim() !== ''),
  );
  const parsed = Environment.safeParse(given);
  const faults = [
    ...(parsed.error?.issues ?? []).map((issue) => `${issue.path.join('.')}: ${issue.message}`),
    ...missing(given),
    ...misplaced(given),
    ...misspelled(Object.keys(given)),
  ];
  if (faults.length > 0 || !parsed.success) throw new ConfigurationError(faults);
  const { SLACK_BOT_TOKEN = '', REDIS_URL = '' } = parsed.data;
  return Object.freeze({ ...parsed.data, SLACK_BOT_TOKEN, REDIS_URL });
}

function missing(given: Readonly<Record<string, string | undefined>>): string[] {
  const faults: string[] = [];
  if (given.SLACK_BOT_TOKEN === undefined)
    faults.push('SLACK_BOT_TOKEN: not set. It is under OAuth & Permissions of your Slack app.');
  if (
    given.AURORA_ROLE !== 'worker' &&
    given.SLACK_APP_TOKEN === undefined &&
    given.SLACK_SIGNING_SECRET === undefined
  ) {
    faults.push('SLACK_APP_TOKEN or SLACK_SIGNING_SECRET: set the first for Socket Mode, the second for HTTP.');
  }
  if (given.AURORA_ROLE !== undefined && given.REDIS_URL === undefined) {
    faults.push(
      `REDIS_URL: needed with AURORA_ROLE=${given.AURORA_ROLE}, or the bot and the workers do not find each other.`,
    );
  }
  if ((given.AURORA_WEBHOOK_URL === undefined) !== (given.AURORA_WEBHOOK_SECRET === undefined))
    faults.push('AURORA_WEBHOOK_URL and AURORA_WEBHOOK_SECRET: set both or neither; what is sent is always signed.');
  return faults;
}

/** A worker that could sign could approve. */
function misplaced(given: Readonly<Record<string, string | undefined>>): string[] {
  return given.AURORA_ROLE === 'worker' && given.AURORA_SIGNING_KEY !== undefined
    ? ['AURORA_SIGNING_KEY: for the bot alone. Give the worker AURORA_VERIFY_KEY, the public half.']
    : [];
}

function misspelled(names: readonly string[]): string[] {
  const known = Object.keys(Environment.shape);
  return names
    .filter((name) => name.startsWith('AURORA_') && !known.includes(name))
    .map((name) => `${name}: unknown variable.${didYouMean(name, known)}`);
}
