import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ids } from '../../demo/slack/workspace.ts';
import { finding, target } from '../helpers/findings.ts';
import { collect, openLives } from '../helpers/lives.ts';
import { oneRedis } from '../helpers/redis.ts';
import { organization } from '../helpers/scans.ts';
import { aurora, until } from '../helpers/slack.ts';
import { startWorld, testAccounts, type World } from '../helpers/world.ts';

const patience = 20_000;
const covered = { retentionDays: 35, awsBackup: { newest: '6h ago', plan: 'gold' } };
const plans = [{ name: 'gold', selections: [{ name: 'all', resources: ['*'] }] }];
const org = organization([
  {
    id: '111111111111',
    name: 'payments-prod',
    regions: {
      'us-east-1': {
        clusters: [
          { name: 'orders', backtrackHours: 12, ...covered },
          { name: 'ledger', ...covered },
          { name: 'doomed', ...covered },
          { name: 'fine', backtrackHours: 72, ...covered },
        ],
        plans,
      },
      'eu-west-1': { clusters: [{ name: 'orders', backtrackHours: 72, ...covered }], plans },
    },
  },
]);
const accounts = { ...testAccounts, accounts: [{ id: '111111111111', name: 'payments-prod' }] };
const arn = (name: string, region = 'us-east-1') => `arn:aws:rds:${region}:111111111111:cluster:${name}`;

describe.each(oneRedis)('the story of a database, on %s', { timeout: 60_000 }, (kind) => {
  let world: World;
  let redis: Redis;
  let audits = 0;
  const slack = () => world.slack.slack;
  const show = (text: string) => aurora(world, `show ${text}`);
  const happened = async () =>
    (await collect(openLives(redis).lives.after(0))).map((each) => `${each.resource.id} ${each.kind}`);
  const audit = async () => {
    audits += 1;
    await aurora(world, 'audit');
    await until(
      'the audit is reported',
      () =>
        slack()
          .messages(ids.databases)
          .filter((each) => /targets scanned\./.test(slack().read(each))).length === audits,
      patience,
    );
  };
  const holdings = () => {
    const found = world.aws.state.get('111111111111')?.region('us-east-1').clusters;
    if (found === undefined) throw new Error('the account is missing');
    return found;
  };

  beforeAll(async () => {
    world = await startWorld({ redis: kind, org, accounts });
    redis = new Redis(world.redisUrl);
    await Promise.all([world.startBot(), world.startWorker()]);
    expect(await show('orders')).toContain('Nothing called `orders` has been audited.');
    await audit();
  }, 60_000);
  afterAll(async () => {
    redis?.disconnect();
    await world?.close();
  });

  it('tells verdicts, since when, and what has happened, across audits', async () => {
    const before = await show('ledger');
    expect(before).toContain('ledger · payments-prod · us-east-1');
    expect(before).toContain(arn('ledger'));
    expect(before).toMatch(/Needs you · Backtrack on Aurora MySQL clusters · failing since today/i);
    expect(before).toMatch(/Fine · .*backup plan/i);
    expect(before).toMatch(/Failed: Cannot be rewound/);
    expect(before).not.toContain('Fixed');

    const ledger = holdings().get('ledger');
    if (ledger === undefined) throw new Error('ledger is missing');
    Object.assign(ledger, {
      BacktrackWindow: 259_200,
      EarliestBacktrackTime: new Date(),
      BacktrackConsumedChangeRecords: 0,
    });
    holdings().delete('doomed');
    await audit();
    const after = await show('ledger');
    expect(after).not.toContain('Needs you');
    expect(after.indexOf('Fixed')).toBeGreaterThan(0);
    expect(after.indexOf('Fixed')).toBeLessThan(after.indexOf('Failed:'));
    expect(await show('doomed')).toMatch(/doomed · payments-prod · us-east-1 · not there any more/);
    expect(await happened()).toEqual(
      expect.arrayContaining(['ledger opened', 'doomed opened', 'orders opened', 'ledger fixed', 'doomed gone']),
    );
    expect((await happened()).filter((each) => /doomed fixed|fine/.test(each))).toEqual([]);
    await audit();
    expect(await happened()).toHaveLength(5);
  });

  it('asks which one when several have the name', async () => {
    expect(await show('orders')).toContain('2 are called orders: which one?');
    const list = await slack().waitForEphemeral(
      ids.alice,
      (each) => slack().read(each).includes('which one?'),
      patience,
    );
    expect(slack().read(list)).toContain(arn('orders', 'eu-west-1'));
    const place = list.blocks.findIndex((block) => JSON.stringify(block).includes(arn('orders', 'eu-west-1')));
    await slack().click(ids.alice, { ...list, blocks: list.blocks.slice(place, place + 2) }, { text: 'Show' });
    const story = await slack().waitForEphemeral(
      ids.alice,
      (each) =>
        slack().read(each).includes('orders · payments-prod · eu-west-1') && !slack().read(each).includes('which one?'),
      patience,
    );
    expect(slack().read(story)).toContain('It has never failed.');
  });

  it('takes an ARN, whatever its case a name, and suggests what was meant', async () => {
    expect(await show(arn('orders'))).toMatch(/orders · payments-prod · us-east-1/);
    expect(await show('Ledger')).toContain('ledger · payments-prod');
    expect(await show(arn('ledger', 'eu-central-1'))).toContain('ledger · payments-prod · us-east-1');
    expect(await show('legder')).toContain('Nothing called `legder` has been audited. Did you mean `ledger`?');
    expect(await show('<!channel>')).toContain('Nothing called `<!channel>` has been audited.');
    expect(await show('a b')).toContain('Give one name or ARN');
  });

  it('leads to Details, which say since when', async () => {
    await aurora(world, 'show ledger', ids.bob);
    const story = await slack().waitForEphemeral(ids.bob, (each) => slack().read(each).includes('ledger ·'), patience);
    const details = story.blocks.findIndex((block) => JSON.stringify(block).includes('Backtrack on Aurora MySQL'));
    await slack().click(ids.bob, { ...story, blocks: story.blocks.slice(details, details + 2) }, { text: 'Details' });
    const view = await slack().waitForView(ids.bob, (each) => JSON.stringify(each).includes('ledger'), patience);
    expect(slack().read(view, ids.bob)).toMatch(/Fixed today; it has failed once\./i);
  });

  it('lists by age and by when it began', async () => {
    expect(await aurora(world, 'findings')).toMatch(/orders · payments-prod · us-east-1 · failing since today/i);
    const lately = await aurora(world, 'findings --since 1h --sort age');
    expect(lately).toContain('Needs you: 1–1 of 1');
    expect(lately).toMatch(/failing since .* or later · longest failing first/);
    expect(await aurora(world, 'findings --since 2100-01-01')).toContain('Needs you: none');
    expect(await aurora(world, 'findings --muted')).toContain('Muted: none');
  });

  it('leaves out what is not configured any more, whose story can be told all the same', async () => {
    const was = target({ accountId: '444444444444', accountName: 'sold' });
    await openLives(redis).scan(1, [finding({ name: 'abandoned', target: was })], was);
    expect(await aurora(world, 'findings')).toContain('Needs you: 1–1 of 1');
    expect(await show('abandoned')).toContain('its account and Region are not in accounts.yaml any more');
  });
});
