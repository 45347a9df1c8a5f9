import { randomBytes, randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type WebSocket from 'ws';
import { WebSocketServer } from 'ws';
import { asObject, asText, parseJson } from '../json.ts';
import type { Answer, Transport } from './types.ts';

const MAX_CONNECTIONS = 10;
const PING_MS = 5000;

export interface SocketMode extends Transport {
  /** A ticket for one new connection, as `apps.connections.open` gives it. */
  newTicket(): string;
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** How many connections take envelopes. */
  connections(): number;
  /** Tells every connection to go, as Slack does every few hours. */
  refresh(reason: string): void;
  close(): void;
}

/**
 * The Socket Mode server that the bot connects to: at most ten connections, each envelope to exactly one of them in
 * turn, acknowledged within `ackTimeoutMs`.
 */
export function createSocketMode(appId: string, ackTimeoutMs: number): SocketMode {
  const server = new WebSocketServer({ noServer: true });
  const tickets = new Set<string>();
  const open: WebSocket[] = [];
  const pending = new Map<string, (answer: Answer) => void>();
  let turn = 0;

  const leave = (socket: WebSocket) => {
    const at = open.indexOf(socket);
    if (at >= 0) open.splice(at, 1);
  };
  const dismiss = (socket: WebSocket, reason: string) => {
    leave(socket);
    socket.send(JSON.stringify({ type: 'disconnect', reason, debug_info: { host: 'demo' } }));
  };
  const welcome = (socket: WebSocket) => {
    if (open.length >= MAX_CONNECTIONS) {
      dismiss(socket, 'too_many_websockets');
      socket.close();
      return;
    }
    open.push(socket);
    const info = { app_id: appId };
    const debug = { host: 'demo', approximate_connection_time: 18_060 };
    socket.send(
      JSON.stringify({ type: 'hello', num_connections: open.length, connection_info: info, debug_info: debug }),
    );
  };
  const listen = (socket: WebSocket) => {
    const pings = setInterval(() => socket.ping('demo'), PING_MS);
    socket.on('error', () => undefined);
    socket.on('close', () => {
      clearInterval(pings);
      leave(socket);
    });
    socket.on('message', (data) => {
      const message = asObject(parseJson(String(data)));
      const id = asText(message.envelope_id);
      pending.get(id)?.({ status: 'acked', payload: message.payload });
    });
  };
  return {
    newTicket: () => {
      const ticket = randomBytes(16).toString('hex');
      tickets.add(ticket);
      return ticket;
    },
    upgrade: (request, socket, head) => {
      const ticket = new URL(request.url ?? '', 'http://localhost').searchParams.get('ticket') ?? '';
      if (!tickets.delete(ticket)) {
        socket.end('HTTP/1.1 401 Unauthorized\r\nconnection: close\r\n\r\n');
        return;
      }
      server.handleUpgrade(request, socket, head, (accepted) => {
        listen(accepted);
        welcome(accepted);
      });
    },
    connections: () => open.length,
    refresh: (reason) => {
      for (const socket of [...open]) dismiss(socket, reason);
    },
    send: (kind, payload, retry) => {
      const socket = open[turn % Math.max(open.length, 1)];
      turn += 1;
      if (socket === undefined) return Promise.resolve({ status: 'unreachable' });
      const id = randomUUID();
      const again =
        kind === 'events_api' ? { retry_attempt: retry?.attempt ?? 0, retry_reason: retry?.reason ?? '' } : {};
      const envelope = {
        envelope_id: id,
        type: kind,
        accepts_response_payload: kind !== 'events_api',
        payload,
        ...again,
      };
      return new Promise((resolve) => {
        const settle = (answer: Answer) => {
          clearTimeout(timer);
          pending.delete(id);
          resolve(answer);
        };
        const timer = setTimeout(() => settle({ status: 'timeout' }), ackTimeoutMs);
        pending.set(id, settle);
        socket.send(JSON.stringify(envelope));
      });
    },
    close: () => {
      for (const settle of [...pending.values()]) settle({ status: 'unreachable' });
      for (const socket of server.clients) socket.terminate();
      server.close();
    },
  };
}
