import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { DEFAULT_REGIONS, type OrganizationInput } from '../demo/aws/organization/schema.ts';
import type { RequestLog, RequestRecord } from '../demo/aws/request-log.ts';
import { type SimulatedAws, startSimulatedAws } from '../demo/aws/server.ts';
import { type Benchmark, type Figure, mebibytes, seconds, times } from './lib/figures.ts';
import { type Measured, runMeasured } from './lib/run-measured.ts';
import { median } from './lib/statistics.ts';

const accountIds = ['111111111111', '222222222222', '333333333333', '444444444444', '555555555555'];
const externalId = 'bench-1';
const concurrency = 20;
const rounds = 5;

/** Five accounts in 17 Regions; two Regions of each hold 20 clusters, the others nothing. */
const organization = (latencyMs: number): OrganizationInput => ({
  hub: {
    accountId: '999999999999',
    accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
    secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  },
  defaults: {
    latencyMs,
    throttle: { burst: 100_000, perSecond: 100_000 },
    roles: [{ name: 'aurora-keeper-audit', externalId }],
  },
  accounts: accountIds.map((id) => ({
    id,
    name: `account-${id.slice(0, 1)}`,
    regions: Object.fromEntries(
      ['us-east-1', 'eu-west-1'].map((region) => [
        region,
        { generate: { clusters: 20, namePrefix: 'db-', cluster: { backtrackHours: 72, awsBackup: true } } },
      ]),
    ),
  })),
});

const accounts = {
  defaults: { regions: DEFAULT_REGIONS, auditRole: 'aurora-keeper-audit', externalId },
  accounts: accountIds.map((id) => ({ id, name: `account-${id.slice(0, 1)}` })),
};

/** The calls of an audit as the simulated AWS saw them, in the form that bare-sdk.js reads. */
function callsOf(requests: RequestLog): object {
  const answered = requests.list({ status: 200 });
  const targets = new Map<string, RequestRecord[]>();
  for (const call of answered.filter(({ service }) => service !== 'sts')) {
    const target = `${call.accountId}/${call.region}`;
    targets.set(target, [...(targets.get(target) ?? []), call]);
  }
  return {
    concurrency,
    roles: answered
      .filter(({ action }) => action === 'AssumeRole')
      .map(({ region, input }) => ({ accountId: String(input?.RoleArn).split(':')[4], region, input })),
    targets: [...targets.values()].map((calls) => ({
      accountId: calls[0]?.accountId,
      region: calls[0]?.region,
      calls: calls.map(({ service, action, input }) => ({ service, action, input })),
    })),
  };
}

async function measure(aws: SimulatedAws, dir: string, latencyMs: number): Promise<readonly Figure[]> {
  const accountsFile = join(dir, 'accounts.yaml');
  const callsFile = join(dir, 'calls.json');
  writeFileSync(accountsFile, stringify(accounts));
  // The bare SDK keeps to no rate either: what is measured is the work, not the waiting.
  const rates = ['--rds-rate', '1000', '--backup-rate', '1000'];
  const audit = () =>
    runMeasured(
      new URL('../dist/cli.js', import.meta.url),
      ['audit', '--accounts', accountsFile, '--format', 'json', '--concurrency', String(concurrency), ...rates],
      aws.environment,
    );
  const bare = () => runMeasured(new URL('bare-sdk.js', import.meta.url), [callsFile], aws.environment);

  const { targets } = JSON.parse((await audit()).stdout) as { targets: { status: string }[] };
  if (targets.length !== 85 || targets.some(({ status }) => status !== 'scanned'))
    throw new Error('the audit did not scan all 85 targets');
  const calls = aws.requests.count();
  writeFileSync(callsFile, JSON.stringify(callsOf(aws.requests)));
  aws.requests.clear();
  await bare();
  if (aws.requests.count({ status: 200 }) !== calls)
    throw new Error(`the bare SDK made ${aws.requests.count({ status: 200 })} calls, the audit ${calls}`);

  const ours: Measured[] = [];
  const theirs: Measured[] = [];
  for (let round = 0; round < rounds; round += 1) {
    ours.push(await audit());
    theirs.push(await bare());
  }
  const wall = { ours: median(ours.map(({ wallMs }) => wallMs)), bare: median(theirs.map(({ wallMs }) => wallMs)) };
  const peak = { ours: median(ours.map(({ peakMiB }) => peakMiB)), bare: median(theirs.map(({ peakMiB }) => peakMiB)) };
  const at = `${latencyMs} ms a call`;
  return [
    { what: `aurora audit, wall time, ${at}`, value: seconds(wall.ours) },
    { what: `bare SDK, the same ${calls} calls, ${at}`, value: seconds(wall.bare) },
    { what: `wall time beside the bare SDK, ${at}`, value: times(wall.ours / wall.bare), aim: '≤ 1.5 ×' },
    { what: `peak memory, aurora audit, ${at}`, value: mebibytes(peak.ours) },
    { what: `peak memory, bare SDK, ${at}`, value: mebibytes(peak.bare) },
  ];
}

export const auditBesideBareSdk: Benchmark = {
  title: `audit of 5 accounts × 17 Regions, ${concurrency} targets at once, median of ${rounds} runs`,
  run: async () => {
    const figures: Figure[] = [];
    for (const latencyMs of [0, 50]) {
      const aws = await startSimulatedAws({ org: organization(latencyMs) });
      const dir = mkdtempSync(join(tmpdir(), 'aurora-bench-'));
      try {
        figures.push(...(await measure(aws, dir, latencyMs)));
      } finally {
        await aws.close();
        rmSync(dir, { recursive: true, force: true });
      }
    }
    return figures;
  },
};
