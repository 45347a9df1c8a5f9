import { describe, expect, it } from 'vitest';
import { approval as approvalOf } from '../../../test/helpers/approval-screens.ts';
import {
  accounts,
  compose,
  createStory,
  failedAt,
  payments,
  planned,
  scannedAt,
  shop,
  today,
  unplanned,
} from '../../../test/helpers/digest-story.ts';
import { finding } from '../../../test/helpers/findings.ts';
import { loadMeta } from '../../rules/registry.ts';
import { subjectOf } from '../life/compare.ts';
import type { TransitionKind } from '../life/transition.ts';
import { everything } from '../scope.ts';
import type { DigestFacts } from './facts.ts';
import { dateInWords } from './headline.ts';

const metas = await loadMeta();
const bob = { kind: 'remediation', approvalId: 'k7f3m2qa', approvedBy: ['U02BOB00001'] } as const;
const alice = { kind: 'person', userId: 'U01ALICE001' } as const;
const muted = { muteId: 'm1', until: '2026-11-23T12:00:00.000Z', reason: 'moves away', by: 'U01ALICE001' };

const event = (kind: TransitionKind, of: Parameters<typeof subjectOf>[0]) => ({
  ...subjectOf(of),
  id: `${kind}-${of.id}`,
  kind,
  at: '2026-11-20T12:00:00.000Z',
  by: alice,
});

/** A channel with three open findings, told up to here; answers a digest of what comes after. */
function begun() {
  const story = createStory();
  for (const name of ['reports', 'search']) story.see(finding({ name, target: shop }));
  story.see(unplanned('ledger'));
  story.see(planned('orders', { target: shop }));
  const from = story.log.length;
  story.on('2026-11-20T16:20:00.000Z');
  return { story, digest: (over: Partial<DigestFacts> = {}) => compose(story, metas, over, from) };
}

const headlineOf = ({ content }: ReturnType<typeof compose>): string => content.headline;

describe('the first line', () => {
  it('names what was lost, what is new, what is fixed, and counts the rest', () => {
    const { story, digest } = begun();
    story.see(unplanned('orders', { target: shop }));
    story.see(finding({ name: 'cart-2', target: shop }));
    story.see(planned('ledger'), bob);
    expect(headlineOf(digest())).toBe(
      'Databases, Saturday 21 November · 1 lost its backup plan, 1 new without Backtrack, 1 fixed, 2 still open',
    );
  });

  it('is quiet when nothing has changed', () => {
    const { digest } = begun();
    expect(headlineOf(digest())).toBe(
      'Databases, Saturday 21 November · nothing changed, 3 still open, 2 of 2 targets scanned',
    );
    expect(digest().content.quiet).toBe(true);
  });

  it('says what was scanned when that was not all', () => {
    const { story, digest } = begun();
    story.see(planned('ledger'));
    const targets = [scannedAt(payments), failedAt(shop, '2026-11-19T08:00:00.000Z')];
    expect(headlineOf(digest({ targets }))).toBe(
      'Databases, Saturday 21 November · 1 fixed, 2 still open, 1 of 2 targets scanned',
    );
  });

  it('never says that nothing changed when nothing could be scanned', () => {
    const { digest } = begun();
    const { content } = digest({
      targets: [failedAt(payments), failedAt(shop)],
      toldUnscanned: ['111111111111/eu-west-1', '222222222222/us-east-1'],
    });
    expect(content.quiet).toBe(false);
    expect(content.headline).toBe(
      'Databases, Saturday 21 November · nothing could be scanned, 3 still open when last seen',
    );
  });

  it('counts what does not fit by name, however many causes there are', () => {
    const { story, digest } = begun();
    for (let n = 0; n < 300; n += 1) story.see(finding({ name: `db-${n}`, cause: `cause-${n % 40}`, target: shop }));
    const text = headlineOf(digest());
    expect(text.length).toBeLessThanOrEqual(150);
    expect(text).toMatch(/ \d+ more new, 3 still open$/);
  });

  it('names a scope that is not everything', () => {
    const { story } = begun();
    const scope = { ...everything, accounts: ['222222222222'] };
    const where = { channelId: 'C1', scope, routes: [], channels: new Set(['C1']), accounts, metas };
    expect(headlineOf(compose(story, metas, { where }, story.log.length))).toBe(
      'Databases of shop-prod, Saturday 21 November · nothing changed, 2 still open, 1 of 1 target scanned',
    );
  });

  it('has its date in words', () => {
    expect(dateInWords('2028-02-29')).toBe('Tuesday 29 February');
  });
});

