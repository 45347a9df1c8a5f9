import type { Logger } from 'pino';
import { type Config, readConfig } from './config.ts';
import { ConfigurationError } from './domain/errors.ts';
import { createLogger } from './logger.ts';

/** sysexits(3) EX_CONFIG: starting again cannot help, so the supervisor does not try. */
export const configurationExitCode = 78;

/** Prints what is wrong, one fault a line, and ends. */
export function refuseToStart(error: ConfigurationError): never {
  const faults = error.faults.map((fault) => `  - ${fault}`).join('\n');
  process.stderr.write(`Aurora Keeper cannot start:\n${faults}\n`);
  process.exit(configurationExitCode);
}

export interface Running {
  readonly stop: () => Promise<void>;
}

export type Main = (process: { readonly config: Config; readonly logger: Logger }) => Promise<Running>;

/**
 * Runs the main part of a process: configuration faults are listed, SIGTERM, SIGINT, SIGHUP and the loss of the parent
 * process end it in order (also while it still starts), and nothing that is thrown later goes unnoticed.
 */
export async function runProcess(name: string, main: Main): Promise<void> {
  try {
    const config = readConfig(process.env);
    const logger = createLogger(name, config.AURORA_LOG_LEVEL);
    process.on('unhandledRejection', (error) => logger.error({ err: error }, 'unhandled rejection'));
    const asked = askedToStop(logger);
    await main({ config, logger }).then(
      (running) => void asked.then(() => stop(running, logger)),
      (error: unknown) => {
        if (error instanceof ConfigurationError) throw error;
        logger.fatal({ err: error }, 'could not start');
        process.exit(1);
      },
    );
  } catch (error) {
    if (error instanceof ConfigurationError) refuseToStart(error);
    throw error;
  }
}

/** Whoever asks a process to stop kills it after a while; better to end by ourselves before. */
const stopWithinMs = 20_000;

/** Resolves when this process is asked to end; from then on it has `stopWithinMs` to do so. */
function askedToStop(logger: Logger): Promise<void> {
  return new Promise((resolve) => {
    let stopping = false;
    const ask = (why: string) => {
      if (stopping) return;
      stopping = true;
      logger.info({ why }, 'stopping');
      setTimeout(() => {
        logger.error('did not stop in time');
        process.exit(1);
      }, stopWithinMs).unref();
      resolve();
    };
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => ask(signal));
    if (process.send !== undefined) process.once('disconnect', () => ask('the supervisor is gone'));
  });
}

async function stop(running: Running, logger: Logger): Promise<never> {
  await running.stop().catch((error: unknown) => logger.error({ err: error }, 'did not stop in order'));
  process.exit(0);
}
