import { fork } from 'node:child_process';
import { existsSync } from 'node:fs';
import { loadEstate } from './accounts-file.ts';
import { configurationExitCode, runProcess } from './entry.ts';
import { resolveRedis } from './redis-server.ts';
import { loadMeta } from './rules/registry.ts';
import { keyPair } from './signing-key-file.ts';
import { supervise } from './supervise.ts';

/**
 * `npm start`: finds or starts Redis, then keeps a bot and a worker running. AURORA_ROLE runs only one of them, here.
 * `.env` is read here and nowhere else, or the bot would find in it the AWS credentials that it is not to have.
 */
if (existsSync('.env')) process.loadEnvFile('.env');
const role = process.env.AURORA_ROLE;
if (role === 'bot') await import('./bot.ts');
else if (role === 'worker') await import('./worker.ts');
else {
  await runProcess('start', async ({ config, logger }) => {
    const metas = await loadMeta();
    loadEstate(
      config.AURORA_ACCOUNTS_FILE,
      metas.map(({ id }) => id),
    );
    const { signingKey, verifyKey } = keyPair(config.AURORA_SIGNING_KEY, config.AURORA_DATA_DIR);
    const redis = await resolveRedis({
      url: config.REDIS_URL === '' ? undefined : config.REDIS_URL,
      dataDir: config.AURORA_DATA_DIR,
      ephemeral: config.AURORA_EPHEMERAL,
    });
    logger.info({ redis: redis.what }, 'Redis is found');
    const { AURORA_SIGNING_KEY: _, AURORA_VERIFY_KEY: __, ...inherited } = process.env;
    const env = { ...inherited, REDIS_URL: redis.url };
    const withoutAws = Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith('AWS_')));
    const children = supervise({
      logger,
      children: [
        {
          name: 'bot',
          start: () => forkEntry('bot', { ...withoutAws, AURORA_ROLE: 'bot', AURORA_SIGNING_KEY: signingKey }),
        },
        {
          name: 'worker',
          start: () => forkEntry('worker', { ...env, AURORA_ROLE: 'worker', AURORA_VERIFY_KEY: verifyKey }),
        },
      ],
      hopeless: configurationExitCode,
      giveUp: async (name) => {
        logger.fatal({ process: name }, 'cannot start; see above');
        await children.stop(5_000);
        await redis.stop();
        process.exit(configurationExitCode);
      },
    });
    return {
      stop: async () => {
        await children.stop(20_000);
        await redis.stop();
      },
    };
  });
}

function forkEntry(name: 'bot' | 'worker', env: NodeJS.ProcessEnv) {
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  return fork(new URL(`./${name}.${extension}`, import.meta.url), { env });
}
