import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Keeper, startKeeper } from '../../demo/keeper.ts';
import { ids } from '../../demo/slack/workspace.ts';
import { verifyKeyOf } from '../../src/signing.ts';
import { redisKinds } from '../helpers/redis.ts';
import { aurora, until } from '../helpers/slack.ts';
import { isReport, startWorld, type World } from '../helpers/world.ts';

const onRealRedis = redisKinds.includes('redis-server');
const configurationExit = 78;

let world: World;
let dataDir: string;
let keepers: Keeper[] = [];
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

async function stopAll(): Promise<void> {
  await Promise.all(keepers.map((keeper) => keeper.stop()));
  keepers = [];
  if (dataDir !== undefined) rmSync(dataDir, { recursive: true, force: true });
}

/** `npm start` with the environment of the test world, but with no Redis named. */
function start(changes: Readonly<Record<string, string>> = {}, cwd = tmpdir()): Keeper {
  dataDir = changes.AURORA_DATA_DIR ?? mkdtempSync(join(tmpdir(), 'aurora-data-'));
  const keeper = startKeeper({
    env: { ...world.env, REDIS_URL: '', AURORA_DATA_DIR: dataDir, AURORA_EPHEMERAL: '1', ...changes },
    cwd,
  });
  keepers.push(keeper);
  return keeper;
}

async function refusal(changes: Readonly<Record<string, string>>): Promise<string> {
  const keeper = start(changes);
  await until('it has ended', () => keeper.process.exitCode !== null);
  expect(keeper.process.exitCode).toBe(configurationExit);
  return keeper.lines.join('\n');
}

const ready = async (keeper: Keeper) => {
  await Promise.all([keeper.saw('bot is ready'), keeper.saw('worker is ready')]);
};

/** Waits until `/aurora …` is answered like this. */
async function answers(command: string, expected: string): Promise<void> {
  let last = '';
  const asked = until(`/aurora ${command} says "${expected}"`, async () => {
    last = await aurora(world, command);
    return last.includes(expected);
  });
  await asked.catch((error: unknown) => {
    throw new Error(`${error}; it said last: ${last}`);
  });
}

/** Process ids of a process's children, by what they run. */
function childrenOf(pid: number): Map<string, number> {
  const children = new Map<string, number>();
  for (const entry of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      const [, rest = ''] = readFileSync(`/proc/${entry}/stat`, 'utf8').split(') ');
      if (Number(rest.split(' ')[1]) !== pid) continue;
      const command = readFileSync(`/proc/${entry}/cmdline`, 'utf8');
      children.set(/(bot|worker|redis|valkey)/.exec(command)?.[1] ?? command, Number(entry));
    } catch {
      // It ended while we looked.
    }
  }
  return children;
}

