import { readdirSync } from 'node:fs';
import { marked, type Tokens } from 'marked';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Finding } from '../src/domain/finding.ts';
import type { Rule } from '../src/domain/rule.ts';
import { loadMeta, loadRules, readGuide } from '../src/rules/registry.ts';
import { finding } from './helpers/findings.ts';
import { expectValid } from './helpers/fixes.ts';

const folders = readdirSync(new URL('../src/rules/', import.meta.url), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name);
const metas = await loadMeta();

/** Windows in seconds, wherever a template or a command sets one: 72 would be 72 seconds. */
const windowsIn = (text: string): number[] =>
  [...text.matchAll(/(?:BacktrackWindow:|backtrack_window\s*=|--backtrack-window)\s*(\d+)/g)].map(([, seconds]) =>
    Number(seconds),
  );

describe('the registry', () => {
  let rules: Rule[];
  beforeAll(async () => {
    rules = await loadRules();
  });

  it('finds every folder', () => {
    expect(metas.map(({ id }) => id).sort()).toEqual([...folders].sort());
    expect(rules.map(({ meta }) => meta.id)).toEqual(metas.map(({ id }) => id));
  });

  it.each(folders)('%s has what a rule has', (folder) => {
    const names = readdirSync(new URL(`../src/rules/${folder}/`, import.meta.url));
    expect(names).toEqual(expect.arrayContaining(['meta.ts', 'rule.ts', 'rule.test.ts', 'README.md']));
    expect(folder).toMatch(/^[a-z0-9]+(-[a-z0-9]+){2,}$/);
  });

  it('has no reference twice', () => {
    const all = metas.flatMap(({ id, references }) => [id, ...references]);
    expect(new Set(all).size).toBe(all.length);
  });
});

