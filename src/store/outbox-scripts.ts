import type { OutboxEvent } from '../domain/approval/ports.ts';
import { key } from './client.ts';

export const outboxKey = key('outbox');
export const outboxSequenceKey = key('outbox', 'sequence');

/** Lua that appends events as `{"id":"7","event":{…}}`: every ARGV from `firstArgument` on, to the two keys named. */
export const appendEvents = (listKey: string, sequenceKey: string, firstArgument: number): string => `
for i = ${firstArgument}, #ARGV do
  local id = string.format('%d', redis.call('INCR', ${sequenceKey}))
  redis.call('RPUSH', ${listKey}, '{"id":"' .. id .. '","event":' .. ARGV[i] .. '}')
end`;

export const asArguments = (events: readonly OutboxEvent[]): string[] => events.map((event) => JSON.stringify(event));
