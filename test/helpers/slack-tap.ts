import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One request of a process to Slack. */
export interface TappedCall {
  /** Web API method, or `upload`. */
  readonly method: string;
  /** How many of this method came through this tap before. */
  readonly nth: number;
  /** As it was sent. */
  readonly body: string;
}

export interface CannedAnswer {
  readonly status: number;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What becomes of a call instead of simply going through. */
export interface Interference {
  /** Before Slack gets it. `stop`: Slack never does, and nothing is answered; an answer of its own is given instead of Slack's. */
  readonly before?: (
    call: TappedCall,
  ) => Promise<'stop' | CannedAnswer | undefined> | 'stop' | CannedAnswer | undefined;
  /** After Slack has done it. `stop`: its answer is kept back. */
  readonly after?: (call: TappedCall) => Promise<'stop' | CannedAnswer | undefined> | 'stop' | CannedAnswer | undefined;
}

/** A wire between one process and Slack, which a test listens to and cuts. */
export interface SlackTap {
  /** For `SLACK_API_URL`. */
  readonly apiUrl: string;
  readonly calls: readonly TappedCall[];
  interfere: Interference;
  readonly close: () => Promise<void>;
}

export async function startSlackTap(slackUrl: string): Promise<SlackTap> {
  const calls: TappedCall[] = [];
  let url = '';
  const tap = { interfere: {} as Interference };
  const server: Server = createServer((request, response) => {
    carry(request, response).catch(() => response.destroy());
  });
  const carry = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    const path = request.url ?? '/';
    const method = path.startsWith('/api/') ? path.slice(5).replace(/\?.*/, '') : 'upload';
    const nth = calls.filter((each) => each.method === method).length;
    const call = { method, nth, body: method === 'upload' ? '' : body.toString() };
    calls.push(call);
    const instead = await tap.interfere.before?.(call);
    if (instead === 'stop') return;
    if (instead !== undefined) return answer(response, instead);
    const { host: _, connection: __, 'content-length': ___, 'transfer-encoding': ____, ...headers } = request.headers;
    const given = await fetch(`${slackUrl}${path}`, {
      method: request.method ?? 'GET',
      headers: headers as Record<string, string>,
      ...(request.method === 'GET' ? {} : { body }),
    });
    const text = (await given.text()).replaceAll(slackUrl, url);
    const later = await tap.interfere.after?.(call);
    if (later === 'stop') return;
    const kept = ['content-type', 'retry-after'].flatMap((name) => {
      const value = given.headers.get(name);
      return value === null ? [] : [[name, value]];
    });
    answer(response, later ?? { status: given.status, body: text, headers: Object.fromEntries(kept) });
  };
  const answer = (response: ServerResponse, { status, body, headers = {} }: CannedAnswer): void => {
    response.writeHead(status, headers).end(body);
  };
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return Object.assign(tap, {
    apiUrl: `${url}/api/`,
    calls,
    close: async () => {
      server.close();
      server.closeAllConnections();
    },
  });
}
