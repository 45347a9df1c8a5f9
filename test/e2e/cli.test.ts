import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse as parseCsv } from 'csv-parse/sync';
import { execa, type Options } from 'execa';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { type SimulatedAws, startSimulatedAws } from '../../demo/aws/server.ts';
import type { AuditDocument } from '../../src/domain/exports/document.ts';
import { readPage } from '../helpers/html.ts';
import { ocsfFields } from '../helpers/ocsf.ts';
import { testAccounts, testOrganization } from '../helpers/world.ts';

const cli = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));

let aws: SimulatedAws;
let dir: string;
beforeAll(async () => {
  aws = await startSimulatedAws({ org: testOrganization() });
  dir = mkdtempSync(join(tmpdir(), 'aurora-cli-'));
  writeFileSync(join(dir, 'accounts.yaml'), stringify(testAccounts));
});
afterAll(async () => {
  await aws.close();
  rmSync(dir, { recursive: true });
});
afterEach(() => aws.faults.clear());

const run = async (args: readonly string[], options: Options & { env?: Record<string, string> } = {}) => {
  const { env = {}, ...rest } = options;
  const result = await execa('node', [cli, ...args], {
    reject: false,
    cwd: tmpdir(),
    extendEnv: false,
    env: { PATH: process.env.PATH ?? '', AWS_EC2_METADATA_DISABLED: 'true', ...aws.environment, ...env },
    ...rest,
  });
  return { exitCode: result.exitCode, stdout: String(result.stdout), stderr: String(result.stderr) };
};
const file = () => ['--accounts', join(dir, 'accounts.yaml'), '--rds-rate', '50', '--backup-rate', '50'];
const auditJson = async (...args: string[]): Promise<AuditDocument> =>
  JSON.parse((await run(['audit', ...file(), '--format', 'json', ...args])).stdout);

