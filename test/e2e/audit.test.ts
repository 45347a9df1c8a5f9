import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StoredMessage } from '../../demo/slack/state/messages.ts';
import { ids } from '../../demo/slack/workspace.ts';
import { readPage } from '../helpers/html.ts';
import { redisKinds } from '../helpers/redis.ts';
import { aurora, until } from '../helpers/slack.ts';
import { isReport, startWorld, type World } from '../helpers/world.ts';

const patience = 120_000;

describe.each(
  redisKinds.flatMap((redis) =>
    (redis === 'in-process' ? (['socket', 'http'] as const) : (['socket'] as const)).map((mode) => ({ redis, mode })),
  ),
)('an audit, on $redis, over $mode', ({ redis, mode }) => {
  let world: World;
  let report: StoredMessage;
  const slack = () => world.slack.slack;
  const read = (message: StoredMessage) => slack().read(message);
  const thread = () =>
    slack()
      .messages(ids.databases)
      .filter(({ threadTs }) => threadTs === report.ts);
  const inThread = (what: string) =>
    slack().waitForMessage(
      ids.databases,
      (message) => message.threadTs === report.ts && read(message).includes(what),
      patience,
    );

  beforeAll(async () => {
    world = await startWorld({ redis, mode });
    await Promise.all([world.startBot(), world.startWorker()]);
  });
  afterAll(() => world.close());

  it('is answered at once, shown while it runs, and reported in the same message', async () => {
    const answer = await aurora(world, 'audit', ids.alice);
    expect(answer).toContain('Auditing all accounts: 6 targets. The report comes here.');
    report = await slack().waitForMessage(ids.databases, isReport, patience);
    const states = [...report.earlier, report].map((state) => JSON.stringify(state));
    expect(states.length).toBeGreaterThanOrEqual(2);
    expect(states[0]).toMatch(/Auditing 3 accounts, 6 targets|about to start/);
    expect(
      slack()
        .messages(ids.databases)
        .filter((message) => message.threadTs === undefined),
    ).toHaveLength(1);
  });

  it('says what is true: numbers, coverage, causes, each with what to do', () => {
    const text = read(report);
    expect(text.split('\n')[0]).toBe(
      '24 clusters cannot be rewound, 1 cluster has a Backtrack window below the policy, 1 database is in no backup plan and 1 more cause',
    );
    expect(text).toContain('4 of 6 targets scanned.');
    expect(text).toMatch(
      /legacy \(eu-west-1, us-east-1\): role aurora-keeper-audit of account 333333333333 cannot be assumed \(AccessDenied\); deploy it there/,
    );
    expect(text).toContain(
      '27 need you · 6 fine · 2 not applicable · 24 could not be judged · 1 exempt · 28 databases judged',
    );
    expect(text).toMatch(/tenant-0001, .* and 19 more · 2 accounts/);
    expect(text).toContain('24 clusters cannot be rewound. Fix: rebuild from a snapshot; rehearse it on a copy first.');
    expect(text).toContain(
      'Can be rewound 72 s only; the policy asks for 24 h. Fix: raise the window in place, without an outage.',
    );
    expect(text).toContain('may not call backup:ListProtectedResources (AccessDeniedException)');
    expect(text).toMatch(
      /RDS-034, Backup-001, RDS\.26 · \d+\.\d s, \d+ AWS calls · asked by @Alice Adams · audit [a-z0-9]{8}/,
    );
    // Nobody has opted in to fixes here, so there is no button that could not be used.
    expect(text).toContain('Enable capability `build` for payments-prod in accounts.yaml to fix it from here.');
    expect(text).not.toContain('[Review');
    expect(text).toContain('27 failures to begin with. Accept them as the baseline');
  });

  it('asked AWS nothing twice', () => {
    expect(world.aws.requests.duplicates({ service: 'rds' })).toEqual([]);
    expect(world.aws.requests.duplicates({ service: 'backup' })).toEqual([]);
  });

  it('opens Details with what was read and fixes that carry this database’s own values', async () => {
    await slack().click(ids.bob, only(report, 'Details of short'), { text: 'Details' });
    const view = await slack().waitForView(ids.bob, (each) => JSON.stringify(each).includes('short'), patience);
    const text = slack().read(view, ids.bob);
    expect(text).toMatch(/«Finding»\nshort/);
    expect(text).toContain('Backtrack window: 72 seconds');
    expect(text).toContain('Minimum window: 86,400 seconds (24 h)');
    for (const part of [
      'Why it matters',
      'Raise the window in the console',
      '--db-cluster-identifier short',
      'BacktrackWindow: 259200',
      'backtrack_window   = 259200',
      'RDS-034',
    ])
      expect(text).toContain(part);
    await slack().closeView(ids.bob);
  });

  it('shows a group in its thread, page by page, and anything else by choice', async () => {
    await slack().click(ids.alice, report, { text: 'Show 24' });
    let pages = await inThread('24 clusters cannot be rewound: 1–10 of 24');
    expect(read(pages)).not.toContain('[Previous]');
    await slack().click(ids.alice, pages, { text: 'Next' });
    pages = await inThread('11–20 of 24');
    await slack().click(ids.alice, pages, { text: 'Next' });
    pages = await inThread('21–24 of 24');
    expect(read(pages)).not.toContain('[Next]');
    await slack().click(ids.alice, pages, { text: 'Previous' });
    pages = await inThread('11–20 of 24');
    await slack().select(ids.alice, pages, 'findings.filter', 'Exempt');
    pages = await inThread('Exempt: 1–1 of 1');
    expect(read(pages)).toContain('Exempt: rebuilt nightly (platform)');
    await slack().select(ids.alice, pages, 'findings.filter', 'Not applicable');
    pages = await inThread('Not applicable: 1–2 of 2');
    expect(read(pages)).toContain('global database ledger-world');
    await slack().click(ids.bob, report, { text: 'Show all' });
    pages = await inThread('Everything: 1–10 of 60');
    expect(thread()).toHaveLength(1);
  });

  it('comes as a file into the thread', async () => {
    await slack().select(ids.alice, report, 'audit.export', 'Export as CSV');
    await inThread('as CSV, asked for by');
    const file = slack()
      .files()
      .find(({ name }) => name?.endsWith('.csv'));
    const lines = String(file?.bytes ?? '')
      .trim()
      .split('\n');
    expect(lines[0]).toContain('findingId,status,severity');
    expect(lines).toHaveLength(1 + 60 + 2);
    expect(lines.filter((line) => line.includes('unscanned'))).toHaveLength(2);
  });

  it('comes as a page, too', async () => {
    await slack().select(ids.alice, report, 'audit.export', 'Export as HTML');
    await inThread('as HTML, asked for by');
    const file = slack()
      .files()
      .find(({ name }) => name.startsWith('aurora-audit-') && name.endsWith('.html'));
    const page = readPage(String(file?.bytes ?? ''));
    expect(page.data().rows).toHaveLength(60);
    expect(page.text('p').join('\n')).toContain('4 of 6 targets scanned');
  });

  it('can be asked for later, as a file of the newest verdicts, in the channel or in person', async () => {
    expect(await aurora(world, 'report')).toContain('The HTML file is on its way.');
    expect(await aurora(world, 'report csv fleet --status fail', ids.bob)).toContain('The CSV file is on its way.');
    await slack().waitForMessage(
      ids.databases,
      (message) => read(message).includes('as HTML: 60 findings, asked for by'),
      patience,
    );
    await slack().waitForMessage(
      ids.databases,
      (message) => read(message).includes('as CSV: 23 findings, asked for by'),
      patience,
    );
    await aurora(world, 'report json', ids.alice, ids.publicNoBot);
    await until('the file came in person', () =>
      slack()
        .files()
        .some(({ name, channel }) => name.endsWith('.json') && channel !== undefined && channel !== ids.publicNoBot),
    );
  });

  it('leaves the newest verdicts for /aurora findings, for one person’s eyes', async () => {
    const answer = await aurora(world, 'findings fleet', ids.carol);
    expect(answer).toContain('Needs you: 1–10 of 23');
    const list = await slack().waitForEphemeral(ids.carol, (message) => read(message).includes('1–10 of 23'), patience);
    await slack().click(ids.carol, list, { text: 'Next' });
    await slack().waitForEphemeral(ids.carol, (message) => read(message).includes('11–20 of 23'), patience);
    expect(await aurora(world, 'findings --status exempt', ids.carol)).toContain('Exempt: 1–1 of 1');
    expect(await aurora(world, 'findings --tag env=prod', ids.carol)).toContain('Needs you: 1–2 of 2');
  });

  it('tells of the accounts', async () => {
    const answer = await aurora(world, 'accounts', ids.alice);
    expect(answer).toContain('3 accounts, 6 targets');
    expect(answer).toMatch(/legacy · 333333333333/);
    expect(answer).toContain('2 of 2 targets could not be scanned');
    expect(answer).not.toMatch(/No worker|different accounts files/);
  });

  it('explains a rule on a page of its own', async () => {
    await slack().command(ids.alice, ids.databases, '/aurora', 'explain RDS-034');
    const view = await slack().waitForView(
      ids.alice,
      (each) => JSON.stringify(each).includes('Backtrack on Aurora MySQL clusters'),
      patience,
    );
    const text = slack().read(view, ids.alice);
    for (const part of [
      'What it looks for',
      'How to fix',
      'aws rds modify-db-cluster',
      'BacktrackWindow: 259200',
      'Cost',
    ])
      expect(text).toContain(part);
  });

  it('of one account and rule stays within them', async () => {
    await aurora(world, 'audit payments-prod --rule RDS-034 --tag env=prod', ids.bob);
    const small = await slack().waitForMessage(
      ids.databases,
      (message) => isReport(message) && read(message).includes('2 of 2 targets scanned'),
      patience,
    );
    expect(read(small)).toContain('2 need you · 1 fine · 3 databases judged');
  });
});

/** The message with only the blocks that hold some text, since several buttons are called alike. */
const only = (message: StoredMessage, text: string): StoredMessage => ({
  ...message,
  blocks: message.blocks.filter((block) => JSON.stringify(block).includes(text)),
});
