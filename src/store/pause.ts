import type { Pause, PauseStore } from '../domain/remediation/ports.ts';
import { key, parse, type RedisClient } from './client.ts';
import { appendEvents, asArguments, outboxKey, outboxSequenceKey } from './outbox-scripts.ts';

const pauseKey = key('pause');

/** KEYS: pause, outbox, its sequence. ARGV: the pause as JSON or nothing, events …. */
const setScript = `
if ARGV[1] == '' then redis.call('DEL', KEYS[1]) else redis.call('SET', KEYS[1], ARGV[1]) end
${appendEvents('KEYS[2]', 'KEYS[3]', 2)}
return 1`;

/** The kill switch. It is never forgotten by itself. */
export function createPauseStore(redis: RedisClient): PauseStore {
  const write = async (text: string, events: Parameters<PauseStore['clear']>[0] = []) => {
    await redis.eval(setScript, 3, pauseKey, outboxKey, outboxSequenceKey, text, ...asArguments(events));
  };
  return {
    get: async () => parse<Pause>(await redis.get(pauseKey)),
    set: (pause, events) => write(JSON.stringify(pause), events),
    clear: (events) => write('', events),
  };
}
