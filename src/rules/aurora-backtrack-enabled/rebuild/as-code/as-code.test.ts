import { execFileSync } from 'node:child_process';
import { parse as parseHcl } from '@cdktf/hcl2json';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDocument, type ScalarTag } from 'yaml';
import { awsCommands, faultsOfCommand } from '../../../../../test/helpers/aws-cli.ts';
import { commands } from '../retire/commands.ts';
import type { ClusterSettings } from '../settings/cluster-settings.ts';
import type { MemberSettings } from '../settings/member-settings.ts';
import { rebuildScript } from './cli.ts';
import { cloudFormationCode } from './cloudformation.ts';
import { terraformCode } from './terraform.ts';
import { namesFor, type RebuildCode } from './values.ts';

const settings: ClusterSettings = {
  engine: 'aurora-mysql',
  engineVersion: '8.0.mysql_aurora.3.08.1',
  engineMode: 'provisioned',
  parameterGroup: 'orders-params',
  subnetGroup: 'private',
  securityGroups: ['sg-0a1b2c3d4e5f60718'],
  port: 3306,
  kmsKey: 'arn:aws:kms:us-east-1:111111111111:key/one',
  storageType: 'aurora-iopt1',
  networkType: 'IPV4',
  iamAuthentication: true,
  logExports: ['audit', 'error'],
  deletionProtection: true,
  copyTagsToSnapshot: true,
  retentionDays: 14,
  backupWindow: '02:00-02:30',
  maintenanceWindow: 'sun:04:00-sun:04:30',
  autoMinorVersionUpgrade: true,
  lifecycleSupport: 'open-source-rds-extended-support-disabled',
  capacity: { min: 0.5, max: 8, pauseSeconds: null },
  domain: null,
  dataApi: true,
  localWriteForwarding: false,
  databaseInsights: 'standard',
  performanceInsightsDays: 7,
  managedPassword: true,
  passwordKey: 'arn:aws:kms:us-east-1:111111111111:key/two',
  roles: ['arn:aws:iam::111111111111:role/load-from-s3'],
  tags: { env: 'prod', 'cost center': 'a, b=c' },
};
const member: MemberSettings = {
  instanceClass: 'db.r6g.large',
  promotionTier: 1,
  parameterGroup: 'orders-instance',
  zone: 'us-east-1a',
  publiclyAccessible: false,
  monitoringInterval: 60,
  monitoringRole: 'arn:aws:iam::111111111111:role/rds-monitoring',
  performanceInsightsDays: 7,
  performanceInsightsKey: 'arn:aws:kms:us-east-1:111111111111:key/three',
  maintenanceWindow: 'sun:05:00-sun:05:30',
  autoMinorVersionUpgrade: false,
  certificate: 'rds-ca-rsa2048-g1',
  tags: { env: 'prod' },
};
const orders: RebuildCode = {
  target: { accountId: '111111111111', accountName: 'shop-prod', region: 'us-east-1' },
  source: 'orders',
  arn: 'arn:aws:rds:us-east-1:111111111111:cluster:orders',
  sourceId: 'cluster-ABC',
  windowSeconds: 259_200,
  quietMinutes: 10,
  settings,
  members: [
    { name: 'orders-1', settings: member },
    { name: 'orders-2', settings: { ...member, promotionTier: 15, zone: 'us-east-1b' } },
  ],
  complete: true,
  owner: undefined,
};

const tags: ScalarTag[] = [{ tag: '!Ref', resolve: (text: string) => text }];
const templateOf = (code: RebuildCode) => {
  const document = parseDocument(cloudFormationCode(code), { customTags: tags });
  expect(document.errors).toEqual([]);
  const { Resources } = document.toJS() as {
    Resources: Record<string, { Type: string; DeletionPolicy: string; Properties: Record<string, unknown> }>;
  };
  return Object.values(Resources);
};
/** Throws, with what bash says, for a script that it does not understand. */
const bash = (input: string, ...options: string[]): string =>
  execFileSync('bash', options, { input, encoding: 'utf8', stdio: 'pipe' });