function isAlive(pid: number): boolean {
  try {
    return !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

/** Ends it by a signal; nothing that it started outlives it. */
async function leavesNothing(keeper: Keeper, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
  const children = childrenOf(keeper.process.pid ?? 0);
  expect([...children.keys()]).toEqual(expect.arrayContaining(['bot', 'worker']));
  keeper.process.kill(signal);
  // A Redis of its own outlives only a supervisor that had no time to end it; the next start uses it again.
  const gone = [...children]
    .filter(([name]) => signal === 'SIGTERM' || !/redis|valkey/.test(name))
    .map(([, pid]) => pid);
  await until('all have ended', () => gone.every((pid) => !isAlive(pid)));
  const [, redis] = [...children].find(([name]) => /redis|valkey/.test(name)) ?? [];
  if (redis !== undefined && isAlive(redis)) process.kill(redis, 'SIGKILL');
}

describe('npm start refuses, and says why', () => {
  afterEach(stopAll);

  it('every fault of the environment at once', async () => {
    const said = await refusal({
      SLACK_BOT_TOKEN: 'xoxb-replace-with-your-bot-token',
      SLACK_APP_TOKEN: '',
      AURORA_RDS_RATE: 'fast',
      AURORA_LOG_LVL: 'x',
    });
    expect(said).toContain('Aurora Keeper cannot start:');
    for (const fault of [
      'SLACK_BOT_TOKEN: this is a placeholder',
      'SLACK_APP_TOKEN or SLACK_SIGNING_SECRET',
      'AURORA_RDS_RATE: write a number',
      'AURORA_LOG_LVL: unknown variable. Did you mean `AURORA_LOG_LEVEL`?',
    ]) {
      expect(said).toContain(fault);
    }
  });

  it.each([
    ['missing', undefined, 'no such file. Copy accounts.example.yaml there'],
    ['empty', '', 'the file is empty'],
    ['broken', 'accounts: [', ':1:'],
    [
      'an id too short',
      'accounts: [{ id: "11111111111", regions: [us-east-1] }]',
      'an AWS account id has 12 digits, this has 11 characters',
    ],
    [
      'an id twice',
      'accounts: [{ id: "111111111111", regions: [us-east-1] }, { id: "111111111111", regions: [us-east-1] }]',
      'id 111111111111 is already taken',
    ],
    ['no account', 'accounts: []', 'name at least one account'],
  ])('an accounts file that is %s', async (_, text, said) => {
    const file = join(mkdtempSync(join(tmpdir(), 'aurora-accounts-')), 'accounts.yaml');
    if (text !== undefined) writeFileSync(file, text);
    expect(await refusal({ AURORA_ACCOUNTS_FILE: file })).toContain(said);
    rmSync(dirname(file), { recursive: true });
  });

  it('tokens that Slack does not know', async () => {
    const said = await refusal({ SLACK_BOT_TOKEN: 'xoxb-1-2-unknown' });
    expect(said).toContain(
      'Slack refuses SLACK_BOT_TOKEN or SLACK_APP_TOKEN (invalid_auth). Copy them again from https://api.slack.com/apps.',
    );
    expect(said).not.toContain('xoxb-1-2-unknown');
  });

  it('an app-level token that Slack does not know', async () => {
    expect(await refusal({ SLACK_APP_TOKEN: 'xapp-1-A-2-unknown' })).toContain(
      'Slack refuses SLACK_BOT_TOKEN or SLACK_APP_TOKEN (invalid_auth)',
    );
  });

  it('to run without a Redis that remembers, unless told to', async () => {
    expect(await refusal({ PATH: '/nowhere', AURORA_EPHEMERAL: '0' })).toMatch(
      /REDIS_URL is not set and neither redis-server nor valkey-server is on PATH/,
    );
  });

  it('one role alone without a Redis to share', async () => {
    expect(await refusal({ AURORA_ROLE: 'worker' })).toContain('REDIS_URL: needed with AURORA_ROLE=worker');
  });
});

describe('npm start, while it runs', () => {
  let keeper: Keeper;
  const environmentOf = (name: string) =>
    readFileSync(`/proc/${childrenOf(keeper.process.pid ?? 0).get(name)}/environ`, 'utf8');

  beforeAll(async () => {
    keeper = start();
    await ready(keeper);
  });
  afterAll(stopAll);

  it('keeps AWS credentials from the bot', () => {
    expect(environmentOf('bot')).not.toMatch(/\0AWS_/);
    expect(environmentOf('worker')).toMatch(/\0AWS_ACCESS_KEY_ID=/);
  });

  it('has made a signing key, for the bot alone; the worker gets what can only verify', () => {
    const file = join(dataDir, 'signing-key');
    const signingKey = readFileSync(file, 'utf8').trim();
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(environmentOf('bot')).toContain(`AURORA_SIGNING_KEY=${signingKey}`);
    expect(environmentOf('worker')).not.toContain(signingKey);
    expect(environmentOf('worker')).toContain(`AURORA_VERIFY_KEY=${verifyKeyOf(signingKey)}`);
    expect(keeper.lines.join('\n')).not.toContain(signingKey);
  });

  it('starts again what dies', async () => {
    const before = childrenOf(keeper.process.pid ?? 0);
    for (const name of ['bot', 'worker']) process.kill(before.get(name) ?? 0, 'SIGKILL');
    await until('both are back', () => keeper.lines.filter((line) => /(bot|worker) is ready/.test(line)).length === 4);
    const after = childrenOf(keeper.process.pid ?? 0);
    for (const name of ['bot', 'worker']) expect(after.get(name)).not.toBe(before.get(name));
    await answers('accounts', '3 accounts');
  });

  it('leaves no process behind after SIGTERM', () => leavesNothing(keeper, 'SIGTERM'));
});

describe('npm start', () => {
  afterEach(stopAll);

  it('runs with a Redis in memory when that is allowed', async () => {
    const keeper = start({ PATH: '/nowhere' });
    await ready(keeper);
    await keeper.saw('a Redis in memory: everything is forgotten at exit');
    expect(await aurora(world, 'accounts')).toContain('3 accounts, 6 targets');
  });

  it('reads .env, in which the environment has the last word and the bot finds no AWS credentials', async () => {
    const cwd = mkdtempSync(join(tmpdir(), 'aurora-dotenv-'));
    writeFileSync(join(cwd, '.env'), 'AURORA_LOG_LEVEL=silent\nAURORA_SCAN_CONCURRENCY=3\nAWS_PROFILE=from-the-file\n');
    const keeper = start({}, cwd);
    await ready(keeper);
    const children = childrenOf(keeper.process.pid ?? 0);
    const environmentOf = (name: string) => readFileSync(`/proc/${children.get(name)}/environ`, 'utf8');
    expect(environmentOf('worker')).toContain('AURORA_SCAN_CONCURRENCY=3');
    expect(environmentOf('worker')).toContain('AWS_PROFILE=from-the-file');
    expect(environmentOf('bot')).not.toMatch(/\0AWS_/);
    rmSync(cwd, { recursive: true });
  });

  it('leaves no process behind after SIGKILL', async () => {
    const keeper = start();
    await ready(keeper);
    await leavesNothing(keeper, 'SIGKILL');
  });

  it.runIf(onRealRedis)(
    'remembers over a restart what its own Redis has written, and keeps its signing key',
    async () => {
      const first = start();
      await ready(first);
      await first.saw('a Redis of its own, data in');
      await aurora(world, 'audit payments-prod');
      await world.slack.slack.waitForMessage(ids.databases, isReport);
      const signingKey = readFileSync(join(dataDir, 'signing-key'), 'utf8');
      await first.stop();
      const second = start({ AURORA_DATA_DIR: dataDir });
      await ready(second);
      await answers('findings payments-prod', 'Needs you: 1–4 of 4');
      expect(readFileSync(join(dataDir, 'signing-key'), 'utf8')).toBe(signingKey);
    },
  );
});
