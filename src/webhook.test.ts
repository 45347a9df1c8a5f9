import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { Webhook } from 'standardwebhooks';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Transition } from './domain/life/transition.ts';
import { eventOf } from './domain/webhook/event.ts';
import { createWebhookSender, isWebhookSecret, isWebhookUrl } from './webhook.ts';

const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const transition: Transition = {
  id: 'ae72ed0b90c05208-3',
  seq: 41,
  kind: 'opened',
  at: '2026-11-21T09:00:00.000Z',
  findingId: 'ae72ed0b90c05208',
  ruleId: 'rds-backup-plan-coverage',
  target: { accountId: '111111111111', accountName: 'payments-prod', region: 'us-east-1' },
  severity: 'high',
  resource: { type: 'AWS::RDS::DBCluster', id: 'ledger', arn: 'arn:aws:rds:us-east-1:111111111111:cluster:ledger' },
  to: { status: 'fail', cause: 'not-assigned', reason: 'Not in any backup plan. „Ünïcode“' },
  by: { kind: 'audit', auditId: 'd9r7hxf7' },
};

describe('the webhook sender', () => {
  let server: Server;
  let url: string;
  let answer: { status: number; headers?: Record<string, string>; afterMs?: number };
  const received: { headers: IncomingHttpHeaders; body: string }[] = [];

  beforeEach(async () => {
    received.length = 0;
    answer = { status: 204 };
    server = createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      received.push({ headers: request.headers, body: Buffer.concat(chunks).toString() });
      response.writeHead(answer.status, answer.headers).end(answer.status === 204 ? undefined : 'x'.repeat(100_000));
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/hook`;
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  const send = (signal = new AbortController().signal) =>
    createWebhookSender({ url, secret, userAgent: 'aurora-keeper/test' })({
      id: transition.id,
      body: JSON.stringify(eventOf(transition)),
      at: new Date(),
      signal,
    });

  it('sends what any Standard Webhooks library accepts', async () => {
    expect(await send()).toEqual({ taken: true });
    const [got] = received;
    const verified = new Webhook(secret).verify(got?.body ?? '', (got?.headers ?? {}) as Record<string, string>);
    expect(verified).toMatchObject({
      type: 'finding.opened',
      timestamp: '2026-11-21T09:00:00.000Z',
      data: { seq: 41, findingId: 'ae72ed0b90c05208', resource: { id: 'ledger' }, by: { kind: 'audit' } },
    });
    expect(got?.headers).toMatchObject({
      'webhook-id': 'ae72ed0b90c05208-3',
      'content-type': 'application/json',
      'user-agent': 'aurora-keeper/test',
    });
  });

  it('is refused by a receiver with another key, and after any change of the body', async () => {
    await send();
    const [got] = received;
    const headers = (got?.headers ?? {}) as Record<string, string>;
    const other = `whsec_${Buffer.alloc(32, 8).toString('base64')}`;
    expect(() => new Webhook(other).verify(got?.body ?? '', headers)).toThrow();
    expect(() => new Webhook(secret).verify(got?.body.replace('ledger', 'ledges') ?? '', headers)).toThrow();
  });

  it.each([
    [{ status: 500 }, { taken: false, status: 500, askedMs: 0 }],
    [
      { status: 429, headers: { 'retry-after': '120' } },
      { taken: false, status: 429, askedMs: 120_000 },
    ],
    [{ status: 410 }, { taken: false, status: 410, askedMs: 0 }],
    [
      { status: 302, headers: { location: '/elsewhere' } },
      { taken: false, status: 302, askedMs: 0 },
    ],
  ])('says how it was answered: %j', async (given, expected) => {
    answer = given;
    expect(await send()).toEqual(expected);
    expect(received).toHaveLength(1);
  });

  it('rejects when nobody answers, and when it is told to stop', async () => {
    await expect(send(AbortSignal.abort(new Error('stop')))).rejects.toThrow('stop');
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
    await expect(send()).rejects.toThrow();
  });
});

describe('its configuration', () => {
  it.each([
    ['https://hooks.example.com/a?b=c', true],
    ['http://127.0.0.1:8080/', true],
    ['http://localhost/', true],
    ['http://hooks.example.com/', false],
    ['https://user:pass@hooks.example.com/', false],
    ['ftp://hooks.example.com/', false],
    ['hooks.example.com', false],
  ])('takes the address %s: %s', (text, ok) => expect(isWebhookUrl(text)).toBe(ok));

  it.each([
    [secret, true],
    ['whsec_c2hvcnQ=', false],
    [secret.slice(6), false],
    ['whsec_not base64 at all but long enough', false],
  ])('takes the secret %s: %s', (text, ok) => expect(isWebhookSecret(text)).toBe(ok));
});
