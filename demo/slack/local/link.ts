import { once } from 'node:events';
import WebSocket from 'ws';
import { asObject, asText, type Json, parseJson } from '../json.ts';
import type { LocalApi } from './api.ts';

export type EnvelopeKind = 'slash_commands' | 'interactive' | 'events_api';

/** Gets what happens in local Slack; what it returns is the acknowledgement's payload. */
export type EnvelopeHandler = (kind: EnvelopeKind, payload: Json) => Promise<Json | undefined>;

/**
 * The one Socket Mode connection to local Slack. It sends each envelope to every connection, so there must be only one.
 *
 * @returns a function that closes it
 */
export async function linkToLocalSlack(api: LocalApi, handle: EnvelopeHandler): Promise<() => void> {
  const { url } = await api.call('apps.connections.open', {});
  const socket = new WebSocket(api.loopback(asText(url)));
  socket.on('error', () => undefined);
  socket.on('message', async (data) => {
    const envelope = asObject(parseJson(String(data)));
    if (typeof envelope.envelope_id !== 'string') return;
    const payload = await handle(envelope.type as EnvelopeKind, asObject(envelope.payload)).catch(() => undefined);
    if (socket.readyState === WebSocket.OPEN) {
      socket.send(JSON.stringify({ envelope_id: envelope.envelope_id, payload: payload ?? {} }));
    }
  });
  await once(socket, 'message');
  return () => socket.terminate();
}