describe('the first digest of a channel', () => {
  it('says how things stand instead of calling everything new', () => {
    const { story } = begun();
    const { content, told } = compose(story, metas, { first: true });
    expect(content.headline).toBe('Databases, Saturday 21 November · 3 need you, 2 of 2 targets scanned');
    expect(content.open.map(({ kind, group }) => [kind, group.count])).toEqual([
      ['open', 1],
      ['open', 2],
    ]);
    expect(content.counts).toMatchObject({ open: 3, changes: { new: 0 } });
    expect(told.map(({ kind }) => kind)).toEqual(['open', 'open', 'open']);
  });

  it('leaves out what was accepted, is muted or exempt, and counts it apart', () => {
    const story = createStory();
    story.see(finding({ name: 'a' }));
    story.see(
      finding({ name: 'b', accepted: { at: '2026-11-01T00:00:00Z', by: 'U1', cause: 'created-without-backtrack' } }),
    );
    story.see(finding({ name: 'c', muted }));
    story.see(finding({ name: 'd', exempt: { reason: 'dev' } }));
    story.see(finding({ name: 'e', status: 'unknown', cause: 'could-not-read' }));
    const { content } = compose(story, metas, { first: true });
    expect(content.counts).toMatchObject({ open: 1, accepted: 1, muted: 1, exempt: 1, unknown: 1 });
    expect(content.open).toHaveLength(1);
  });
});

describe('what has changed', () => {
  it('is told once, whatever happened in between', () => {
    const { story, digest } = begun();
    const orders = unplanned('orders', { target: shop });
    story.see(orders);
    story.see(planned('orders', { target: shop }));
    const { content, told } = digest();
    expect(content.headline).toBe('Databases, Saturday 21 November · nothing changed in the end, 3 still open');
    expect(content.counts.changes['came-and-went']).toBe(1);
    expect(told).toEqual([]);
    expect(content.quiet).toBe(false);
  });

  it('says who fixed what', () => {
    const { story, digest } = begun();
    story.see(planned('ledger'), bob);
    story.see(finding({ name: 'reports', target: shop, status: 'pass', cause: 'in-force' }));
    story.see(finding({ name: 'search', target: shop, status: 'not-applicable', cause: 'serverless' }));
    expect(digest().content.closed.map(({ how, members }) => [how, members[0]?.name])).toEqual([
      ['fixed by Bob Brown’s approval', 'ledger'],
      ['fixed by others', 'reports'],
      ['does not apply any more', 'search'],
    ]);
  });

  it('calls what is deleted gone, not fixed', () => {
    const { story, digest } = begun();
    story.lose(unplanned('ledger'));
    expect(digest().content.closed).toMatchObject([{ kind: 'gone', how: 'gone from AWS', count: 1 }]);
    expect(headlineOf(digest())).toContain('1 gone, 2 still open');
  });

  it('says what people have set aside, and what comes back when that ends', () => {
    const { story, digest } = begun();
    const reports = finding({ name: 'reports', target: shop });
    story.change({ ...reports, muted }, [event('muted', reports)]);
    const mute = {
      id: 'm1',
      subject: { kind: 'finding', findingId: reports.id },
      accountId: '222222222222',
      label: 'reports (shop-prod)',
      until: muted.until,
      reason: 'moves away',
      by: 'U01ALICE001',
      at: '2026-11-20T12:00:00.000Z',
    } as const;
    const { content } = digest({ mutes: [mute] });
    expect(content.closed).toMatchObject([{ kind: 'set-aside', how: 'muted by Alice Adams' }]);
    expect(content.mutesEnding).toEqual([{ label: 'reports (shop-prod)', until: muted.until }]);
    expect(content.headline).toContain('1 set aside, 2 still open');
    const from = story.log.length;
    story.change(reports, [{ ...event('mute-ended', reports), by: { kind: 'clock' } }]);
    expect(compose(story, metas, {}, from).content).toMatchObject({
      headline: 'Databases, Saturday 21 November · 1 back again, 2 still open',
      open: [{ kind: 'returned' }],
    });
  });

  it('tells of what its home tells only how much it is', () => {
    const { story, digest } = begun();
    story.see(unplanned('orders', { target: shop }));
    story.see(finding({ name: 'cart-2', target: shop }));
    const routes = [{ match: { account: 'shop-prod' }, channel: 'CSHOP', owners: ['S01DBAGROUP'] }];
    const where = {
      channelId: 'CALL',
      scope: everything,
      routes,
      channels: new Set(['CALL', 'CSHOP']),
      accounts,
      metas,
    };
    const all = digest({ where }).content;
    expect(all).toMatchObject({ quiet: true, elsewhere: [{ channelId: 'CSHOP', count: 2 }], open: [] });
    expect(all.counts.open).toBe(1);
    const home = digest({
      where: { ...where, channelId: 'CSHOP', scope: { ...everything, accounts: ['111111111111'] } },
    }).content;
    expect(home.elsewhere).toEqual([]);
    expect(home.open.map(({ owners, group }) => [owners, group.members[0]?.name])).toEqual([
      [['S01DBAGROUP'], 'orders'],
      [['S01DBAGROUP'], 'cart-2'],
    ]);
  });

  it('groups what has one cause, and keeps the order of its pages that of the message', () => {
    const { story, digest } = begun();
    for (let n = 0; n < 23; n += 1) story.see(finding({ name: `tenant-${n}`, target: shop }));
    story.see(unplanned('orders', { target: shop }));
    const { content, told } = digest();
    expect(content.open.map(({ lost, group }) => [lost, group.count])).toEqual([
      [true, 1],
      [false, 23],
    ]);
    expect(told.map(({ group }) => group)).toEqual([0, ...Array.from({ length: 23 }, () => 1)]);
  });

  it('is the same whenever it is put together from the same facts', () => {
    const { story, digest } = begun();
    story.see(unplanned('orders', { target: shop }));
    expect(JSON.stringify(digest())).toBe(JSON.stringify(digest()));
  });
});

