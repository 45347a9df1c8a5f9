import { once } from 'node:events';
import { rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';

/** Where the demo that was started last says at which address it takes lines. */
export const addressFile = join(tmpdir(), `aurora-keeper-demo-${userInfo().uid}.txt`);

/** Takes lines over loopback, for those who type at another terminal. Returns what ends it. */
export async function listenForLines(perform: (line: string) => Promise<string>): Promise<() => Promise<void>> {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    // A page in a browser cannot set this header without being asked first, and nobody answers that.
    const allowed = request.method === 'POST' && request.headers['x-aurora-keeper-demo'] === 'line';
    response.writeHead(allowed ? 200 : 403, { 'content-type': 'text/plain; charset=utf-8' });
    response.end(allowed ? await perform(Buffer.concat(chunks).toString('utf8')) : 'not allowed');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  writeFileSync(addressFile, `http://127.0.0.1:${(server.address() as AddressInfo).port}`, { mode: 0o600 });
  return async () => {
    rmSync(addressFile, { force: true });
    server.closeAllConnections();
    server.close();
  };
}
