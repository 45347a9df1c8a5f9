import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import { asObject, asText, type Json, parseJson } from '../json.ts';
import { type Rig, startRig } from '../testing/rig.ts';
import { ids } from '../workspace.ts';

let rig: Rig;

beforeAll(async () => {
  rig = await startRig({ ackTimeoutMs: 200 });
});

afterAll(() => rig.close());

const newUrl = async () => asText((await rig.clientWith(rig.workspace.app.appToken).apps.connections.open()).url);

async function connect(): Promise<{ socket: WebSocket; hello: Json }> {
  const socket = new WebSocket(await newUrl());
  const [first] = await once(socket, 'message');
  return { socket, hello: asObject(parseJson(String(first))) };
}

describe('Socket Mode', () => {
  it('takes a ticket once', async () => {
    const url = await newUrl();
    const socket = new WebSocket(url);
    await once(socket, 'open');
    const again = new WebSocket(url);
    expect(String((await once(again, 'error'))[0])).toContain('401');
    socket.close();
    await expect.poll(() => rig.proxy.connections()).toBe(0);
  });

  it('takes ten connections and sends the eleventh away', async () => {
    const sockets: WebSocket[] = [];
    for (let at = 1; at <= 10; at += 1) {
      const { socket, hello } = await connect();
      expect(hello).toMatchObject({
        type: 'hello',
        num_connections: at,
        connection_info: { app_id: rig.workspace.app.appId },
      });
      sockets.push(socket);
    }
    const { socket, hello } = await connect();
    expect(hello).toMatchObject({ type: 'disconnect', reason: 'too_many_websockets' });
    await once(socket, 'close');
    for (const each of sockets) each.close();
    await expect.poll(() => rig.proxy.connections()).toBe(0);
  });

  it('sends an event again that nobody acknowledges, marked as a retry', async () => {
    const { socket } = await connect();
    const envelopes: Json[] = [];
    socket.on('message', (data) => {
      const envelope = asObject(parseJson(String(data)));
      envelopes.push(envelope);
      if (envelopes.length === 2) socket.send(JSON.stringify({ envelope_id: envelope.envelope_id }));
    });
    await rig.slack.openHome(ids.alice);
    await expect.poll(() => envelopes.length).toBe(2);
    expect(envelopes).toMatchObject([
      { type: 'events_api', accepts_response_payload: false, retry_attempt: 0 },
      { type: 'events_api', retry_attempt: 1, retry_reason: 'timeout' },
    ]);
    expect(asObject(envelopes[0]?.payload).event_id).toBe(asObject(envelopes[1]?.payload).event_id);
    socket.close();
  });
});
