import { type Logger, pino } from 'pino';

/** Tokens and keys by their looks, wherever they turn up; every Ed25519 private key in PKCS #8 begins alike. */
const secrets =
  /\bMC4CAQAwBQYDK2VwBCIEI[\w+/]+=*|\b(?:xox[a-z]-|xapp-)[\w-]{6,}|\b(?:AKIA|ASIA)[A-Z0-9]{12,}|(?<=:\/\/[^/@\s:]*:)[^/@\s]+(?=@)/g;

export const mask = (text: string): string => text.replace(secrets, '[secret]');

/** Errors without the requests that they carry: those hold headers and payloads. */
const describeError = (error: unknown): object =>
  error instanceof Error
    ? {
        type: error.name,
        message: mask(error.message),
        stack: mask(error.stack ?? ''),
        ...('failure' in error ? { failure: error.failure } : {}),
        ...(error.cause === undefined ? {} : { cause: describeError(error.cause) }),
      }
    : { message: mask(String(error)) };

export function createLogger(name: string, level: string): Logger {
  return pino({
    name,
    level,
    base: { name, pid: process.pid },
    timestamp: pino.stdTimeFunctions.isoTime,
    serializers: { err: describeError },
    redact: {
      paths: ['token', '*.token', 'authorization', '*.authorization', 'secret', '*.secret'],
      censor: '[secret]',
    },
  });
}
