import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { finding } from '../helpers/findings.ts';
import { openLives } from '../helpers/lives.ts';
import { redisKinds, startRedis, type TestRedis } from '../helpers/redis.ts';
import { until } from '../helpers/slack.ts';

const names = ['a', 'b', 'c', 'd', 'e'].map((name) => finding({ name }));

describe.each(redisKinds)('followers on %s', (kind) => {
  let server: TestRedis;
  let clients: Redis[];
  let world: ReturnType<typeof openLives>;
  let other: ReturnType<typeof openLives>;
  const handed: string[] = [];
  const take = async ({ resource }: { resource: { id: string } }) => void handed.push(resource.id);

  beforeAll(async () => {
    server = await startRedis(kind);
    clients = [1, 2].map(() => new Redis(server.url, { maxRetriesPerRequest: null }));
  });
  afterAll(async () => {
    for (const client of clients) client.disconnect();
    await server.stop();
  });
  beforeEach(async () => {
    const [first, second] = clients as [Redis, Redis];
    await first.flushall();
    handed.length = 0;
    world = openLives(first);
    other = openLives(second);
  });

  it('begin at the end of the log, and then get everything once, in its order', async () => {
    await world.scan(1, names.slice(0, 2));
    await world.lives.follow('digest', take);
    expect(handed).toEqual([]);
    await world.scan(2, names);
    await world.lives.follow('digest', take);
    await world.lives.follow('digest', take);
    expect(handed).toEqual(['c', 'd', 'e']);
    await world.lives.follow('another', take);
    expect(handed).toHaveLength(3);
  });

  it('are handed again what they could not handle, and what comes after it', async () => {
    await world.lives.follow('digest', take);
    await world.scan(1, names);
    let failures = 2;
    const shaky = async (transition: { resource: { id: string } }) => {
      if (transition.resource.id === 'c') {
        failures -= 1;
        if (failures >= 0) throw new Error('not now');
      }
      await take(transition);
    };
    await expect(world.lives.follow('digest', shaky)).rejects.toThrow('not now');
    await expect(other.lives.follow('digest', shaky)).rejects.toThrow('not now');
    await other.lives.follow('digest', shaky);
    expect(handed).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  it('are followed by one worker at a time', async () => {
    await world.lives.follow('digest', take);
    await world.scan(1, names);
    let inside = 0;
    const slowly = async (transition: { resource: { id: string } }) => {
      inside += 1;
      expect(inside).toBe(1);
      await sleep(20);
      inside -= 1;
      await take(transition);
    };
    await Promise.all([world, other, world, other].map(({ lives }) => lives.follow('digest', slowly)));
    expect(handed).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  it('get what is told while they follow', async () => {
    await world.lives.follow('digest', take);
    await world.scan(1, names.slice(0, 1));
    await world.lives.follow('digest', async (transition) => {
      if (handed.length === 0) await other.scan(2, names);
      await take(transition);
    });
    expect(handed).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  it('are taken over from a worker that died, which then moves nothing on', async () => {
    await world.lives.follow('digest', take);
    await world.scan(1, names);
    const [, second] = clients as [Redis, Redis];
    let stuck = true;
    // The worker hangs in its second transition, and its lock is somebody else's by then.
    const hanging = other.lives.follow('digest', async (transition) => {
      await take(transition);
      if (transition.resource.id !== 'b') return;
      await second.set('{aurora}:lock:follow:digest', 'somebody else', 'PX', 400);
      while (stuck) await sleep(10);
    });
    await until('two handed over', () => handed.length === 2);
    await world.lives.follow('digest', take);
    expect(handed).toEqual(['a', 'b']);
    await until('the rest handed over', async () => {
      await world.lives.follow('digest', take);
      return handed.length === 6;
    });
    expect(handed).toEqual(['a', 'b', 'b', 'c', 'd', 'e']);
    stuck = false;
    await hanging;
    await world.lives.follow('digest', take);
    expect(handed).toHaveLength(6);
  });

  it('pass by what was forgotten before they came to it', async () => {
    await world.lives.follow('digest', take);
    await world.scan(1, names);
    const [first] = clients as [Redis, Redis];
    await first.hdel('{aurora}:transitions', '1', '2', '5');
    await first.hset('{aurora}:transitions:head', 'first', 3);
    await world.lives.follow('digest', take);
    expect(handed).toEqual(['c', 'd']);
    await world.lives.follow('digest', take);
    expect(handed).toEqual(['c', 'd']);
  });

  it('that are ahead of a log that was lost begin anew', async () => {
    await world.lives.follow('digest', take);
    await world.scan(1, names);
    await world.lives.follow('digest', take);
    const [first] = clients as [Redis, Redis];
    await first.del('{aurora}:transitions', '{aurora}:transitions:head', '{aurora}:transitions:ids', '{aurora}:lives');
    await world.lives.follow('digest', take);
    await world.scan(2, names.slice(0, 1));
    await world.lives.follow('digest', take);
    expect(handed).toEqual(['a', 'b', 'c', 'd', 'e', 'a']);
  });
});
