import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seededRandom } from '../../demo/slack/faults.ts';
import {
  type DigestLab,
  type DigestRoom,
  databases,
  type RoomWorker,
  startDigestLab,
  today,
} from '../helpers/digest-lab.ts';
import { redisKinds } from '../helpers/redis.ts';
import type { CannedAnswer, TappedCall } from '../helpers/slack-tap.ts';

const onRealRedis = redisKinds.includes('redis-server');
const thorough = process.env.AURORA_FAULT_RUNS !== undefined;
const runs = Number(process.env.AURORA_FAULT_RUNS ?? '2');
const seed = 20_261_121;
/** Rooms at a time, as two cores carry them. */
const together = 2;

type Phase = 'before' | 'after';
type Answer = 'stop' | CannedAnswer | undefined;
/** Sees every call to Slack of every worker in a room. */
type Act = (call: TappedCall, phase: Phase, worker: RoomWorker, room: DigestRoom) => Promise<Answer> | Answer;
/** What happens at the next call of a method. */
interface Step {
  readonly method: string;
  readonly phase: Phase;
  readonly act: (worker: RoomWorker, room: DigestRoom) => Promise<Answer> | Answer;
}

/** One thing after the other in one digest; with AURORA_FAULT_RUNS each in a digest of its own besides. */
const plans = (steps: readonly Step[]): (readonly Step[])[] => [
  steps,
  ...(thorough ? steps.map((each) => [each]) : []),
];
const inWords = (steps: readonly Step[]): string => steps.map(({ method, phase }) => `${phase} ${method}`).join(', ');

/** Does something for each, a few at a time; every failure is told with what it was about. */
async function forEach<T>(all: readonly T[], name: (each: T) => string, act: (each: T) => Promise<void>) {
  const left = [...all];
  const failures: string[] = [];
  const next = async (): Promise<void> => {
    for (let each = left.shift(); each !== undefined; each = left.shift()) {
      const what = name(each);
      await act(each).catch((error: unknown) => failures.push(`${what}: ${String(error)}`));
    }
  };
  await Promise.all(Array.from({ length: together }, next));
  expect(failures).toEqual([]);
}

/** The digest of today was posted once, with everything that had happened, each thing once, and one picture. */
async function expectOneDigest({ channelId, records, roots, replies, read, told }: DigestRoom): Promise<void> {
  const posted = roots();
  expect(posted.map(read)).toEqual([expect.stringMatching(/^Databases, [\s\S]* · 10 new without Backtrack\n/)]);
  expect(posted.map(({ blocks }) => JSON.stringify(blocks).match(/"slack_file"/g)?.length)).toEqual([1]);
  expect(replies().map(read)).toEqual([expect.stringContaining('All that this digest tells: 1–10 of 10')]);
  const all = await told();
  expect(all.map(({ kind }) => kind)).toEqual(databases.map(() => 'new'));
  expect(all.map(({ name }) => name).sort()).toEqual([...databases].sort());
  const channel = await records.digests.channel(channelId);
  expect(channel).toMatchObject({ on: true, lastDate: today(), toldUpTo: await records.lives.head() });
}