describe.each(metas)('$id', (meta) => {
  const guide = readGuide(meta.id);
  const blocks = marked.lexer(guide).filter((token): token is Tokens.Code => token.type === 'code');

  it('says why in two sentences and names its IAM actions', () => {
    expect(meta.why.match(/\./g)).toHaveLength(2);
    expect(meta.permissions.audit.length).toBeGreaterThan(0);
    for (const action of meta.permissions.audit) expect(action).toMatch(/^[a-z-]+:(Describe|List|Get)\w+$/);
  });

  it('says of every stage how it is reached', () => {
    for (const { stages } of meta.strategies ?? []) {
      const ids = stages.map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
      for (const [
        index,
        { after = [], afterFailed = [], unless = [], byItself = false, label, title },
      ] of stages.entries()) {
        expect(after.length + afterFailed.length > 0).toBe(index > 0 && !byItself);
        expect(ids).toEqual(expect.arrayContaining([...after, ...afterFailed, ...unless]));
        expect((label ?? title).length).toBeLessThanOrEqual(75);
      }
    }
  });

  it('words every failure with a headline that counts', () => {
    expect(Object.keys(meta.causes).length).toBeGreaterThan(0);
    for (const { headline, fix } of Object.values(meta.causes)) {
      expect(headline(1)).toMatch(/\b1\b/);
      expect(headline(1_234)).toContain('1,234');
      expect(headline(1)).not.toBe(headline(1_234).replace('1,234', '1'));
      expect(fix).toMatch(/^[a-z]/);
    }
  });

  it('has a guide with every part', () => {
    const headings = marked
      .lexer(guide)
      .flatMap((token) => (token.type === 'heading' && token.depth === 2 ? [token.text] : []));
    expect(headings).toEqual([
      'What it looks for',
      'Why it matters',
      'Verdicts',
      'How to check',
      'How to fix',
      'How to verify',
      'Cost',
      'Limits',
      'References',
    ]);
    for (const reference of meta.references) expect(guide).toContain(reference);
    const ways = [...guide.matchAll(/^### (.+)$/gm)].map(([, name]) => name);
    expect(ways).toEqual(['Console', 'AWS CLI', 'Console', 'AWS CLI', 'CloudFormation', 'Terraform']);
  });

  it('has only templates and commands that parse', async () => {
    expect(blocks.map(({ lang }) => lang)).toEqual(expect.arrayContaining(['sh', 'yaml', 'hcl']));
    for (const { lang, text } of blocks) {
      await expectValid(lang === 'sh' ? 'cli' : lang === 'yaml' ? 'cloudformation' : 'terraform', text);
      for (const seconds of windowsIn(text)) expect(seconds).toBeGreaterThanOrEqual(3600);
    }
  });
});

/** One finding for each way in which a rule can fail, with values as awkward as AWS allows. */
const longName = 'a'.repeat(63);
const failures: [string, Finding][] = [
  [
    'window below the policy',
    finding({
      cause: 'window-below-policy',
      remediation: { strategies: ['raise-window'], recommended: 'raise-window' },
      evidence: { targetWindowSeconds: 172_800 },
    }),
  ],
  ['nothing read but the window', finding({ evidence: {} })],
  [
    'everything read',
    finding({
      name: longName,
      evidence: {
        engineVersion: '8.0.mysql_aurora.3.08.1',
        targetWindowSeconds: 259_200,
        clusterParameterGroup: 'orders-params',
        subnetGroup: 'private',
        securityGroups: ['sg-1', 'sg-2'],
        port: 3307,
        storageType: 'aurora-iopt1',
        serverlessMinCapacity: 0.5,
        serverlessMaxCapacity: 16,
        instances: [`${longName} db.r6g.large`, 'orders-2 db.serverless writer', 'orders-3 unknown class'],
      },
    }),
  ],
  [
    'no recovery point',
    finding({
      ruleId: 'rds-aws-backup-in-use',
      cause: 'no-recovery-point',
      resource: { type: 'target', id: '111111111111/eu-west-1', arn: 'arn:aws:rds:eu-west-1:111111111111:*' },
      remediation: { strategies: ['keeper-plan'], recommended: 'keeper-plan' },
      evidence: {
        vault: 'Default',
        minimumRetentionDays: 35,
        databases: [
          'arn:aws:rds:eu-west-1:111111111111:cluster:orders',
          'arn:aws:rds:eu-west-1:111111111111:db:reports',
        ],
      },
    }),
  ],
  ...(['add-tag', 'add-selection', 'keeper-plan'] as const).map((strategy): [string, Finding] => [
    `a cluster in no backup plan: ${strategy}`,
    finding({
      ruleId: 'rds-backup-plan-coverage',
      name: longName,
      cause: 'not-in-a-plan',
      remediation: { strategies: [strategy], recommended: strategy },
      evidence: {
        backupType: 'Aurora',
        suggestedTagKey: `it's a "key": \${x}`,
        suggestedTagValue: 'two words, %{y}',
        suggestedPlan: 'gold',
        suggestedPlanId: '8f3b1c2d-0000-4000-8000-1234567890ab',
        suggestedTagPlan: 'gold',
        suggestedTagSelection: 'prod',
        suggestedRole: 'arn:aws:iam::111111111111:role/backup',
        keeperVault: 'Gold',
        minimumRetentionDays: 90,
      },
    }),
  ]),
  [
    'an instance in no backup plan, nothing read but that',
    finding({
      ruleId: 'rds-backup-plan-coverage',
      cause: 'not-in-a-plan',
      resource: {
        type: 'AWS::RDS::DBInstance',
        id: 'reports',
        arn: 'arn:aws:rds:eu-west-1:111111111111:db:reports',
      },
      remediation: { strategies: ['add-selection', 'keeper-plan'], recommended: 'add-selection' },
      evidence: { suggestedPlanId: 'gold' },
    }),
  ],
];

describe.each(failures)('the fixes for %s', (_, failure) => {
  const meta = metas.find(({ id }) => id === failure.ruleId);
  const fixes = meta?.fixes(failure) ?? [];

  it('come in all four forms and parse', async () => {
    expect(fixes.map(({ format }) => format)).toEqual(['console', 'cli', 'cloudformation', 'terraform']);
    for (const { format, text } of fixes) await expectValid(format, text);
  });

  it('carry the values of this database, never undefined', () => {
    for (const { text } of fixes) expect(text).not.toMatch(/undefined|\[object|NaN|(?<!\/dev\/)null/);
    const all = fixes.map(({ text }) => text).join('\n');
    expect(all).toContain(failure.resource.type === 'target' ? 'cluster:orders' : failure.resource.id);
    expect(all).toContain('eu-west-1');
  });

  it('never set a window of 0, nor hours where seconds belong', () => {
    for (const { text } of fixes) for (const seconds of windowsIn(text)) expect(seconds).toBeGreaterThanOrEqual(3600);
  });

  it('keep within the 63 characters of an RDS identifier', () => {
    const names = fixes.flatMap(({ text }) =>
      [...text.matchAll(/(?:Identifier: "|identifier\s*= "|-identifier )([a-z][a-z0-9-]*)/gi)].map(
        ([, name]) => name ?? '',
      ),
    );
    for (const name of names) expect(name).toMatch(/^[a-z](?:-?[a-z0-9]){0,62}$/);
  });
});

describe('a verdict that needs nothing', () => {
  it.each(metas)('has no fix: $id', (meta) => {
    expect(meta.fixes(finding({ ruleId: meta.id, status: 'pass', remediation: null }))).toEqual([]);
  });
});
