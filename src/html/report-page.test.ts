import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { failed, finding, scanned, target } from '../../test/helpers/findings.ts';
import { attribute, readPage, textOf } from '../../test/helpers/html.ts';
import { sampleMeta } from '../../test/helpers/rule-meta.ts';
import type { ScanReport } from '../domain/audit.ts';
import { type AuditDocument, toDocument } from '../domain/exports/document.ts';
import type { RuleMeta } from '../domain/rule.ts';
import { type ReportPage, reportPage } from './report-page.ts';

const times = { auditId: '7f3k', startedAt: '2026-11-21T09:00:00.000Z', finishedAt: '2026-11-21T09:00:04.000Z' };

const pageOf = async (reports: readonly ScanReport[], more: Partial<ReportPage> = {}) =>
  readPage(await reportPage({ document: toDocument(times, reports), metas: [sampleMeta], version: '1.2.3', ...more }));

const legacy = target({ accountId: '666666666666', accountName: 'legacy' });

describe('the report as a page', () => {
  it('says what an audit in Slack says: headline, coverage, what was not scanned and why, counts by status', async () => {
    const page = await pageOf([
      scanned([
        finding(),
        finding({ name: 'cart', status: 'pass', reason: 'Window of 72 h.' }),
        finding({ name: 'users', exempt: { reason: 'rebuilt nightly', owner: 'platform' } }),
        finding({ name: 'etl', status: 'unknown', reason: 'AccessDenied.' }),
      ]),
      failed(legacy),
      failed({ ...legacy, region: 'us-east-1' }),
    ]);
    expect(page.errors).toEqual([]);
    expect(page.text('h1')).toEqual(['1 cannot be rewound']);
    expect(page.text('title')).toEqual(['1 cannot be rewound · Aurora Keeper']);
    expect(page.text('p').join('\n')).toContain('1 of 3 targets scanned · 3 databases judged');
    expect(page.text('summary')).toEqual(['Not scanned: 2 targets']);
    expect(page.text('td')).toEqual([
      'legacy 666666666666',
      'eu-west-1, us-east-1',
      'role aurora-keeper-audit cannot be assumed AccessDenied',
    ]);
    const counts = page.all('button').filter((element) => attribute(element, 'class') === 'count');
    expect(counts.map(textOf)).toEqual(['1 needs you', '1 could not be judged', '1 exempt', '1 fine']);
    expect(page.text('footer')).toEqual(['Aurora Keeper 1.2.3 · audit 7f3k · this file makes no requests']);
  });

  it('has a row for each finding, what needs someone first', async () => {
    const { data } = await pageOf([
      scanned([
        finding({ name: 'fine', status: 'pass' }),
        finding({ name: 'low', severity: 'low' }),
        finding({ name: 'users', exempt: { reason: 'rebuilt nightly' } }),
        finding({ name: 'high', severity: 'high' }),
        finding({
          resource: { type: 'target', id: 'x', arn: 'arn:aws:rds:eu-west-1:111111111111:*', tags: { team: 'core db' } },
          status: 'unknown',
        }),
      ]),
    ]);
    const { columns, rows } = data();
    expect(columns.map(({ title }) => title)).toEqual([
      'Status',
      'Database',
      'Account',
      'Region',
      'Rule',
      'Severity',
      'Reason',
      'Searched',
    ]);
    expect(rows.map(([status, name]) => `${status} ${name}`)).toEqual([
      'Needs you high',
      'Needs you low',
      'Could not be judged payments-prod',
      'Fine fine',
      'Exempt users',
    ]);
    expect(rows[2]?.at(-1)).toContain('team=core db');
    expect(rows[4]?.at(-1)).toContain('rebuilt nightly');
  });

  it('opens each row to why, fixes as code, what it is about and what was read', async () => {
    const page = await pageOf([
      scanned([
        finding({
          exempt: { reason: 'rebuilt nightly', owner: 'platform' },
          evidence: { backtrackWindowSeconds: 43_200, kmsKeyId: null, trace: [], readAt: '2026-11-21T09:00:00.000Z' },
        }),
      ]),
    ]);
    const [sections = []] = page.details(0);
    expect(sections.map(({ kind, title }) => `${kind}: ${title}`)).toEqual([
      'text: Exempt',
      'text: Why it matters',
      'text: In the console',
      'code: With the AWS CLI',
      'links: Read more',
      'facts: What it is about',
      'facts: What was read',
    ]);
    expect(sections[0]).toMatchObject({ text: 'rebuilt nightly (platform)' });
    expect(sections[3]).toMatchObject({ text: 'aws rds describe-db-clusters --id orders' });
    expect(sections[5]).toMatchObject({ facts: expect.arrayContaining([['What to do', 'rebuild it']]) });
    expect(sections[6]).toMatchObject({
      facts: [
        ['Backtrack window', '43,200 seconds (12 h)'],
        ['KMS key ID', 'not set'],
        ['Trace', 'none'],
        ['Read at', '21 Nov 2026, 09:00 UTC'],
      ],
    });
  });

  it('lists a finding whose rule is gone, or whose fixes cannot be written', async () => {
    const broken: RuleMeta = {
      ...sampleMeta,
      fixes: () => {
        throw new Error('no such evidence');
      },
    };
    const gone = finding({ name: 'old', ruleId: 'a-rule-of-before', status: 'pass' });
    const page = await pageOf([scanned([finding(), gone])], { metas: [broken] });
    expect(page.data().rows).toHaveLength(2);
    const [first = [], second = []] = page.details(0);
    expect(first.map(({ title }) => title)).toContain('Fixes');
    expect(second.map(({ title }) => title)).toEqual(['What it is about', 'What was read']);
  });

  it('may not make a request: its policy allows its own script and style, by their hashes', async () => {
    const page = await pageOf([scanned([finding()])]);
    const policy = page
      .all('meta')
      .filter((each) => attribute(each, 'http-equiv') === 'Content-Security-Policy')
      .map((each) => attribute(each, 'content') ?? '');
    const hash = (tag: string): string => {
      const [inline] = page.all(tag).filter((each) => attribute(each, 'type') === undefined);
      if (inline === undefined) throw new Error(`no ${tag}`);
      return `'sha256-${createHash('sha256').update(textOf(inline)).digest('base64')}'`;
    };
    expect(policy).toEqual([
      `default-src 'none'; script-src ${hash('script')}; style-src ${hash('style')}; base-uri 'none'; form-action 'none'`,
    ]);
    const asking = page.elements.flatMap(({ attrs }) =>
      attrs.filter(({ name }) => /^(src|srcset|href|action)$/.test(name)),
    );
    expect(asking).toEqual([]);
    expect(page.text('style').join('')).not.toMatch(/url\(|@import/);
  });

  it('shows the picture as it is given, with its words', async () => {
    const page = await pageOf([scanned([finding()])], {
      picture: { svg: '<svg><path d="M0 0"/></svg>', alt: '4 <open> today' },
    });
    expect(page.all('path')).toHaveLength(1);
    expect(page.text('figcaption')).toEqual(['4 <open> today']);
    expect((await pageOf([scanned([finding()])])).all('figure')).toEqual([]);
  });

  it('says which scope it has, and how old the newest verdicts are', async () => {
    const document: AuditDocument = {
      ...toDocument({ ...times, auditId: 'current' }, [scanned([finding()])]),
      targets: [{ ...target(), status: 'scanned', scannedAt: '2026-11-19T08:30:00.000Z' }],
    };
    const page = readPage(await reportPage({ document, metas: [sampleMeta], version: '1', scope: 'shop <prod>' }));
    expect(page.text('p')[0]).toBe(
      'Aurora Keeper · The newest verdicts on 21 Nov 2026, 09:00 UTC, the oldest of them read on 19 Nov 2026, 08:30 UTC · shop <prod>',
    );
  });

  it('says that what was found in a target before its last scan failed is as old as that', async () => {
    const page = (targets: AuditDocument['targets']) =>
      reportPage({
        document: { ...toDocument(times, [scanned([finding()])]), targets },
        metas: [sampleMeta],
        version: '1',
      });
    const error = { code: 'AccessDenied', message: 'denied' };
    const note = 'What was found there earlier is listed as it was then.';
    expect(await page([{ ...target(), status: 'failed', error }])).toContain(note);
    expect(
      await page([
        { ...target(), status: 'scanned' },
        { ...legacy, status: 'failed', error },
      ]),
    ).not.toContain(note);
  });

  it('says so when nothing could be scanned, or nothing was asked for', async () => {
    expect((await pageOf([failed(target())])).text('h1')).toEqual(['Nothing could be scanned: 1 target failed']);
    expect((await pageOf([])).text('h1')).toEqual(['Nothing was audited: no target matches']);
    expect((await pageOf([])).data().rows).toEqual([]);
  });

  it('has all of ten thousand findings, in parts of a hundred', async () => {
    const many = Array.from({ length: 10_000 }, (_, index) => finding({ name: `db-${index}` }));
    const html = await reportPage({ document: toDocument(times, [scanned(many)]), metas: [sampleMeta], version: '1' });
    const page = readPage(html);
    expect(page.data().rows).toHaveLength(10_000);
    expect(page.details(99)).toHaveLength(100);
    expect(html.length).toBeLessThan(6_000_000);
  });
});

describe('strings from outside', () => {
  const evil = fc.constantFrom(
    '</script>',
    '<!--<script>',
    '--><img src=x onerror=alert(1)>',
    '</title></style></noscript><b>',
    '"><a href="javascript:alert(1)">',
    "' onclick='alert(1)",
    '!{1}',
    'a!',
    '&lt;b&gt;&amp;',
    '\u2028\u2029',
    '\ud800',
    'x'.repeat(2_000),
  );
  const anything = fc.oneof(
    evil,
    fc.string({ unit: 'binary', minLength: 1 }),
    fc.string({ unit: 'grapheme', minLength: 1 }),
  );
  const anyFinding = fc.record({
    id: anything,
    name: anything,
    reason: anything,
    title: anything,
    reference: anything,
    tag: fc.tuple(anything, anything),
    evidence: fc.dictionary(anything, fc.oneof(anything, fc.array(anything)), { maxKeys: 3 }),
    exempt: fc.option(anything, { nil: undefined }),
    status: fc.constantFrom('pass' as const, 'fail' as const, 'unknown' as const, 'not-applicable' as const),
    ruleId: fc.constantFrom('aurora-backtrack-enabled', '</script>'),
    cause: anything,
  });

  const tags = new Set(
    'html head meta title style body header p h1 small details summary div table thead tr th td tbody button b span main noscript form label input nav caption footer script'.split(
      ' ',
    ),
  );
  const attributes = new Set(
    'lang charset http-equiv content name class open scope type data-standing aria-pressed role aria-label id autocomplete spellcheck placeholder'.split(
      ' ',
    ),
  );

  it('are text wherever they stand, and leave as they came', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyFinding, { maxLength: 4 }),
        fc.record({
          account: anything,
          error: anything,
          code: anything,
          scope: anything,
          version: anything,
          auditId: anything,
        }),
        async (given, words) => {
          const findings = given.map(({ name, reference, tag: [key, value], exempt, ...rest }) =>
            finding({
              ...rest,
              references: [reference],
              exempt: exempt === undefined ? undefined : { reason: exempt, owner: exempt },
              target: target({ accountName: words.account }),
              resource: { type: 'AWS::RDS::DBCluster', id: name, arn: `arn:${name}`, tags: { [key]: value } },
            } as Parameters<typeof finding>[0]),
          );
          const reports = [
            scanned(findings, target({ accountName: words.account })),
            failed(legacy, words.code, words.error),
          ];
          const page = readPage(
            await reportPage({
              document: toDocument({ ...times, auditId: words.auditId }, reports),
              metas: [sampleMeta],
              version: words.version,
              scope: words.scope,
            }),
          );
          for (const { tagName, attrs } of page.elements) {
            expect(tags).toContain(tagName);
            for (const { name } of attrs) expect(attributes).toContain(name);
          }
          expect(page.all('script')).toHaveLength(findings.length === 0 ? 2 : 3);
          const sorted = (texts: readonly string[]) => [...texts].sort();
          const shown = page.data().rows.map((row) => row[6] ?? '');
          expect(sorted(shown)).toEqual(sorted(findings.map(({ reason }) => reason)));
          if (findings.length > 0) {
            const read = page
              .details(0)
              .flatMap((sections) => sections.flatMap((each) => ('facts' in each ? each.facts : [])));
            for (const { resource } of findings) expect(read).toContainEqual(['ARN', resource.arn]);
          }
        },
      ),
      { numRuns: 150 },
    );
  });
});
