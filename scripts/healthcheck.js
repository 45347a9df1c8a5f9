// The image's HEALTHCHECK: whether the processes of this role live. `/healthz` and not `/readyz`, because starting
// this process again does not mend a Redis that is away.
const { AURORA_ROLE, AURORA_PORT = '3000', AURORA_WORKER_PORT = '3001' } = process.env;

const ports = { bot: [AURORA_PORT], worker: [AURORA_WORKER_PORT] }[AURORA_ROLE] ?? [AURORA_PORT, AURORA_WORKER_PORT];
for (const port of ports) {
  const answer = await fetch(`http://127.0.0.1:${port}/healthz`);
  if (!answer.ok) throw new Error(`port ${port} answered ${answer.status}`);
}
