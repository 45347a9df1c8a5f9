import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ids } from '../../demo/slack/workspace.ts';
import type { ChainedEntry } from '../../src/domain/approval/ports.ts';
import type { Finding } from '../../src/domain/finding.ts';
import { oneRedis } from '../helpers/redis.ts';
import { aurora, until } from '../helpers/slack.ts';
import { isReport, startWorld, testAccounts, type World } from '../helpers/world.ts';

const { alice, bob, carol } = ids;

/** Bob sets aside in the fleet, Carol everywhere else. */
const accounts = {
  ...testAccounts,
  accounts: [
    { id: '111111111111', name: 'payments-prod', approvers: { users: [carol] } },
    { id: '222222222222', name: 'fleet', approvers: { users: [bob] } },
    { id: '333333333333', name: 'legacy' },
  ],
};

describe.each(oneRedis)('the baseline, on %s', { timeout: 300_000 }, (kind) => {
  let world: World;
  let redis: Redis;
  const slack = () => world.slack.slack;
  const closeAll = async (user: string) => {
    while (slack().openViews(user).length > 0) await slack().closeView(user);
  };
  const report = (expected: RegExp) =>
    slack().waitForMessage(ids.databases, (each) => isReport(each) && expected.test(slack().read(each)), 120_000);
  const press = async (user: string, expected: RegExp, button: string) =>
    slack().click(user, await report(expected), { text: button });
  const modal = async (user: string, expected: RegExp) =>
    slack().read(await slack().waitForView(user, (each) => expected.test(slack().read(each, user)), 60_000), user);
  const trail = async () =>
    Object.values(await redis.hgetall('{aurora}:trail'))
      .map((text) => JSON.parse(text) as ChainedEntry)
      .sort((a, b) => a.seq - b.seq)
      .filter(({ what }) => what.startsWith('baseline.'))
      .map(({ what, by }) => [what, by]);

  beforeAll(async () => {
    world = await startWorld({ redis: kind, accounts });
    redis = new Redis(world.redisUrl);
    await Promise.all([world.startWorker(), world.startBot()]);
    await aurora(world, 'audit');
    await report(/./);
  });
  afterAll(async () => {
    redis?.disconnect();
    await world?.close();
  });

  it('is offered first thing where there are many failures', async () => {
    const [title = '', offer = ''] = slack()
      .read(await report(/./))
      .split('\n');
    expect(title).toMatch(/clusters cannot be rewound/);
    expect(offer).toMatch(/^\d\d failures to begin with\. Accept them as the baseline/);
  });

  it('takes nothing in from who may not set anything aside', async () => {
    await press(alice, /failures to begin with/, 'Tell me only what changes');
    const text = await modal(alice, /Left out/);
    expect(text).toMatch(/Left out: \d\d failures in accounts where you may not set anything aside/);
    expect(text).toContain('For fleet @Bob Brown may.');
    expect(text).not.toContain('[Accept');
    expect(await redis.hlen('{aurora}:baseline')).toBe(0);
  });

  it('takes in what its reader may set aside, and says what it leaves out', async () => {
    await press(bob, /failures to begin with/, 'Tell me only what changes');
    const text = await modal(bob, /become the baseline/);
    expect(text).toMatch(/23 failures of audit \w+ become the baseline\n• fleet: 23/);
    expect(text).toContain(
      'Still told: what is new, what fails for another cause, and what was fixed and fails again.',
    );
    expect(text).toMatch(
      /Left out: \d+ failures? in accounts where you may not set anything aside\.\n• payments-prod: \d+\nFor payments-prod @Carol Cruz may\./,
    );
    expect((await slack().submitView(bob)).ok).toBe(true);
    await modal(bob, /23 failures of audit \w+ become the baseline; its report shows it in a moment/);
    await closeAll(bob);
    const now = slack().read(await report(/23 known/));
    expect(now).toMatch(/^Not in the baseline of \d+ \w{3}: .*; 23 known failures/);
    expect(now).not.toContain('to begin with');
    expect(now).not.toMatch(/:red_circle: tenant-/);
    expect(now).toContain('[Show 23 known]');
  });

  it('with everything accepted has nothing new to tell, and is literally true about it', async () => {
    await press(carol, /23 known/, 'Accept today as baseline');
    await modal(carol, /payments-prod/);
    expect((await slack().submitView(carol)).ok).toBe(true);
    await modal(carol, /becomes? the baseline/);
    await closeAll(carol);
    const text = slack().read(await report(/No new failures found since/));
    expect(text).toMatch(
      /^No new failures found since the baseline of \d+ \w{3}; \d\d known failures; \d+ could not be judged/,
    );
    expect(text).toMatch(/0 need you · .* · \d\d known · /);
    await aurora(world, 'audit');
    await until(
      'the next audit says the same',
      () =>
        slack()
          .messages(ids.databases)
          .filter((each) => isReport(each) && /No new failures found since/.test(slack().read(each))).length === 2,
      120_000,
    );
  });

  it('keeps known failures where they can be seen, fixed and exported', async () => {
    expect(await aurora(world, 'findings fleet --status known', alice)).toMatch(
      /Known: 1–10 of 23[\s\S]*Known · tenant-[\s\S]*Part of the baseline that @Bob Brown accepted/,
    );
    expect(await aurora(world, 'findings fleet', alice)).toContain('Needs you: none');
    const newest = slack().messages(ids.databases).filter(isReport).at(-1);
    if (newest === undefined) throw new Error('no report');
    await slack().click(alice, newest, { text: `Show ${/(\d+) known/.exec(slack().read(newest))?.[1]} known` });
    await slack().waitForMessage(ids.databases, (each) => /Known: 1–10 of/.test(slack().read(each)), 60_000);
    await aurora(world, 'mute payments-prod:RDS-034 14d rebuilt next quarter', carol);
    await modal(carol, /Hides \d+ /);
    await slack().submitView(carol);
    await modal(carol, /Muted: aurora-backtrack-enabled \(payments-prod\)/);
    for (const format of ['JSON', 'CSV', 'OCSF']) {
      await slack().select(alice, newest, 'audit.export', `Export as ${format}`);
      await until(
        `the ${format} file`,
        () =>
          slack()
            .files()
            .some(
              ({ name }) =>
                name.endsWith({ JSON: '.json', CSV: '.csv', OCSF: '.ocsf.json' }[format] ?? '') &&
                (format !== 'JSON' || !name.endsWith('.ocsf.json')),
            ),
        60_000,
      );
    }
    const file = (end: RegExp) =>
      new TextDecoder().decode(
        slack()
          .files()
          .find(({ name }) => end.test(name))?.bytes,
      );
    const { findings } = JSON.parse(file(/\w{8}\.json$/)) as { findings: Finding[] };
    const known = findings.filter(({ accepted }) => accepted !== undefined);
    expect(known.length).toBeGreaterThan(23);
    expect(known[0]?.accepted).toMatchObject({
      at: expect.stringMatching(/^2\d{3}-/),
      by: expect.stringMatching(/^U/),
    });
    const muted = findings.filter((each) => each.muted !== undefined);
    expect(new Set(muted.map(({ target, ruleId }) => `${target.accountName} ${ruleId}`))).toEqual(
      new Set(['payments-prod aurora-backtrack-enabled']),
    );
    expect(muted[0]?.muted).toMatchObject({ by: carol, reason: 'rebuilt next quarter' });
    const events = JSON.parse(file(/\.ocsf\.json$/)) as {
      status: string;
      comment?: string;
      finding_info: { uid: string };
    }[];
    const event = events.find(({ finding_info: { uid } }) => uid === muted[0]?.id);
    expect(event).toMatchObject({ status: 'Suppressed', comment: expect.stringContaining('rebuilt next quarter') });
    expect(file(/\.csv$/)).toContain(`${muted[0]?.muted?.until},${carol},rebuilt next quarter`);
  });

  it('is forgotten by a press, and everything is told again', async () => {
    const newest = slack().messages(ids.databases).filter(isReport).at(-1);
    if (newest === undefined) throw new Error('no report');
    await slack().click(alice, newest, { text: 'Forget the baseline' });
    await slack().waitForEphemeral(alice, (each) =>
      /Only those who may approve changes in an account may forget/.test(slack().read(each, alice)),
    );
    await slack().click(bob, newest, { text: 'Forget the baseline' });
    await slack().waitForEphemeral(bob, (each) =>
      /Forgotten: \d\d known failures are told again/.test(slack().read(each, bob)),
    );
    await until(
      'it is told again',
      () =>
        /^\d+ clusters cannot be rewound/.test(
          slack().read(slack().messages(ids.databases).filter(isReport).at(-1) ?? newest),
        ),
      120_000,
    );
    expect(await redis.hlen('{aurora}:baseline')).toBe(0);
    expect(await trail()).toEqual([
      ['baseline.accepted', bob],
      ['baseline.accepted', carol],
      ['baseline.forgotten', bob],
    ]);
  });
});
