import { describe, expect, it } from 'vitest';
import { messageText } from '../../../demo/slack/message-text.ts';
import { ids } from '../../../demo/slack/workspace.ts';
import { accountWith, drawing } from '../../../test/helpers/approval-screens.ts';
import { finding, scanned, target } from '../../../test/helpers/findings.ts';
import type { Finding } from '../../domain/finding.ts';
import { createTally } from '../../domain/tally.ts';
import { auditReport } from './audit-report.ts';
import type { RenderContext, Rendered } from './rendered.ts';

const shop = target({ accountId: '222222222222', accountName: 'shop-prod', region: 'us-east-1' });
const context = await drawing({
  accounts: [accountWith(), accountWith({ id: '222222222222', name: 'shop-prod', capabilities: ['audit'] })],
});

const untagged = (name: string, over: Partial<Finding> = {}): Finding =>
  finding({
    name,
    ruleId: 'rds-aws-backup-in-use',
    cause: 'no-recovery-point',
    reason: `${name} is in no backup plan.`,
    remediation: { strategies: ['keeper-plan'], recommended: 'keeper-plan' },
    ...over,
  });
const short = (name: string, over: Partial<Finding> = {}): Finding =>
  finding({
    name,
    cause: 'window-below-policy',
    reason: `${name} can be rewound 12 h only.`,
    remediation: { strategies: ['raise-window'], recommended: 'raise-window' },
    ...over,
  });
const byCode = { evidence: { managedBy: 'CloudFormation stack shop-databases' } };

function report(
  findings: readonly Finding[],
  drawn: RenderContext = context,
  more: Pick<Parameters<typeof auditReport>[0], 'copies'> = {},
): Rendered {
  const tally = createTally();
  tally.add(scanned(findings));
  const audit = {
    id: 'k7f3m2qa',
    scope: { accounts: [], regions: [], rules: [], tags: {} },
    requestedBy: { userId: ids.alice, channelId: ids.databases },
    requestedAt: '2026-11-21T09:00:00.000Z',
    state: 'reported' as const,
    estateHash: 'x',
  };
  return auditReport({ kind: 'audit-report', audit, summary: tally.summary(), ...more }, drawn);
}

const read = ({ blocks }: Rendered): string => messageText({ blocks: blocks as never });
/** Labels of the buttons of each group, without those of the whole report. */
const rows = ({ blocks }: Rendered): string[][] =>
  blocks
    .slice(0, -2)
    .flatMap((block) =>
      block.type === 'actions'
        ? [block.elements.map((each) => (each.type === 'button' ? each.text.text : each.type))]
        : [],
    );
const valueOn = ({ blocks }: Rendered, label: string): string | undefined =>
  blocks
    .flatMap((block) => (block.type === 'actions' ? block.elements : []))
    .flatMap((each) => (each.type === 'button' && each.text.text === label ? (each.value ?? '') : []))[0];

describe('a report', () => {
  const copies = { count: 2, usdPerDay: 0, unpriced: 2, oldestAt: '2026-11-15T08:00:00.000Z' };

  it('says what is kept of rebuilds, what it costs, how old it is, and when the next one goes', () => {
    const now = new Date('2026-11-21T09:00:00.000Z');
    const said = (more: object) =>
      read(report([untagged('ledger')], { ...context, now }, { copies: { ...copies, ...more } }));
    expect(said({})).toContain('2 kept copies, cost not known, oldest 6 days');
    expect(said({ nextRemovalAt: '2026-11-28T08:00:00.000Z' })).toMatch(/oldest 6 days, the next removed .*Nov 28/);
    expect(said({ count: 1, unpriced: 0, usdPerDay: 53, nextRemovalAt: '2026-11-28T08:00:00.000Z' })).toMatch(
      /1 kept copy, \$53\/day, 6 days old, removed .*Nov 28/,
    );
    expect(read(report([untagged('ledger')]))).not.toContain('kept cop');
  });
});

