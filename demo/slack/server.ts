import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type HttpBindings, serve } from '@hono/node-server';
import { type Context, Hono } from 'hono';
import type { Faults } from './faults.ts';
import { asObject, asText, isObject, type Json, parseJson } from './json.ts';
import type { RateLimiter } from './rate-limits.ts';
import { SlackRefusal } from './refusal.ts';
import type { LoggedRequest } from './request-log.ts';
import { answerResponseUrl } from './response-url.ts';
import { answerWith, type Reply } from './web-api/answer.ts';
import { handleCall } from './web-api/handle-call.ts';
import type { World } from './world.ts';

type Env = { Bindings: HttpBindings };

async function readBody(request: Request): Promise<Json> {
  const text = await request.text();
  const parsed = parseJson(text);
  if (isObject(parsed)) return parsed;
  const form = Object.fromEntries(new URLSearchParams(text));
  return asObject(form.payload === undefined ? form : parseJson(asText(form.payload)));
}

async function uploadedBytes(request: Request): Promise<Buffer> {
  if (!(request.headers.get('content-type') ?? '').includes('multipart/form-data')) {
    return Buffer.from(await request.arrayBuffer());
  }
  const form = await request.formData();
  const file = [...form.values()].find((value) => typeof value !== 'string');
  if (file === undefined || typeof file === 'string') throw new SlackRefusal('no_file_data');
  return Buffer.from(await file.arrayBuffer());
}

function send(context: Context<Env>, reply: Reply): Response {
  if (reply.broken) context.env.incoming.socket.destroy();
  return new Response(reply.body, { status: reply.status, headers: reply.headers });
}

/** The routes of the proxy: Web API, `response_url`s, uploads. */
export function createRoutes(
  world: World,
  faults: Faults,
  log: LoggedRequest[],
  report: (error: unknown) => void,
  limiter?: RateLimiter,
): Hono<Env> {
  const routes = new Hono<Env>();
  const record = (method: string, args: Json, reply: Reply, started: number) => {
    const fault = reply.fault === undefined ? {} : { fault: reply.fault };
    const status = reply.broken ? undefined : reply.status;
    const tookMs = performance.now() - started;
    log.push({ method, args, token: 'none', at: world.clock(), tookMs, status, answer: reply.answer, ...fault });
  };
  routes.on(['GET', 'POST'], '/api/:method', async (context) =>
    send(context, await handleCall(world, faults, log, limiter, context.req.param('method'), context.req.raw)),
  );
  routes.post('/actions/:team/:id', async (context) => {
    const started = performance.now();
    const body = await readBody(context.req.raw);
    const statusOf = (error: string) => (error === 'used_url' || error === 'expired_url' ? 404 : 400);
    const work = async () => {
      await answerResponseUrl(world, context.req.param('id'), body);
      return {};
    };
    const reply = await answerWith(faults, 'response_url', work, statusOf);
    record('response_url', body, reply, started);
    return send(context, reply);
  });
  routes.post('/upload/v1/:ticket', async (context) => {
    const started = performance.now();
    const found = world.files.byTicket(context.req.param('ticket'));
    const work = async () => {
      if (found === undefined) throw new SlackRefusal('not_found');
      found.file.bytes = await uploadedBytes(context.req.raw);
      await world.local.upload(found.uploadTo, found.file.bytes);
      found.file.uploaded = true;
      return {};
    };
    const reply = await answerWith(faults, 'upload', work, () => 404);
    record('upload', { file: found?.file.id, length: found?.file.bytes.length }, reply, started);
    return send(context, reply.status === 200 ? { ...reply, body: `OK - ${found?.file.bytes.length}` } : reply);
  });
  routes.get('/', (context) => context.text('The strict Slack of the demo. The Web API is under /api/.'));
  routes.onError((error, context) => {
    report(error);
    return context.json({ ok: false, error: 'internal_error' }, 500);
  });
  return routes;
}

/** Listens on 127.0.0.1. */
export function listen(fetch: Hono<Env>['fetch'], port: number): Promise<{ server: Server; url: string }> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch, port, hostname: '127.0.0.1' }, (info: AddressInfo) =>
      resolve({ server: server as Server, url: `http://127.0.0.1:${info.port}` }),
    );
    server.once('error', reject);
  });
}
