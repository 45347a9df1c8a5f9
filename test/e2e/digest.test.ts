import { Redis } from 'ioredis';
import { afterEach, describe, expect, it } from 'vitest';
import type { StoredMessage } from '../../demo/slack/state/messages.ts';
import { ids } from '../../demo/slack/workspace.ts';
import { everything } from '../../src/domain/scope.ts';
import { createDigestStore } from '../../src/store/digests.ts';
import { aurora, until } from '../helpers/slack.ts';
import { startWorld, textOf, type World, type WorldOptions } from '../helpers/world.ts';

const patience = 40_000;

let world: World;
let closing: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  await world.close();
  for (const close of closing.reverse()) await close();
  closing = [];
});

async function open(options: WorldOptions = {}): Promise<World> {
  world = await startWorld(options);
  return world;
}

const store = () => {
  const redis = new Redis(world.redisUrl);
  closing.push(() => redis.disconnect());
  return createDigestStore(redis);
};
const slack = () => world.slack.slack;
const digests = (channel: string = ids.databases): StoredMessage[] =>
  slack()
    .messages(channel)
    .filter((each) => each.threadTs === undefined && textOf(world, each).includes('Databases'));
const nextDigest = async (count: number) => {
  await until(`${count} digests`, () => digests().length >= count, patience);
  return textOf(world, digests()[count - 1] as StoredMessage);
};

const hour = 3_600_000;
/** A digest that was turned on days ago and is due now, at midnight of its zone. */
const dueNow = (over: object = {}) => ({
  channelId: ids.databases,
  at: '00:00',
  zone: 'UTC',
  scope: everything,
  quiet: 'line' as const,
  on: true,
  by: ids.alice,
  changedAt: new Date(Date.now() - 72 * hour).toISOString(),
  onSince: new Date(Date.now() - 72 * hour).toISOString(),
  ...over,
});

describe('/aurora digest', () => {
  it('is turned on, told of, changed and turned off', async () => {
    await open();
    await Promise.all([world.startBot(), world.startWorker({ AURORA_TICK_SECONDS: '1' })]);
    console.log(await aurora(world, 'digest'));
    console.log(await aurora(world, 'digest on --at 25:00 --zone Europe/Berln --account paymets-prod --quiet silent'));
    console.log(await aurora(world, 'digest on --zone UTC'));
    console.log(await aurora(world, 'digest on --at 8:30 --quiet nothing'));
    console.log(await aurora(world, 'digest status'));
    console.log(await aurora(world, 'digest preview'));
    console.log(await aurora(world, 'digest now'));
    console.log(await nextDigest(1).catch((e) => String(e)));
    console.log(await aurora(world, 'digest off'));
    console.log(await aurora(world, 'digest on', ids.alice, ids.publicNoBot));
    console.log(await aurora(world, 'digest on', ids.alice, ids.privateNoBot));
    await store().configure(dueNow());
    console.log(await nextDigest(2).catch((e) => String(e)));
    console.log(
      slack()
        .messages(ids.databases)
        .map((m) => textOf(world, m))
        .join('\n=====\n'),
    );
    expect(1).toBe(1);
  }, 120_000);
});
