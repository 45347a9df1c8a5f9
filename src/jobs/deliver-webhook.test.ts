import fc from 'fast-check';
import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { TryAgainIn } from '../domain/errors.ts';
import type { Transition } from '../domain/life/transition.ts';
import { reactTo } from '../domain/retry-policy.ts';
import { againAfterMs } from '../domain/webhook/again-after.ts';
import { patienceOf } from './catalog.ts';
import { deliverWebhook } from './deliver-webhook.ts';

const start = Date.parse('2026-11-21T09:00:00.000Z');
const hourMs = 3_600_000;
const transition = (seq: number): Transition => ({
  id: `t-${seq}`,
  seq,
  kind: 'opened',
  at: new Date(start).toISOString(),
  findingId: `f${seq}`,
  ruleId: 'rule',
  target: { accountId: '111111111111', accountName: 'a', region: 'eu-west-1' },
  severity: 'high',
  resource: {
    type: 'AWS::RDS::DBCluster',
    id: `db-${seq}`,
    arn: `arn:aws:rds:eu-west-1:111111111111:cluster:db-${seq}`,
  },
  by: { kind: 'audit', auditId: 'a' },
});

const lives = {
  after: async function* (seq: number, upTo = 10) {
    for (let next = seq + 1; next <= Math.min(upTo, 10); next += 1) yield transition(next);
  },
};

/** Lets simulated time pass as the queue would, until every event was taken or given up. */
async function play(downMs: number, failure: () => { taken: false; status: number; askedMs: number }) {
  const taken: { id: string; atMs: number }[] = [];
  const givenUp: number[] = [];
  let attempts = 0;
  for (let seq = 1; seq <= 10; seq += 1) {
    let now = start;
    const handle = deliverWebhook({
      lives,
      now: () => new Date(now),
      logger: pino({ level: 'silent' }),
      webhook: async ({ id }) => {
        attempts += 1;
        if (now - start < downMs) return failure();
        taken.push({ id, atMs: now - start });
        return { taken: true };
      },
    });
    for (;;) {
      const error: unknown = await handle({ seq }, { signal: new AbortController().signal, lastAttempt: false }).then(
        () => undefined,
        (thrown: unknown) => thrown,
      );
      if (error === undefined) break;
      const reaction = reactTo(error, now - start, patienceOf('deliver-webhook'));
      if (reaction.do !== 'wait') {
        givenUp.push(seq);
        break;
      }
      now += reaction.delayMs;
    }
  }
  return { taken, givenUp, attempts };
}

describe('delivery to a webhook', () => {
  it('loses nothing and repeats nothing when the receiver is down for an hour', async () => {
    const { taken, givenUp, attempts } = await play(hourMs, () => ({ taken: false, status: 503, askedMs: 0 }));
    expect(givenUp).toEqual([]);
    expect(taken.map(({ id }) => id)).toEqual(Array.from({ length: 10 }, (_, index) => `t-${index + 1}`));
    for (const { atMs } of taken) expect(atMs).toBeLessThan(2 * hourMs);
    expect(attempts / 10).toBeLessThan(25);
  });

  it('gives up after three days', async () => {
    const { taken, givenUp } = await play(30 * 24 * hourMs, () => ({ taken: false, status: 404, askedMs: 0 }));
    expect(taken).toEqual([]);
    expect(givenUp).toHaveLength(10);
  });

  it('waits as long as it is asked to', async () => {
    const handle = deliverWebhook({
      lives,
      now: () => new Date(start),
      logger: pino({ level: 'silent' }),
      webhook: async () => ({ taken: false, status: 429, askedMs: 600_000 }),
    });
    const refused = handle({ seq: 1 }, { signal: new AbortController().signal, lastAttempt: false });
    await expect(refused).rejects.toBeInstanceOf(TryAgainIn);
    await expect(refused).rejects.toMatchObject({ delayMs: 600_000 });
  });

  it('does nothing for what is not kept any more, or when there is no webhook any more', async () => {
    const sent: string[] = [];
    const webhook = async ({ id }: { id: string }) => {
      sent.push(id);
      return { taken: true as const };
    };
    const context = { signal: new AbortController().signal, lastAttempt: false };
    const deps = { lives, now: () => new Date(start), logger: pino({ level: 'silent' }) };
    await deliverWebhook({ ...deps, webhook })({ seq: 99 }, context);
    await deliverWebhook({ ...deps, webhook: undefined })({ seq: 1 }, context);
    expect(sent).toEqual([]);
  });
});

describe('againAfterMs', () => {
  it('grows with age, between five seconds and an hour', () => {
    fc.assert(
      fc.property(fc.nat(10 ** 9), fc.nat(10 ** 9), fc.nat(10 ** 8), (a, b, asked) => {
        const [less, more] = a < b ? [a, b] : [b, a];
        expect(againAfterMs(less)).toBeLessThanOrEqual(againAfterMs(more));
        expect(againAfterMs(a)).toBeGreaterThanOrEqual(5_000);
        expect(againAfterMs(a, asked)).toBeLessThanOrEqual(hourMs);
        expect(againAfterMs(a, asked)).toBeGreaterThanOrEqual(Math.min(asked, hourMs));
      }),
    );
  });
});