describe('aurora audit', () => {
  it('prints a table and sums that tell the truth', async () => {
    const { stdout, stderr, exitCode } = await run(['audit', ...file()]);
    expect(exitCode).toBe(3);
    expect(stderr).toBe('');
    expect(stdout).toMatch(
      /│ fail +│ checkout +│ payments-prod │ us-east-1 │ Cannot be rewound: created without Backtrack/,
    );
    expect(stdout).toMatch(/│ unknown +│ +│ fleet +│ us-east-1/);
    expect(stdout).toMatch(/│ exempt +│ dev-orders .*Exempt: rebuilt nightly/);
    expect(stdout.match(/│ unscanned/g)).toHaveLength(2);
    expect(stdout).toContain(
      '24 clusters cannot be rewound, 1 cluster has a Backtrack window below the policy, 1 database is in no backup plan, AWS Backup protects no database in 1 target',
    );
    expect(stdout).toContain(
      '4 of 6 targets scanned · 28 databases judged\n27 need you · 6 fine · 2 not applicable · 24 could not be judged · 1 exempt',
    );
    // biome-ignore lint/suspicious/noControlCharactersInRegex: a pipe gets no colours.
    expect(stdout).not.toMatch(/\u001b/);
  });

  it('prints one JSON document of the promised shape', async () => {
    const document = await auditJson();
    expect(Object.keys(document)).toEqual(['auditId', 'startedAt', 'finishedAt', 'targets', 'findings']);
    expect(document.targets).toHaveLength(6);
    expect(document.targets.find(({ accountName }) => accountName === 'legacy')).toMatchObject({
      status: 'failed',
      error: { code: 'AccessDenied' },
    });
    expect(document.findings).toHaveLength(60);
    const short = document.findings.find(({ resource }) => resource.id === 'short');
    expect(short).toMatchObject({
      id: expect.stringMatching(/^[0-9a-f]{16}$/),
      ruleId: 'aurora-backtrack-enabled',
      references: ['RDS-034', 'RDS.14', 'rds_cluster_backtrack_enabled'],
      status: 'fail',
      severity: 'medium',
      target: { accountId: '111111111111', accountName: 'payments-prod', region: 'us-east-1' },
      resource: { type: 'AWS::RDS::DBCluster', arn: 'arn:aws:rds:us-east-1:111111111111:cluster:short' },
      evidence: { backtrackWindowSeconds: 72 },
      remediation: { strategies: ['raise-window'], recommended: 'raise-window' },
    });
    const ofTarget = document.findings.filter(({ resource }) => resource.type === 'target');
    for (const { resource, target } of ofTarget)
      expect(resource.arn).toBe(`arn:aws:rds:${target.region}:${target.accountId}:*`);
    expect(ofTarget).toHaveLength(4);
  });

  it('gives a finding the same id every time', async () => {
    const [first, second] = await Promise.all([auditJson(), auditJson()]);
    expect(first.findings.map(({ id }) => id)).toEqual(second.findings.map(({ id }) => id));
    expect(first.auditId).not.toBe(second.auditId);
  });

  it('prints CSV that a spreadsheet cannot run, the unscanned targets included', async () => {
    writeFileSync(
      join(dir, 'formula.yaml'),
      stringify({ ...testAccounts, accounts: [{ id: '111111111111', name: '=cmd|calc' }, testAccounts.accounts[2]] }),
    );
    const { stdout } = await run(['audit', '--accounts', join(dir, 'formula.yaml'), '--format', 'csv']);
    const rows = parseCsv(stdout, { columns: true }) as Record<string, string>[];
    expect(rows.filter(({ status }) => status === 'unscanned')).toHaveLength(2);
    for (const row of rows) for (const cell of Object.values(row)) expect(cell).not.toMatch(/^[=+\-@\t]/);
    expect(rows.find(({ resourceId }) => resourceId === 'short')).toMatchObject({
      status: 'fail',
      recommendedFix: 'raise-window',
      references: 'RDS-034 RDS.14 rds_cluster_backtrack_enabled',
    });
  });

  it('prints OCSF Compliance Findings with the field names of the published schema', async () => {
    const events = JSON.parse((await run(['audit', ...file(), '--format', 'ocsf'])).stdout) as object[];
    expect(events).toHaveLength(60 + 2);
    for (const event of events) {
      expect(unknownFields(event, 'compliance_finding')).toEqual([]);
      expect(event).toMatchObject({
        class_uid: 2003,
        category_uid: 2,
        type_uid: 200_301,
        activity_id: 1,
        metadata: { version: '1.4.0' },
      });
    }
    const statuses = events.map((event) => (event as { compliance: { status: string } }).compliance.status);
    expect(new Set(statuses)).toEqual(new Set(['Pass', 'Fail', 'Warning', 'Not applicable']));
    const exempt = events.find((event) => JSON.stringify(event).includes('dev-orders'));
    expect(exempt).toMatchObject({ status_id: 3, status: 'Suppressed', comment: 'rebuilt nightly' });
  });

  it.each<[string, string[], number]>([
    ['nothing asked for', ['--account', 'payments-prod'], 0],
    ['a failure, asked for', ['--account', 'payments-prod', '--fail-on', 'fail'], 2],
    ['a failure, unknown asked for', ['--account', 'payments-prod', '--fail-on', 'unknown'], 2],
    ['only an unknown, failures asked for', ['--account', 'fleet', '--rule', 'Backup-001', '--fail-on', 'fail'], 0],
    ['only an unknown, asked for', ['--account', 'fleet', '--rule', 'Backup-001', '--fail-on', 'unknown'], 2],
    ['an unscanned target comes first', ['--fail-on', 'fail'], 3],
  ])('exits with what happened: %s', async (_, args, exitCode) => {
    expect((await run(['audit', ...file(), ...args])).exitCode).toBe(exitCode);
  });

  it.each<[string, string[], string]>([
    [
      'an unknown account',
      ['--account', 'paymnts-prod'],
      'No account is called `paymnts-prod`. Did you mean `payments-prod`?',
    ],
    ['an unknown Region', ['--region', 'us-esat-1'], 'There is no Region `us-esat-1`. Did you mean `us-east-1`?'],
    ['an unknown rule', ['--rule', 'RDS-34'], 'There is no rule `RDS-34`. Did you mean `RDS-034`?'],
    ['an unknown option', ['--regoin', 'x'], "unknown option '--regoin'\n(Did you mean --region?)"],
    ['an unknown format', ['--format', 'xml'], 'Allowed choices are table, json, csv, ocsf, html.'],
    ['no number', ['--concurrency', 'many'], 'write a number of at least 1.'],
    ['a file that is not there', ['--accounts', '/nowhere.yaml'], '/nowhere.yaml: no such file.'],
  ])('refuses %s with exit code 1', async (_, args, said) => {
    const { exitCode, stdout, stderr } = await run(['audit', ...(args.includes('--accounts') ? [] : file()), ...args]);
    expect([exitCode, stdout]).toEqual([1, '']);
    expect(stderr).toContain(said);
  });

  it('prints the same page that Slack gets, whole and with its script from dist', async () => {
    const { stdout, exitCode } = await run(['audit', ...file(), '--format', 'html']);
    expect(exitCode).toBe(3);
    const page = readPage(stdout);
    expect(page.errors).toEqual([]);
    expect(page.data().rows).toHaveLength(60);
    expect(page.text('h1')[0]).toContain('24 clusters cannot be rewound');
    expect(page.text('summary')).toEqual(['Not scanned: 2 targets']);
    expect(page.text('script').at(-1)).toContain('DecompressionStream');
  });

  it('audits the caller’s own account without an accounts file', async () => {
    const { stdout, exitCode } = await run(['audit', '--format', 'json'], { env: { AWS_REGION: 'eu-west-1' } });
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout).targets).toEqual([
      { accountId: '999999999999', accountName: '999999999999', region: 'eu-west-1', status: 'scanned' },
    ]);
  });

  it('asks which Region when nothing tells', async () => {
    const { exitCode, stderr } = await run(['audit'], { env: { AWS_REGION: '', AWS_DEFAULT_REGION: '' } });
    expect([exitCode, stderr]).toEqual([
      1,
      'Which Region? Use --region (repeatable), AWS_REGION, or --accounts FILE for several accounts.',
    ]);
  });

  it('says that there are no credentials', async () => {
    const { exitCode, stderr } = await run(['audit', '--region', 'us-east-1'], {
      env: { AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '' },
    });
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/^no usable AWS credentials for sts:GetCallerIdentity/);
  });

  it('can be interrupted', async () => {
    aws.faults.add({ effect: 'delay', ms: 5_000, service: 'rds' });
    const child = execa('node', [cli, 'audit', ...file()], {
      reject: false,
      extendEnv: false,
      env: { PATH: process.env.PATH ?? '', ...aws.environment },
    });
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    child.kill('SIGINT');
    const { exitCode, stderr } = await child;
    expect([exitCode, stderr]).toEqual([130, 'Interrupted; nothing was changed.']);
  });

  it('gets through an AWS that fails now and then', async () => {
    aws.faults.add({ effect: 'error', probability: 0.2, seed: 7 });
    aws.faults.add({ effect: 'throttle', probability: 0.2, seed: 8 });
    const { findings } = await auditJson();
    aws.faults.clear();
    const truth = await auditJson();
    expect(findings.map(({ id, status }) => `${id} ${status}`)).toEqual(
      truth.findings.map(({ id, status }) => `${id} ${status}`),
    );
  });
});