describe('what cannot be scanned', () => {
  it('is no quiet day when it begins, and is one from then on', () => {
    const { digest } = begun();
    const targets = [scannedAt(payments), failedAt(shop, '2026-11-19T08:00:00.000Z')];
    expect(digest({ targets }).content.quiet).toBe(false);
    expect(digest({ targets, toldUnscanned: ['222222222222/us-east-1'] }).content).toMatchObject({
      quiet: true,
      coverage: {
        targets: 2,
        scanned: 1,
        unscanned: [{ accountName: 'shop-prod', regions: ['us-east-1'], since: '2026-11-19T08:00:00.000Z' }],
      },
    });
  });

  it('is told with the reason when there was no audit at all', () => {
    const { digest } = begun();
    const { content } = digest({ problem: 'The audit did not end within an hour.' });
    expect(content).toMatchObject({
      quiet: false,
      problem: 'The audit did not end within an hour.',
      oldest: today.toISOString(),
    });
  });
});

describe('what else there is', () => {
  it('is whom approvals wait for, of those about findings that are told here', () => {
    const { story, digest } = begun();
    const ledger = [...story.findings.values()].find(({ resource }) => resource.id === 'ledger');
    const approval = approvalOf(undefined, {
      state: 'pending',
      findingIds: [ledger?.id ?? ''],
      requestedBy: { userId: 'U01ALICE001', channelId: 'C1' },
    });
    expect(digest({ approvals: [approval] }).content.waiting).toEqual([
      { what: 'approval', whom: ['Bob Brown', 'Carol Cruz'], count: 1 },
    ]);
    const routes = [{ match: { account: 'payments-prod' }, channel: 'COTHER', owners: [] }];
    const where = { channelId: 'C1', scope: everything, routes, channels: new Set(['C1', 'COTHER']), accounts, metas };
    expect(digest({ approvals: [approval], where }).content.waiting).toEqual([]);
  });

  it('is kept copies with what they cost, as far as that is known', () => {
    const { digest } = begun();
    const copy = (name: string, createdAt: string, usd?: number) => ({
      arn: `arn:aws:rds:us-east-1:222222222222:cluster:${name}`,
      kind: 'AWS::RDS::DBCluster',
      createdAt,
      remediationId: 'r',
      ...(usd === undefined ? {} : { hourlyCost: { usd, basis: 'list price' } }),
    });
    const elsewhere = { ...copy('x', '2026-01-01T00:00:00Z', 9), arn: 'arn:aws:rds:us-east-1:999999999999:cluster:x' };
    const copies = [
      copy('a', '2026-11-15T08:00:00Z', 1.1),
      copy('b', '2026-11-17T08:00:00Z', 1.1),
      { ...copy('c', '2026-11-18T08:00:00Z'), removeAt: '2026-11-25T08:00:00Z' },
      { ...elsewhere, removeAt: '2026-11-22T08:00:00Z' },
    ];
    expect(digest({ copies }).content.copies).toEqual({
      count: 3,
      usdPerDay: 52.800000000000004,
      unpriced: 1,
      oldestAt: '2026-11-15T08:00:00Z',
      nextRemovalAt: '2026-11-25T08:00:00Z',
    });
    expect(digest().content.copies).toBeUndefined();
  });

  it('is the finding that has been open longest, unless it is set aside', () => {
    const { story, digest } = begun();
    expect(digest().content.longestOpen).toMatchObject({ name: 'reports', since: '2026-11-03T08:01:00.000Z' });
    const reports = finding({ name: 'reports', target: shop });
    story.change({ ...reports, exempt: { reason: 'dev' } });
    expect(digest().content.longestOpen).toMatchObject({ name: 'search' });
  });
});