describe('buttons of a report', () => {
  it('lead from one finding to its approval', () => {
    const shown = report([untagged('ledger')]);
    expect(rows(shown)).toEqual([['Review & approve', 'Details', 'overflow']]);
    expect(valueOn(shown, 'Review & approve')).toBe(untagged('ledger').id);
  });

  it('show one by one what is approved one by one', () => {
    expect(rows(report([short('a'), short('b'), short('c')]))).toEqual(
      Array(3).fill(['Review & approve', 'Details', 'overflow']),
    );
    expect(rows(report(['a', 'b', 'c', 'd', 'e'].map((name) => short(name))))).toEqual([
      ['Review: a', 'Review: b', 'Review: c', 'Review: d', 'Show 5'],
    ]);
  });

  it('review many of one cause in one account and Region together', () => {
    const shown = report(Array.from({ length: 23 }, (_, n) => untagged(`tenant-${n}`)));
    expect(rows(shown)).toEqual([['Review 23', 'Show 23']]);
    expect(JSON.parse(valueOn(shown, 'Review 23') ?? '')).toEqual({
      auditId: 'k7f3m2qa',
      group: 'rds-aws-backup-in-use/fail/no-recovery-point/keeper-plan',
      target: '111111111111/eu-west-1',
    });
  });

  it('review each account and Region by itself where there are several', () => {
    const here = Array.from({ length: 5 }, (_, n) => untagged(`a-${n}`));
    const there = untagged('b', { target: target({ region: 'us-east-1' }) });
    expect(rows(report([...here, there]))).toEqual([
      ['Review 5 in payments-prod eu-west-1', 'Review 1 in payments-prod us-east-1', 'Show 6'],
    ]);
  });

  it('offer a hundred at once at most', () => {
    const shown = report(Array.from({ length: 300 }, (_, n) => untagged(`tenant-${n}`)));
    expect(rows(shown)).toEqual([['Review the first 100', 'Show 300']]);
  });

  it('copy the patch where code owns the databases, apart from the others of that cause', () => {
    const shown = report([
      finding({ name: 'orders' }),
      finding({ name: 'cart', ...byCode }),
      finding({ name: 'users', ...byCode }),
    ]);
    const text = read(shown);
    expect(text.split('\n')[0]).toBe('3 clusters cannot be rewound');
    expect(text).toContain('cart, users · payments-prod\n2 clusters cannot be rewound.');
    expect(text).toContain('Managed by CloudFormation stack shop-databases: change them there.');
    expect(rows(shown)).toEqual([
      ['Copy patch', 'Details: cart', 'Details: users'],
      ['Review & approve', 'Details', 'overflow'],
    ]);
    expect(valueOn(shown, 'Copy patch')?.split(',')).toHaveLength(2);
  });

  it('are not there where the account has not opted in: a line says what is missing', () => {
    const alone = report([untagged('orders', { target: shop })]);
    expect(read(alone)).toContain('Enable capability `backup` for shop-prod in accounts.yaml to fix it from here.');
    expect(rows(alone)).toEqual([['Details', 'overflow']]);
    const mixed = report([
      untagged('ledger'),
      untagged('orders', { target: shop }),
      untagged('search', { target: shop }),
    ]);
    expect(read(mixed)).toContain('Enable capability `backup` for shop-prod in accounts.yaml to fix them from here.');
    expect(rows(mixed)).toEqual([
      ['Review 1 in payments-prod eu-west-1', 'Details: ledger', 'Details: orders', 'Details: search'],
    ]);
  });

  it('are only Details and the menu where the bot cannot do anything itself', () => {
    const byHand = {
      metas: context.metas.map((meta) => ({ ...meta, strategies: [] })),
      accounts: context.accounts,
      now: context.now,
    };
    expect(rows(report([untagged('ledger')], byHand))).toEqual([['Details', 'overflow']]);
    expect(rows(report([untagged('ledger', { status: 'unknown', remediation: null })]))).toEqual([
      ['Details', 'overflow'],
    ]);
  });
});
