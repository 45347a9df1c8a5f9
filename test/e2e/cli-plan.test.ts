import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parse as parseHcl } from '@cdktf/hcl2json';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SimulatedAws, startSimulatedAws } from '../../demo/aws/server.ts';
import { sampleOrganization } from '../../demo/sample-organization.ts';
import type { Plan } from '../../src/domain/remediation/plan.ts';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

let aws: SimulatedAws;
beforeAll(async () => {
  aws = await startSimulatedAws({ org: await sampleOrganization() });
});
afterAll(() => aws.close());

const plan = async (arn: string, ...options: string[]) => {
  const args = [here('../../dist/cli.js'), 'plan', arn, '--accounts', here('../../demo/accounts.yaml'), ...options];
  const { exitCode, stdout, stderr } = await execa('node', args, {
    reject: false,
    cwd: tmpdir(),
    extendEnv: false,
    env: { PATH: process.env.PATH ?? '', AWS_EC2_METADATA_DISABLED: 'true', ...aws.environment },
  });
  return { exitCode, stdout, stderr };
};
const arn = (account: string, region: string, name: string) => `arn:aws:rds:${region}:${account}:${name}`;
const ledger = arn('111111111111', 'us-east-1', 'cluster:ledger');
const reviews = arn('222222222222', 'eu-west-1', 'cluster:reviews');

describe('aurora plan', () => {
  it('tells what would change, and changes nothing', async () => {
    const { stdout, exitCode } = await plan(ledger, '--rule', 'RDS.26');
    expect(exitCode).toBe(0);
    expect(stdout).toContain('Add tag backup=daily to ledger');
    expect(stdout).toContain('ledger: tag backup: none → daily');
    expect(stdout).toContain('plan gold → selection prod (daily 05:00 UTC, kept 35 days in vault Default)');
    expect(stdout).toContain('Removes from: nothing.');
    expect(aws.requests.writes()).toEqual([]);
  });

  it('prints the whole plan as JSON, with the same hash for the same state', async () => {
    const [first, second] = await Promise.all(
      [1, 2].map(async () => JSON.parse((await plan(reviews, '--rule', 'RDS-034', '--format', 'json')).stdout) as Plan),
    );
    expect(first?.hash).toMatch(/^[0-9a-f]{64}$/);
    expect(second?.hash).toBe(first?.hash);
    expect(first?.steps.map(({ id }) => id)).toEqual(['raise', 'read-back']);
    expect(first?.steps[0]?.input).toEqual({ cluster: 'reviews', windowSeconds: 259_200 });
    expect(first?.cost.basis).toContain('864,000 change records');
  });

  it('prints the same change to paste, in seconds', async () => {
    const { stdout } = await plan(reviews, '--rule', 'RDS-034', '--format', 'terraform');
    expect(JSON.stringify(await parseHcl('main.tf', stdout))).toContain('"backtrack_window":259200');
    expect((await plan(reviews, '--rule', 'RDS-034', '--format', 'cli')).stdout).toContain('--backtrack-window 259200');
    expect((await plan(reviews, '--rule', 'RDS-034', '--format', 'cloudformation')).stdout).toContain(
      'BacktrackWindow: 259200',
    );
  });

  it('takes another strategy, and says which there are', async () => {
    const other = await plan(ledger, '--rule', 'RDS.26', '--strategy', 'keeper-plan');
    expect(other.stdout).toContain('Make a daily backup plan for ledger');
    const wrong = await plan(ledger, '--rule', 'RDS.26', '--strategy', 'magic');
    expect(wrong.exitCode).toBe(1);
    expect(wrong.stderr).toContain('Possible: add-tag, keeper-plan, add-selection.');
  });

  it('prints what people do themselves where the bot does nothing', async () => {
    const optIn = await plan(arn('333333333333', 'us-east-1', 'cluster:features'), '--rule', 'RDS.26');
    expect(optIn.stdout).toContain('update-region-settings');
  });

  it('prints a rebuild as code, with every setting of the cluster', async () => {
    const orders = arn('222222222222', 'us-east-1', 'cluster:orders');
    const [text, script, configuration] = await Promise.all(
      ['text', 'cli', 'terraform'].map(async (format) => {
        const { stdout } = await plan(orders, '--rule', 'RDS-034', '--format', format);
        return stdout;
      }),
    );
    expect(text).toContain('Rehearse the rebuild of orders');
    await execa('bash', ['-n'], { input: script ?? '' });
    expect(script).toContain('--backtrack-window 259200');
    expect(script).not.toContain('Written from what the audit keeps');
    const parsed = await parseHcl('main.tf', configuration ?? '');
    expect(JSON.stringify(parsed)).toContain('"backtrack_window":259200');
  });

  it('names the owner of what is managed by code', async () => {
    const { stdout } = await plan(arn('222222222222', 'us-east-1', 'cluster:cart'), '--rule', 'RDS-034');
    expect(stdout).toContain('CloudFormation stack shop-databases');
  });

  it('has nothing to plan where nothing is wrong', async () => {
    const { stdout, exitCode } = await plan(arn('111111111111', 'us-east-1', 'cluster:payouts'), '--rule', 'RDS.26');
    expect(exitCode).toBe(0);
    expect(stdout).toContain('There is nothing to plan.');
  });

  it.each([
    ['nonsense', 'RDS.26', 1, '"nonsense" is not the ARN of a cluster or DB instance.'],
    [arn('111111111111', 'us-east-1', 'cluster:ledgr'), 'RDS.26', 1, 'Did you mean `ledger`?'],
    [ledger, 'RDS.62', 1, 'There is no rule `RDS.62`. Did you mean'],
    [arn('121212121212', 'us-east-1', 'cluster:ledger'), 'RDS.26', 1, 'Account 121212121212 of that ARN is not'],
    [arn('666666666666', 'us-east-1', 'cluster:x'), 'RDS.26', 3, 'cannot be assumed (AccessDenied)'],
  ])('answers %s by %s clearly', async (database, rule, code, said) => {
    const { exitCode, stderr, stdout } = await plan(database, '--rule', rule);
    expect(exitCode).toBe(code);
    expect(stderr).toContain(said);
    expect(stdout).toBe('');
  });
});
