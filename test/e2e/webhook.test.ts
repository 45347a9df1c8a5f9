import { createHmac, timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { seededRandom } from '../../demo/slack/faults.ts';
import type { Transition } from '../../src/domain/life/transition.ts';
import { type DigestLab, type DigestRoom, startDigestLab } from '../helpers/digest-lab.ts';
import { finding, scanned } from '../helpers/findings.ts';
import { collect } from '../helpers/lives.ts';
import { redisKinds } from '../helpers/redis.ts';
import { until } from '../helpers/slack.ts';

const patience = 120_000;
const key = Buffer.alloc(32, 7);
const secret = `whsec_${key.toString('base64')}`;
const seed = 20_261_121;
/** An hour of a receiver's absence takes three seconds. */
const speed = 1_200;

type Answer = { readonly status: number; readonly afterMs?: number } | 'silence' | 'reset';

interface Received {
  readonly id: string;
  readonly body: string;
  /** Seconds since 1970. */
  readonly sentAt: number;
  readonly answer: Answer;
}

/** Somebody else's receiver: it believes nothing that is not signed as standardwebhooks.com says, worked out by itself. */
async function startReceiver() {
  const received: Received[] = [];
  const forged: string[] = [];
  const receiver = {
    received,
    forged,
    answer: (_id: string): Answer | Promise<Answer> => ({ status: 204 }),
    taken: () => received.filter(({ answer }) => typeof answer === 'object' && answer.status < 300),
    url: '',
    close: async () => {
      server.closeAllConnections();
      server.close();
    },
  };
  const server: Server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString();
    const header = (name: string) => String(request.headers[name] ?? '');
    const [id, sentAt] = [header('webhook-id'), header('webhook-timestamp')];
    const wanted = Buffer.from(`v1,${createHmac('sha256', key).update(`${id}.${sentAt}.${body}`).digest('base64')}`);
    const given = Buffer.from(header('webhook-signature'));
    if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) forged.push(id);
    const answer = await receiver.answer(id);
    received.push({ id, body, sentAt: Number(sentAt), answer });
    if (answer === 'silence') return;
    if (answer === 'reset') return void request.socket.destroy();
    await sleep(answer.afterMs ?? 0);
    response.writeHead(answer.status).end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  receiver.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
  return receiver;
}

describe('the webhook', () => {
  let lab: DigestLab;
  let room: DigestRoom;
  let receiver: Awaited<ReturnType<typeof startReceiver>>;
  const target = { accountId: '111111111111', accountName: 'payments-prod', region: 'us-east-1' };
  const env = { AURORA_WEBHOOK_SECRET: secret, TEST_WEBHOOK_SPEED: String(speed) };

  beforeAll(async () => {
    lab = await startDigestLab();
  });
  afterAll(() => lab?.close());
  beforeEach(async () => {
    receiver = await startReceiver();
    room = await lab.room({ env: { ...env, AURORA_WEBHOOK_URL: receiver.url } });
  });
  afterEach(async () => {
    await room.close();
    await receiver.close();
  });

  /** Nothing that happened before somebody listened is sent. */
  const listening = () =>
    until('it follows', async () => (await room.redis.hget('{aurora}:transitions:followers', 'webhook')) !== null);
  let minute = 0;
  /** Twelve databases fail, or are well again. */
  const happen = (status: 'fail' | 'pass') => {
    minute += 1;
    const found = Array.from({ length: 12 }, (_, n) => finding({ name: `db-${n}`, status, target }));
    const at = new Date(Date.now() + minute).toISOString();
    return room.records.findings.replace(`a${minute}`, ['aurora-backtrack-enabled'], scanned(found, target), at);
  };
  const log = (): Promise<Transition[]> => collect(room.records.lives.after(0));
  const everything = (count: number) =>
    until(`${count} events are taken`, () => new Set(receiver.taken().map(({ id }) => id)).size >= count, patience);

  /** Each event came, under its own id, with the same words each time, and says where in the order it belongs. */
  async function expectAll(): Promise<void> {
    const transitions = await log();
    expect(receiver.forged).toEqual([]);
    expect([...new Set(receiver.taken().map(({ id }) => id))].sort()).toEqual(transitions.map(({ id }) => id).sort());
    for (const { id, seq, kind, at, findingId } of transitions) {
      const bodies = new Set(receiver.received.filter((each) => each.id === id).map(({ body }) => body));
      expect(bodies.size).toBe(1);
      const [body = ''] = bodies;
      expect(JSON.parse(body)).toMatchObject({ type: `finding.${kind}`, timestamp: at, data: { seq, findingId } });
    }
  }

  it('loses nothing and repeats nothing that was taken when its receiver is away for an hour', async () => {
    const random = seededRandom(seed);
    const trouble: readonly Answer[] = [
      { status: 500 },
      { status: 503 },
      { status: 410 },
      { status: 302 },
      { status: 500, afterMs: 200 },
      'reset',
      'silence',
    ];
    const back = { at: Number.POSITIVE_INFINITY };
    receiver.answer = () =>
      Date.now() < back.at
        ? (trouble[Math.floor(random() * trouble.length)] as Answer)
        : { status: random() < 0.5 ? 200 : 204, afterMs: Math.round(random() * 100) };
    // None of them dies: a machine that is busy for seconds must not look like that.
    const patient = { AURORA_LOCK_DURATION_MS: '60000' };
    await Promise.all([room.startWorker(patient), room.startWorker(patient)]);
    await listening();
    await happen('fail');
    await until('it is tried', () => receiver.received.length > 0);
    back.at = Date.now() + 3_600_000 / speed;
    await happen('pass');
    await everything(24);
    await expectAll();
    expect(receiver.taken()).toHaveLength(24);
    const tries = receiver.received.length;
    process.stdout.write(`24 events, ${tries} attempts in an hour told at ${speed} times its speed (seed ${seed})\n`);
    // Ever more rarely, so that nobody is flooded who comes back.
    expect(tries / 24).toBeLessThan(40);
  });

  it('sends again, under the same id, what a killed worker had sent and not noted', async () => {
    const first = await room.startWorker();
    await listening();
    let killed = '';
    receiver.answer = async (id) => {
      if (killed !== '') return { status: 204 };
      killed = id;
      await first.keeper.kill();
      await room.startWorker();
      return 'silence';
    };
    await happen('fail');
    await everything(12);
    await expectAll();
    expect(receiver.received.filter(({ id }) => id === killed).length).toBeGreaterThan(1);
  });

  it.runIf(redisKinds.includes('redis-server'))(
    'goes on where it was when Redis is killed and comes back',
    async () => {
      await Promise.all([room.startWorker(), room.startWorker()]);
      await listening();
      let restarted: Promise<void> | undefined;
      receiver.answer = async () => {
        restarted ??= room.server.restart?.(300);
        await sleep(50);
        return { status: 204 };
      };
      await happen('fail');
      await until('Redis is away', () => restarted !== undefined);
      await restarted;
      await happen('pass');
      await everything(24);
      await expectAll();
    },
  );
});
