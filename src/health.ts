import { once } from 'node:events';
import { createServer } from 'node:http';
import { ConfigurationError } from './domain/errors.ts';

/** `/healthz`: the process lives. `/readyz`: it can do its work, else 503 and why not. */
export type HealthChecks = Readonly<Record<'/healthz' | '/readyz', () => string | undefined>>;

export const healthChecks = (whyNotReady: () => string | undefined): HealthChecks => ({
  '/healthz': () => undefined,
  '/readyz': whyNotReady,
});

/** Serves the checks. Throws a ConfigurationError when the port is taken. */
export async function serveHealth(port: number, checks: HealthChecks): Promise<{ stop: () => Promise<void> }> {
  const server = createServer((request, response) => {
    const check = checks[request.url as keyof HealthChecks];
    const problem = check?.();
    response.writeHead(check === undefined ? 404 : problem === undefined ? 200 : 503, { 'content-type': 'text/plain' });
    response.end(`${check === undefined ? 'not here' : (problem ?? 'ok')}\n`);
  });
  server.listen(port);
  try {
    await once(server, 'listening');
  } catch (error) {
    throw new ConfigurationError([
      `port ${port} cannot be listened on (${error instanceof Error ? error.message : String(error)})`,
    ]);
  }
  return {
    stop: async () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
