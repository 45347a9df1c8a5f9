import { once } from 'node:events';
import WebSocket from 'ws';
import { asObject, asText, type Json, parseJson } from '../json.ts';

/** The socket that local Slack's browser UI uses: it tells what changes and takes what people do. */
export interface LocalFeed {
  /** Does what a person's browser would do (`view_submit`, `view_close`, `block_action`, …). */
  send(action: Json): void;
  /** Resolves at the next event of this kind, or after the time is over. */
  next(kind: string, timeoutMs: number): Promise<void>;
  close(): void;
}

/** Connects to `/ui` of local Slack; `onEvent` gets every event (`message`, `message_update`, `channel`, `view`, …). */
export async function connectFeed(base: string, onEvent: (kind: string, event: Json) => void): Promise<LocalFeed> {
  const socket = new WebSocket(`${base.replace(/^http/, 'ws')}/ui`);
  const waiting = new Map<string, Set<() => void>>();
  socket.on('message', (data) => {
    const event = asObject(parseJson(String(data)));
    const kind = asText(event.t);
    onEvent(kind, event);
    for (const wake of waiting.get(kind) ?? []) wake();
  });
  socket.on('error', () => undefined);
  await once(socket, 'open');
  return {
    send: (action) => socket.send(JSON.stringify(action)),
    next: (kind, timeoutMs) =>
      new Promise((resolve) => {
        const sleepers = waiting.get(kind) ?? new Set();
        waiting.set(kind, sleepers);
        const wake = () => {
          clearTimeout(timer);
          sleepers.delete(wake);
          resolve();
        };
        const timer = setTimeout(wake, timeoutMs);
        sleepers.add(wake);
      }),
    close: () => socket.terminate(),
  };
}
