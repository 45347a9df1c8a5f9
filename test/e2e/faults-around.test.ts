import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { StoredMessage } from '../../demo/slack/state/messages.ts';
import { ids } from '../../demo/slack/workspace.ts';
import { redisKinds } from '../helpers/redis.ts';
import { aurora, until } from '../helpers/slack.ts';
import { isReport, startWorld, truth, type World, type WorldOptions } from '../helpers/world.ts';

const patience = 120_000;
const redis = redisKinds.at(-1) ?? 'in-process';

/** One bot and one worker; each test looks only at what has been posted since it began. */
describe('around a bot and a worker that are well', () => {
  let world: World;
  let before = new Set<string>();

  const slack = () => world.slack.slack;
  const isNew = ({ ts }: StoredMessage): boolean => !before.has(ts);
  const report = () => slack().waitForMessage(ids.databases, (each) => isNew(each) && isReport(each), patience);
  const roots = () =>
    slack()
      .messages(ids.databases)
      .filter((each) => isNew(each) && each.threadTs === undefined);

  beforeAll(async () => {
    world = await startWorld({ redis });
    await Promise.all([world.startBot(), world.startWorker()]);
  });
  afterAll(() => world.close());
  afterEach(() => {
    world.aws.faults.clear();
    world.aws.requests.clear();
    world.slack.proxy.faults.clear();
    before = new Set(
      slack()
        .messages(ids.databases)
        .map(({ ts }) => ts),
    );
  });

  it('a command that Slack delivers twice is one audit with one message', async () => {
    world.slack.proxy.faults.duplicate(2);
    await aurora(world, 'audit');
    expect(slack().read(await report())).toContain(truth);
    await sleep(1_500);
    expect(roots()).toHaveLength(1);
    expect(world.aws.requests.duplicates({ service: 'rds' })).toEqual([]);
  });

  it('a Slack that answers 429, 500, HTML and nothing at all gets the report in the end', async () => {
    const { faults } = world.slack.proxy;
    faults.next('chat.postMessage', { kind: 'rate-limited', retryAfter: 1 }, 1);
    faults.next('chat.postMessage', { kind: 'status', status: 500 }, 1);
    faults.next('chat.update', { kind: 'rate-limited', retryAfter: 1 }, 2);
    faults.next('chat.update', { kind: 'html' }, 1);
    faults.next('chat.update', { kind: 'drop' }, 1);
    await aurora(world, 'audit');
    expect(slack().read(await report())).toContain(truth);
    expect(roots()).toHaveLength(1);
  });

  it.each([
    1, 2, 3,
  ])('an AWS that fails or throttles three calls in ten never leads to a wrong verdict (seed %i)', async (seed) => {
    world.aws.faults.add({ effect: 'throttle', probability: 0.15, seed });
    world.aws.faults.add({ effect: 'error', probability: 0.15, seed: seed + 100 });
    await aurora(world, 'audit');
    expect(slack().read(await report())).toContain(truth);
  });
});

describe('Slack', () => {
  let world: World;
  const slack = () => world.slack.slack;
  const open = async (options: WorldOptions = {}) => {
    world = await startWorld({ redis, ...options });
    await Promise.all([world.startBot(), world.startWorker()]);
  };
  afterEach(() => world.close());

  it('whose message somebody deletes does not stop the audit', async () => {
    await open();
    world.aws.faults.add({ effect: 'delay', ms: 2_000, accountId: '111111111111', service: 'rds', times: 2 });
    await aurora(world, 'audit');
    const progress = await slack().waitForMessage(ids.databases, () => true, patience);
    world.slack.proxy.world.messages.remove(progress);
    await until(
      'the audit is over',
      async () => (await aurora(world, 'findings')).includes('Needs you: 1–10 of 27'),
      patience,
    );
  });

  it('sees every one of a thousand findings within its limits', async () => {
    const org = {
      hub: {
        accountId: '999999999999',
        accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
        secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
      },
      accounts: [
        {
          id: '111111111111',
          roles: [{ name: 'aurora-keeper-audit', externalId: 'test-42' }],
          regions: {
            'us-east-1': {
              generate: {
                clusters: 1_000,
                namePrefix: 'db-',
                cluster: { retentionDays: 1, tags: { note: '<!channel> & "x"' }, awsBackup: { plan: 'all' } },
              },
              plans: [{ name: 'all', selections: [{ name: 'all', resources: ['*'] }] }],
            },
          },
        },
      ],
    };
    await open({
      org,
      accounts: {
        defaults: { regions: ['us-east-1'], auditRole: 'aurora-keeper-audit', externalId: 'test-42' },
        accounts: [{ id: '111111111111', name: '<b> & *prod*' }],
      },
    });
    await aurora(world, 'audit');
    const shown = await slack().waitForMessage(ids.databases, isReport, patience);
    expect(slack().read(shown)).toContain('1,000 clusters cannot be rewound');
    await slack().click(ids.alice, shown, { text: 'Show 1,000' });
    const pages = await slack().waitForMessage(
      ids.databases,
      (message) => slack().read(message).includes('1–10 of 1,000'),
      patience,
    );
    // Marks at the edge of words are held apart by characters that nobody sees.
    expect(slack().read(pages).replaceAll('\u200b', '')).toContain('<b> & *prod*');
    expect(JSON.stringify(pages.blocks)).not.toContain('<b>');
  });
});