describe('aurora rules and explain', () => {
  it('list and explain, by any of their names', async () => {
    expect((await run(['rules'])).stdout).toMatch(/aurora-backtrack-enabled.*RDS-034/);
    expect((await run(['explain', 'rds-034'])).stdout).toMatch(/^# Backtrack on Aurora MySQL clusters/);
    const json = JSON.parse((await run(['explain', 'Backup-001', '--format', 'json'])).stdout);
    expect(json).toMatchObject({
      id: 'rds-aws-backup-in-use',
      references: ['Backup-001'],
      guide: expect.stringContaining('## How to fix'),
    });
  });

  it('suggest the nearest for what they do not know', async () => {
    expect(await run(['explain', 'RDS-33'])).toMatchObject({
      exitCode: 1,
      stderr: 'There is no rule `RDS-33`. Did you mean `RDS-034`?',
    });
    expect((await run(['audt'])).stderr).toContain("unknown command 'audt'\n(Did you mean audit?)");
  });

  it('are in the help, which is no failure', async () => {
    const { exitCode, stdout } = await run(['--help']);
    expect(exitCode).toBe(0);
    for (const command of ['audit', 'rules', 'explain']) expect(stdout).toContain(command);
    expect((await run(['--version'])).stdout).toMatch(/^\d+\.\d+\.\d+$/);
  });

  it('end quietly when the reader has seen enough', async () => {
    const { exitCode, stderr } = await execa('sh', ['-c', `node ${cli} explain RDS-034 | head -1`], { reject: false });
    expect([exitCode, stderr]).toEqual([0, '']);
  });
});

/** Fields that the schema does not know, as paths. */
function unknownFields(value: unknown, object: string, path = object): string[] {
  if (Array.isArray(value)) return value.flatMap((each) => unknownFields(each, object, path));
  if (typeof value !== 'object' || value === null) return [];
  const known = ocsfFields[object];
  if (known === undefined) return [];
  return Object.entries(value).flatMap(([name, inner]) =>
    name in known ? unknownFields(inner, known[name] ?? '', `${path}.${name}`) : [`${path}.${name}`],
  );
}

describe('aurora iam', () => {
  it('prints the policy of the audit role, and templates of the role', async () => {
    const { stdout, exitCode } = await run(['iam', 'audit']);
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout).Statement[0].Action).toContain('rds:DescribeDBClusters');
    expect((await run(['iam', 'audit', '--format', 'cloudformation'])).stdout).toContain('Type: AWS::IAM::Role');
    expect((await run(['iam', 'audit', '--format', 'terraform'])).stdout).toContain('resource "aws_iam_role" "audit"');
    expect((await run(['iam', 'retire', '--format', 'terraform'])).stdout).toContain(
      'resource "aws_iam_role" "retire"',
    );
    expect((await run(['iam', 'retire'])).stdout).toContain('rds:DeleteDBCluster');
  });

  it("prints the policy of the worker's own role", async () => {
    const { stdout } = await run(['iam', 'worker', '--role', 'reader']);
    expect(JSON.parse(stdout).Statement[0].Resource).toEqual(['arn:aws:iam::*:role/reader']);
  });

  it.each([[['iam']], [['iam', 'audti']], [['iam', 'audit', '--format', 'xml']]])('refuses %j', async (args) => {
    const { stdout, stderr, exitCode } = await run(args);
    expect(exitCode).toBe(1);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/Usage: aurora iam|Did you mean audit|Allowed choices are json, cloudformation, terraform/);
  });
});