describe('the script', () => {
  const text = rebuildScript(orders);

  it('is what bash understands, ends at the first failure, and looks at whose account it is in', () => {
    bash(text, '-n');
    expect(text).toMatch(/^#!\/usr\/bin\/env bash\n/);
    expect(text).toContain('set -euo pipefail');
    expect(text).toContain("!= 111111111111 ]; then echo 'These are not credentials of account 111111111111.'");
  });

  it('uses no command and no option that AWS does not have', () => {
    const commands = awsCommands(text);
    expect(commands.flatMap(faultsOfCommand)).toEqual([]);
    expect(commands.map(([, , operation]) => operation)).toEqual(
      expect.arrayContaining(['create-db-cluster-snapshot', 'restore-db-cluster-from-snapshot', 'modify-db-cluster']),
    );
  });

  it('goes in order: freeze, snapshot, restore, writer, readers, comparison, names', () => {
    const order = [
      'await_rest\n',
      'aws rds create-db-cluster-snapshot',
      'aws rds restore-db-cluster-from-snapshot',
      '--db-instance-identifier orders-1-bt',
      '--db-instance-identifier orders-2-bt',
      'if ! diff <(settings orders) <(settings orders-bt)',
      '--new-db-cluster-identifier "$old"',
      'aws rds stop-db-cluster',
      '--new-db-cluster-identifier orders ',
    ].map((part) => text.lastIndexOf(part));
    expect(order).not.toContain(-1);
    expect(order).toEqual(order.toSorted((one, other) => one - other));
  });

  it('restores with every setting, the window in seconds', () => {
    for (const part of [
      '--backtrack-window 259200',
      '--engine-version 8.0.mysql_aurora.3.08.1',
      '--db-cluster-parameter-group-name orders-params',
      '--db-subnet-group-name private',
      '--vpc-security-group-ids sg-0a1b2c3d4e5f60718',
      '--port 3306',
      '--storage-type aurora-iopt1',
      '--engine-lifecycle-support open-source-rds-extended-support-disabled',
      '--enable-iam-database-authentication',
      '--enable-cloudwatch-logs-exports audit error',
      '--serverless-v2-scaling-configuration MinCapacity=0.5,MaxCapacity=8',
      '--backup-retention-period 14',
      '--manage-master-user-password',
      '--role-arn arn:aws:iam::111111111111:role/load-from-s3',
      '--no-publicly-accessible',
      '--promotion-tier 15',
    ])
      expect(text).toContain(part);
    expect(text).toContain(`'[{"Key":"env","Value":"prod"},{"Key":"cost center","Value":"a, b=c"}]'`);
  });

  it('tells where what it was made from is not all, and lets people look at the differences', () => {
    const partial = rebuildScript({ ...orders, complete: false });
    expect(partial).toContain('npx aurora plan arn:aws:rds:us-east-1:111111111111:cluster:orders --rule');
    expect(partial).toContain('Type go to take it as it is');
    expect(text).not.toContain('Type go');
  });

  it('warns of Terraform, and of what is written after the snapshot', () => {
    expect(text).toContain('its next apply switches Backtrack off');
    expect(text).toContain('Stop all writers before the snapshot');
  });
});

describe('the commands that retire an old cluster', () => {
  const cutover = {
    madeBy: 'cutover1',
    way: 'keep-name',
    source: 'orders',
    sourceId: 'cluster-OLD',
    aside: 'orders-bt',
    snapshot: 's',
    windowSeconds: 259_200,
    quietMinutes: 10,
  } as const;
  const members = [
    { name: 'orders-1', instanceClass: 'db.r6g.large' },
    { name: 'orders-2', instanceClass: 'db.r6g.large' },
  ];
  const input = {
    cutover,
    name: 'orders-old-1121',
    members,
    snapshot: 'aurora-keeper-retire1-final',
    unusedSince: '2026-11-21T12:00:00.000Z',
  };
  const [fix] = commands(orders.target, input, new Date('2026-12-05T12:00:00.000Z'));
  const text = fix?.text ?? '';

  it('are what bash and AWS understand, for this cluster alone, and keep what there is to keep', () => {
    bash(text, '-n');
    expect(fix?.title).toContain('not before 2026-12-05 12:00 UTC');
    expect(awsCommands(text).flatMap(faultsOfCommand)).toEqual([]);
    expect(text).toContain('!= cluster-OLD ]');
    const order = [
      'create-db-cluster-snapshot',
      'delete-db-instance \\\n  --region us-east-1 \\\n  --db-instance-identifier orders-2',
      '--db-instance-identifier orders-1 > /dev/null',
      '--no-deletion-protection',
      '--no-delete-automated-backups',
    ].map((part) => text.indexOf(part));
    expect(order).not.toContain(-1);
    expect(order).toEqual(order.toSorted((one, other) => one - other));
  });
});

describe('the templates', () => {
  it('take the new cluster over under the old name, and keep it', () => {
    const [cluster, writer] = templateOf(orders);
    expect(cluster).toMatchObject({
      Type: 'AWS::RDS::DBCluster',
      DeletionPolicy: 'Retain',
      Properties: {
        DBClusterIdentifier: 'orders',
        BacktrackWindow: 259_200,
        Port: 3306,
        Tags: [
          { Key: 'env', Value: 'prod' },
          { Key: 'cost center', Value: 'a, b=c' },
        ],
      },
    });
    expect(cluster?.Properties).not.toHaveProperty('SnapshotIdentifier');
    expect(writer?.Properties).toMatchObject({ DBInstanceIdentifier: 'orders-1-bt', DBInstanceClass: 'db.r6g.large' });
    expect(cloudFormationCode(orders)).toContain('--change-set-type IMPORT');
  });

  it('import the new cluster into Terraform, and would restore nothing', async () => {
    const text = terraformCode(orders);
    const { resource, import: imports } = await parseHcl('main.tf', text);
    const cluster = resource.aws_rds_cluster.orders[0];
    expect(cluster).toMatchObject({ cluster_identifier: 'orders', backtrack_window: 259_200, port: 3306 });
    expect(cluster).not.toHaveProperty('snapshot_identifier');
    expect(imports).toHaveLength(3);
    expect(text).toContain('terraform state rm aws_rds_cluster.orders');
    expect(text).toContain('its next apply switches Backtrack off');
  });
});

/** Anything that AWS would take, and much that it would not. */
const word = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 30 })
  .filter((text) => !/\p{Surrogate}/u.test(text));
