import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { failed, finding, scanned, target } from '../../test/helpers/findings.ts';
import { loadMeta } from '../rules/registry.ts';
import type { ScanReport } from './audit.ts';
import { type Status, severities, statuses } from './finding.ts';
import { countsLine, coverageLine, headline } from './headline.ts';
import { createTally } from './tally.ts';

const metas = await loadMeta();

function sum(reports: readonly ScanReport[]) {
  const tally = createTally();
  for (const report of reports) tally.add(report);
  return { summary: tally.summary(), refs: tally.refs() };
}

const many = (count: number, over: Parameters<typeof finding>[0] = {}) =>
  Array.from({ length: count }, (_, index) => finding({ name: `db-${String(index).padStart(3, '0')}`, ...over }));

const muted = () =>
  finding({ name: 'muted', muted: { muteId: 'm', until: '2026-12-24T00:00:00.000Z', reason: 'r', by: 'U1' } });
const known = (name: string, at = '2026-11-20T23:59:59.000Z') =>
  finding({ name, accepted: { at, by: 'U1', cause: 'created-without-backtrack' } });

describe('headline', () => {
  it.each<[string, ScanReport[], string]>([
    ['nothing matches', [], 'Nothing was audited: no target matches'],
    ['nothing scanned', [failed(target())], 'Nothing could be scanned: 1 target failed'],
    ['all fine', [scanned([finding({ status: 'pass' })])], 'No database breaks your policy'],
    [
      'unknowns only',
      [scanned([finding({ status: 'unknown', cause: 'could-not-read' })])],
      'No failures found; 1 could not be judged',
    ],
    ['one failure', [scanned([finding()])], '1 cluster cannot be rewound'],
    [
      'exempt failures are no failures',
      [scanned([finding({ exempt: { reason: 'dev' } })])],
      'No database breaks your policy',
    ],
    ['a muted failure is not fine', [scanned([muted()])], 'No other database breaks your policy; 1 muted'],
    [
      'muted, and not all could be judged',
      [scanned([muted(), finding({ name: 'u', status: 'unknown', cause: 'could-not-read' })])],
      'No other failures found; 1 muted; 1 could not be judged',
    ],
    ['muted beside others', [scanned([muted(), finding({ name: 'x' })])], '1 cluster cannot be rewound; 1 muted'],
    [
      'nothing but what is known',
      [scanned([known('a'), known('b', '2026-11-21T09:00:00.000Z')])],
      'Nothing new since the baseline of 21 Nov; 2 known failures',
    ],
    [
      'what is known, and some that could not be judged',
      [scanned([known('a'), finding({ name: 'u', status: 'unknown', cause: 'could-not-read' }), muted()])],
      'No new failures found since the baseline of 20 Nov; 1 known failure; 1 muted; 1 could not be judged',
    ],
    [
      'a failure that is not in the baseline',
      [scanned([known('a'), finding({ name: 'x' }), muted()])],
      'Not in the baseline of 20 Nov: 1 cluster cannot be rewound; 1 known failure, 1 muted',
    ],
    [
      'several causes, the worst first',
      [
        scanned([
          ...many(2),
          finding({ name: 'w', cause: 'window-below-policy' }),
          finding({ ruleId: 'rds-aws-backup-in-use', cause: 'no-recovery-point', severity: 'low' }),
        ]),
      ],
      '2 clusters cannot be rewound, 1 cluster has a Backtrack window below the policy, AWS Backup protects no database in 1 target',
    ],
  ])('%s', (_, reports, text) => {
    expect(headline(sum(reports).summary, metas)).toBe(text);
  });

  it('never exceeds its length and says how much it left out', () => {
    const reports = [
      scanned(
        Array.from({ length: 40 }, (_, index) =>
          finding({ name: `x${index}`, cause: `some-long-cause-number-${index}` }),
        ),
      ),
    ];
    const text = headline(sum(reports).summary, metas);
    expect(text.length).toBeLessThanOrEqual(150);
    expect(text).toMatch(/ and \d+ more causes$/);
  });
});

describe('lines', () => {
  it('count what is there and leave zeros out', () => {
    const { summary } = sum([
      scanned([
        finding(),
        finding({ name: 'b', status: 'pass' }),
        finding({ name: 'c', status: 'not-applicable' }),
        finding({ name: 'd', exempt: { reason: 'dev' } }),
      ]),
      failed(target({ region: 'us-east-1' })),
    ]);
    expect(countsLine(summary.counts)).toBe('1 needs you · 1 fine · 1 not applicable · 1 exempt');
    expect(coverageLine(summary.coverage)).toBe('1 of 2 targets scanned');
    expect(summary.counts.resources).toBe(4);
    expect(countsLine(sum([]).summary.counts)).toBe('0 need you');
  });
});

