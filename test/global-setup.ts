import { redisBinary } from './helpers/redis.ts';

/** Suites on a real Redis are left out without one, and that is said once; where everything must run it is a failure. */
export default function setup(): void {
  if (redisBinary !== undefined) return;
  if (process.env.CI === 'true')
    throw new Error(
      'CI=true needs redis-server (or valkey-server) on PATH: the suites on a real Redis must run there.',
    );
  process.stdout.write('No redis-server on PATH: the suites on a real Redis are left out.\n');
}