const hostile = fc.oneof(
  word,
  fc.constantFrom(
    "'; rm -rf / #",
    '$(touch /tmp/x)',
    '`id`',
    '$' + '{var.x}',
    '%{ if true }',
    '"\n#',
    "\\'",
    '--',
    '\u2028x',
    '\b\f',
  ),
);
const tagsOf = fc.dictionary(hostile, hostile, { maxKeys: 3, noNullPrototype: true });
const anyCode = fc
  .record({
    source: hostile,
    names: fc.uniqueArray(hostile, { minLength: 1, maxLength: 3 }),
    group: hostile,
    tags: tagsOf,
    owner: fc.option(hostile, { nil: undefined }),
    complete: fc.boolean(),
    windowHours: fc.integer({ min: 1, max: 72 }),
  })
  .map(
    ({ source, names, group, tags: theirs, owner, complete, windowHours }): RebuildCode => ({
      ...orders,
      source,
      arn: `arn:aws:rds:us-east-1:111111111111:cluster:${source}`,
      sourceId: source,
      windowSeconds: windowHours * 3_600,
      settings: { ...settings, parameterGroup: group, subnetGroup: group, tags: theirs },
      members: names.map((name) => ({ name, settings: { ...member, parameterGroup: group, tags: theirs } })),
      owner,
      complete,
    }),
  );

describe('whatever names and values hold', () => {
  it('bash understands the script, and its words are the values', () => {
    fc.assert(
      fc.property(anyCode, (code) => {
        const text = rebuildScript(code);
        bash(text, '-n');
        expect(text).toContain(`--backtrack-window ${code.windowSeconds}`);
      }),
      { numRuns: 40 },
    );
  });

  it('the restore is called with them, as they are', () => {
    fc.assert(
      fc.property(anyCode, (code) => {
        const text = rebuildScript(code);
        const [, after = ''] = text.split('aws rds restore-db-cluster-from-snapshot');
        const command = after.split(' > /dev/null')[0] ?? '';
        const words = bash(`printf '%s\\0' x ${command}`).split('\0');
        const wordAfter = (option: string) => words[words.indexOf(option) + 1];
        expect(wordAfter('--db-cluster-identifier')).toBe(namesFor(code).cluster);
        expect(wordAfter('--db-subnet-group-name')).toBe(code.settings.subnetGroup);
        const list = wordAfter('--tags');
        const wanted = Object.entries(code.settings.tags ?? {}).map(([Key, Value]) => ({ Key, Value }));
        if (wanted.length > 0) expect(JSON.parse(list ?? '')).toEqual(wanted);
      }),
      { numRuns: 40 },
    );
  });

  it('Terraform parses the configuration, and its values are the values', async () => {
    await fc.assert(
      fc.asyncProperty(anyCode, async (code) => {
        const { resource } = await parseHcl('main.tf', terraformCode(code));
        const [cluster] = Object.values(resource.aws_rds_cluster as Record<string, Record<string, unknown>[]>).flat();
        expect(cluster?.backtrack_window).toBe(code.windowSeconds);
        // The parser gives templates back as they were written.
        const unescaped = String(cluster?.db_subnet_group_name).replaceAll('$${', '${').replaceAll('%%{', '%{');
        // HCL reads strings in Unicode normal form C.
        expect(unescaped).toBe(code.settings.subnetGroup?.normalize('NFC'));
        expect(Object.keys(resource.aws_rds_cluster_instance)).toHaveLength(code.members.length);
      }),
      { numRuns: 40 },
    );
  });

  it('CloudFormation parses the template, and its values are the values', () => {
    fc.assert(
      fc.property(anyCode, (code) => {
        const [cluster, ...instances] = templateOf(code);
        expect(cluster?.Properties).toMatchObject({
          DBClusterIdentifier: code.source,
          DBSubnetGroupName: code.settings.subnetGroup,
          BacktrackWindow: code.windowSeconds,
        });
        expect(instances).toHaveLength(code.members.length);
      }),
      { numRuns: 40 },
    );
  });
});