describe('createTally', () => {
  it('names the rules that gave a verdict, and counts databases alone', () => {
    const at = (type: string, id: string) => ({ resource: { type, id, arn: `arn:aws:rds:eu-west-1:1:${id}` } });
    const { summary } = sum([
      scanned([
        finding({ ruleId: 'rds-snapshot-not-public', status: 'pass', ...at('AWS::RDS::DBSnapshot', 'snapshot:a') }),
        finding({ status: 'pass', ...at('AWS::RDS::DBCluster', 'cluster:a') }),
        finding({ ruleId: 'rds-backup-retention', ...at('AWS::RDS::DBCluster', 'cluster:a') }),
        finding({ ruleId: 'rds-backup-retention', ...at('AWS::RDS::DBInstance', 'db:a') }),
        finding({ ruleId: 'rds-aws-backup-in-use', ...at('target', '*') }),
      ]),
    ]);
    expect(summary.counts.resources).toBe(2);
    expect(summary.ruleIds).toEqual([
      'aurora-backtrack-enabled',
      'rds-aws-backup-in-use',
      'rds-backup-retention',
      'rds-snapshot-not-public',
    ]);
    expect(sum([]).summary.ruleIds).toEqual([]);
  });

  it('puts failures of one cause together and shows the first few by name', () => {
    const { summary } = sum([
      scanned(many(12)),
      scanned(many(3, { target: target({ accountId: '222222222222', accountName: 'shop-prod' }) })),
    ]);
    expect(summary.groups).toHaveLength(1);
    expect(summary.groups[0]).toMatchObject({
      key: 'aurora-backtrack-enabled/fail/created-without-backtrack/snapshot-restore',
      strategy: 'snapshot-restore',
      byCode: false,
      count: 15,
      accounts: 2,
      targets: [
        { accountName: 'payments-prod', region: 'eu-west-1', count: 12 },
        { accountName: 'shop-prod', region: 'eu-west-1', count: 3 },
      ],
    });
    expect(summary.groups[0]?.members.map(({ name }) => name)).toEqual([
      'db-000',
      'db-001',
      'db-002',
      'db-003',
      'db-004',
      'db-005',
      'db-006',
      'db-007',
    ]);
  });

  it('keeps what code owns apart, and counts both together in the headline', () => {
    const byCode = (name: string) =>
      finding({ name, evidence: { managedBy: 'CloudFormation stack shop-databases' }, reason: 'r' });
    const { summary } = sum([scanned([...many(2), byCode('cart'), byCode('users'), byCode('search')])]);
    expect(summary.groups.map(({ byCode: code, count, strategy }) => [code, count, strategy])).toEqual([
      [true, 3, undefined],
      [false, 2, 'snapshot-restore'],
    ]);
    expect(summary.groups[0]?.members.map(({ managedBy }) => managedBy)).toEqual(
      Array(3).fill('CloudFormation stack shop-databases'),
    );
    expect(headline(summary, metas)).toBe('5 clusters cannot be rewound');
  });

  it('groups what is mended in the same way only', () => {
    const restored = { strategies: ['a', 'b'], recommended: 'a' };
    const { summary } = sum([
      scanned([
        finding({ name: 'x', remediation: restored }),
        finding({ name: 'y', remediation: { ...restored, recommended: 'b' } }),
        finding({ name: 'z', remediation: null }),
      ]),
    ]);
    expect(summary.groups.map(({ strategy }) => strategy)).toEqual([undefined, 'a', 'b']);
    expect(headline(summary, metas)).toBe('3 clusters cannot be rewound');
  });

  it('does not depend on the order in which targets arrive', () => {
    const someFinding = fc.record({
      name: fc.stringMatching(/^[a-z][a-z0-9]{0,5}$/),
      status: fc.constantFrom<Status>(...statuses),
      severity: fc.constantFrom(...severities),
      cause: fc.constantFrom('a', 'b', 'c'),
      exempt: fc.option(fc.constant({ reason: 'dev' }), { nil: undefined }),
    });
    const someReports = fc.uniqueArray(
      fc.record({
        region: fc.constantFrom('us-east-1', 'eu-west-1', 'eu-north-1'),
        findings: fc.uniqueArray(someFinding, { selector: ({ name }) => name }),
      }),
      {
        selector: ({ region }) => region,
      },
    );
    fc.assert(
      fc.property(someReports, fc.infiniteStream(fc.nat()), (reports, order) => {
        const scans = reports.map(({ region, findings }) =>
          scanned(
            findings.map(({ exempt, ...rest }) =>
              finding({ ...rest, target: target({ region }), ...(exempt && { exempt }) }),
            ),
            target({ region }),
          ),
        );
        const shuffled = scans
          .map((scan) => [order.next().value, scan] as const)
          .sort(([a], [b]) => a - b)
          .map(([, scan]) => scan);
        expect(sum(shuffled)).toEqual(sum(scans));
      }),
    );
  });

  it('loses no finding', () => {
    const reports = [
      scanned(many(30)),
      scanned(many(7, { status: 'unknown', target: target({ region: 'us-east-1' }) })),
      failed(target({ region: 'us-east-2' })),
    ];
    const { summary, refs } = sum(reports);
    expect(refs).toHaveLength(37);
    expect(new Set(refs.map(({ id }) => id)).size).toBe(37);
    expect(Object.values(summary.counts.byStatus).reduce((a, b) => a + b) + summary.counts.exempt).toBe(37);
    expect(refs.map(({ status }) => status)).toEqual([...Array(30).fill('fail'), ...Array(7).fill('unknown')]);
  });
});