describe('a digest that was missed for two days comes once, with everything', () => {
  let lab: DigestLab;
  const sums = { digests: 0, deaths: 0, restarts: 0, troubles: 0 };

  beforeAll(async () => {
    lab = await startDigestLab(40 + runs);
  });
  afterAll(async () => {
    await lab?.close();
    const { digests, deaths, restarts, troubles } = sums;
    process.stdout.write(
      `${digests} digests posted once, with every change once: ${deaths} workers killed, Redis killed ${restarts} times, Slack in trouble ${troubles} times (seed ${seed})\n`,
    );
  });

  /** A room whose digest is due, with so many workers. */
  const live = async (
    many: number,
    act: Act,
    meanwhile?: (room: DigestRoom, workers: readonly RoomWorker[]) => Promise<void>,
  ) => {
    const room = await lab.room();
    await room.due();
    room.onCall = (call, phase, worker) => act(call, phase, worker, room);
    const workers = await Promise.all(Array.from({ length: many }, () => room.startWorker()));
    await meanwhile?.(room, workers);
    await room.settled();
    await expectOneDigest(room);
    await room.close();
    sums.digests += 1;
  };
  const follow = async (many: number, steps: readonly Step[]): Promise<void> => {
    const left = [...steps];
    await live(many, ({ method }, phase, worker, room) => {
      const [next] = left;
      if (next?.method !== method || next.phase !== phase) return undefined;
      left.shift();
      return next.act(worker, room);
    });
    expect(left).toEqual([]);
  };

  it('when three workers see at the same moment that it is due', async () => {
    const made: string[] = [];
    await live(3, ({ method }, phase) => {
      if (phase === 'after') made.push(method);
      return undefined;
    });
    expect(made.filter((method) => method === 'files.completeUploadExternal')).toHaveLength(1);
    expect(made.filter((method) => method === 'chat.postMessage')).toHaveLength(2);
  });

  it('when a worker is killed at each call to Slack, before Slack gets it or after', async () => {
    const kill = async ({ keeper }: RoomWorker, room: DigestRoom): Promise<'stop'> => {
      await keeper.kill();
      sums.deaths += 1;
      await room.startWorker();
      return 'stop';
    };
    const at = (method: string, phase: Phase): Step => ({ method, phase, act: kill });
    const picture = [
      at('files.getUploadURLExternal', 'before'),
      at('files.getUploadURLExternal', 'after'),
      at('upload', 'after'),
      at('files.completeUploadExternal', 'after'),
      at('usergroups.list', 'after'),
    ];
    const posts = [
      at('chat.postMessage', 'before'),
      at('chat.postMessage', 'after'),
      // What its thread says.
      at('chat.postMessage', 'before'),
      at('chat.postMessage', 'after'),
    ];
    await forEach([...plans(picture), ...plans(posts)], inWords, (steps) => follow(1, steps));
  });

  it('when workers are killed at moments that chance decides', async () => {
    const random = seededRandom(seed);
    const moments = Array.from({ length: runs }, () => Math.round(random() * 2_500));
    await forEach(
      moments,
      (ms) => `${ms} ms after they were ready`,
      (ms) =>
        live(
          2,
          () => undefined,
          async (room, workers) => {
            await Promise.all(workers.map(({ keeper }) => keeper.saw('worker is ready')));
            await sleep(ms);
            await Promise.all(workers.map(({ keeper }) => keeper.kill()));
            sums.deaths += workers.length;
            await room.startWorker();
          },
        ),
    );
  });

  it.runIf(onRealRedis)('when Redis is killed and comes back on its append-only file', async () => {
    const restart = async (_: RoomWorker, { server }: DigestRoom): Promise<undefined> => {
      await server.restart?.(300);
      sums.restarts += 1;
    };
    const at = (method: string, phase: Phase): Step => ({ method, phase, act: restart });
    const steps = [
      at('files.completeUploadExternal', 'after'),
      at('chat.postMessage', 'before'),
      at('chat.postMessage', 'after'),
      at('chat.postMessage', 'after'),
    ];
    await forEach(plans(steps), inWords, (each) => follow(2, each));
  });

  it('when Slack refuses, fails or keeps silent at the post, whether it took it or not', async () => {
    const post = (phase: Phase, answer: CannedAnswer | 'stop'): Step => ({
      method: 'chat.postMessage',
      phase,
      act: () => {
        sums.troubles += 1;
        return answer;
      },
    });
    const html = { status: 502, body: '<html>Bad Gateway</html>', headers: { 'content-type': 'text/html' } };
    const limited = { status: 429, body: '{"ok":false,"error":"ratelimited"}', headers: { 'retry-after': '1' } };
    const failed = { status: 500, body: 'upstream error' };
    const refusals = [post('before', limited), post('before', failed), post('before', 'stop'), post('after', failed)];
    // The same of its thread.
    const silences = [post('after', 'stop'), post('after', html)];
    await forEach([...plans(refusals), ...plans(silences)], inWords, (each) => follow(1, each));
  });
});
