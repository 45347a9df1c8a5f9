import { z } from 'zod';
import { faultRule } from '../faults.ts';
import { policyDocument } from '../policy.ts';
import { BACKTRACK_REFUSALS } from '../rds/backtrack.ts';
import { PITR_BACKTRACK } from '../rds/behaviour.ts';
import { timing } from '../time.ts';
import { application } from '../traffic/application.ts';
import { job } from './backup-jobs.ts';
import { plan } from './backup-plans.ts';
import { backupRole } from './backup-roles.ts';
import { optIn } from './backup-state.ts';
import { vault } from './backup-vaults.ts';
import { accountId, regionName } from './common.ts';
import {
  cluster,
  clusterSnapshot,
  generate,
  instance,
  protectedResource,
  sharedCluster,
  snapshot,
} from './databases.ts';
import { event } from './events.ts';
import { integration } from './integrations.ts';
import { metric } from './metrics.ts';
import { subnetGroup } from './network.ts';
import { parameterGroup } from './parameter-groups.ts';
import { identityFields } from './people.ts';
import { regionFaults } from './region-checks.ts';
import { surroundingFields } from './surroundings.ts';

/** The 17 Regions that every account has without opting in. https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-regions.html */
export const DEFAULT_REGIONS = [
  ...['us-east-1', 'us-east-2', 'us-west-1', 'us-west-2', 'ca-central-1', 'sa-east-1'],
  ...['eu-central-1', 'eu-west-1', 'eu-west-2', 'eu-west-3', 'eu-north-1'],
  ...['ap-south-1', 'ap-northeast-1', 'ap-northeast-2', 'ap-northeast-3', 'ap-southeast-1', 'ap-southeast-2'],
];

/** What an audit may do: read, and nothing else. */
export const READ_ONLY = [
  ...['rds:Describe*', 'rds:ListTagsForResource'],
  ...['backup:List*', 'backup:Get*', 'backup:Describe*'],
  ...['cloudwatch:GetMetric*', 'cloudwatch:ListMetrics', 'cloudwatch:DescribeAlarms'],
  ...['iam:GetRole', 'iam:ListAttachedRolePolicies', 'iam:GetAccountAuthorizationDetails'],
  ...['application-autoscaling:Describe*', 'dms:Describe*', 'ec2:DescribeSubnets', 'kms:DescribeKey'],
  ...['secretsmanager:DescribeSecret', 'secretsmanager:ListSecrets'],
];

const role = z
  .strictObject({
    name: z.string().regex(/^[\w+=,.@-]{1,64}$/, 'not a valid role name'),
    externalId: z.string().optional(),
    trusts: z.array(z.string()).optional(),
    /** Actions on everything; what an audit may read, unless there are policies. */
    allow: z.array(z.string()).optional(),
    deny: z.array(z.string()).default([]),
    /** Whole policy documents, as IAM takes them. */
    policies: z.array(policyDocument).default([]),
    maxSessionSeconds: z.number().int().min(1).max(43_200).default(3600),
    sourceIdentity: z.enum(['forbidden', 'allowed', 'required']).default('forbidden'),
    tagSession: z.boolean().default(false),
  })
  .transform(({ policies, allow, ...rest }) => ({
    ...rest,
    allow: allow ?? (policies.length > 0 ? [] : READ_ONLY),
    statements: policies.flatMap(({ Statement }) => Statement),
  }));

const region = z.strictObject({
  clusters: z.array(cluster).default([]),
  sharedClusters: z.array(sharedCluster).default([]),
  instances: z.array(instance).default([]),
  clusterSnapshots: z.array(clusterSnapshot).default([]),
  snapshots: z.array(snapshot).default([]),
  protectedResources: z.array(protectedResource).default([]),
  parameterGroups: z.array(parameterGroup).default([]),
  subnetGroups: z.array(subnetGroup).default([]),
  /** Programs that are connected to clusters of the Region and write. */
  applications: z.array(application).default([]),
  /** Keys that KMS lets nobody use, by ARN; `default` is the one that everything here is encrypted with. */
  inaccessibleKeys: z.array(z.union([z.literal('default'), z.string().startsWith('arn:')])).default([]),
  events: z.array(event).default([]),
  integrations: z.array(integration).default([]),
  optIn: optIn.optional(),
  plans: z.array(plan).default([]),
  vaults: z.array(vault).default([]),
  jobs: z.array(job).default([]),
  metrics: z.array(metric).default([]),
  ...surroundingFields,
  generate: z.union([generate.transform((one) => [one]), z.array(generate)]).default([]),
});

/**
 * What AWS Backup and RDS let an account have per Region.
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/aws-backup-limits.html
 * https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/CHAP_Limits.html
 */
const quotas = z.strictObject({
  backupPlans: z.number().int().min(0).default(300),
  backupVaults: z.number().int().min(0).default(300),
  /** Resource assignments per plan. */
  backupSelections: z.number().int().min(0).default(10),
  dbClusters: z.number().int().min(0).default(40),
  /** RDS, Aurora, Neptune and DocumentDB together. */
  dbInstances: z.number().int().min(0).default(40),
  manualClusterSnapshots: z.number().int().min(0).default(100),
  clusterParameterGroups: z.number().int().min(0).default(50),
  /** Per cluster. */
  dbClusterRoles: z.number().int().min(0).default(5),
});
export type Quotas = z.output<typeof quotas>;
export const DEFAULT_QUOTAS: Quotas = quotas.parse({});

const settings = {
  enabledRegions: z.array(regionName).min(1).optional(),
  throttle: z.strictObject({ burst: z.number().int().min(1), perSecond: z.number().min(0) }).optional(),
  latencyMs: z.number().min(0).optional(),
  roles: z.array(role).optional(),
  backupRoles: z.array(backupRole).optional(),
  quotas: quotas.optional(),
  iam: identityFields.optional(),
};

const account = z.strictObject({
  id: accountId,
  name: z.string().default(''),
  ...settings,
  faults: z.array(faultRule).default([]),
  regions: z.record(regionName, region).default({}),
  everyRegion: region.optional(),
});

const hub = z.strictObject({
  accountId,
  accessKeyId: z.string().regex(/^A(KIA|SIA)[A-Z0-9]{12,124}$/, 'an access key id starts with AKIA or ASIA'),
  secretAccessKey: z.string().min(16),
  sessionToken: z.string().min(1).optional(),
  roleName: z.string().optional(),
  userName: z.string().default('aurora-keeper'),
  allow: z.array(z.string()).default(['sts:*', ...READ_ONLY]),
  deny: z.array(z.string()).default([]),
});

export const organizationSchema = z
  .strictObject({
    hub,
    pageSize: z.number().int().min(1).max(1000).optional(),
    time: timing.prefault({}),
    /** The code under which RDS refuses to enable Backtrack. */
    backtrackRefusal: z.enum(BACKTRACK_REFUSALS).default('InvalidParameterCombination'),
    /** What it does with a window in a full copy of a cluster without Backtrack. */
    pitrBacktrack: z.enum(PITR_BACKTRACK).default('refused'),
    defaults: z.strictObject(settings).prefault({}),
    faults: z.array(faultRule).default([]),
    accounts: z.array(account).default([]),
  })
  .superRefine((organization, context) => {
    const report = (path: PropertyKey[], message: string) => context.addIssue({ code: 'custom', path, message });
    const { hub, defaults, accounts } = organization;
    if (hub.sessionToken && !hub.roleName) report(['hub', 'sessionToken'], 'only a hub with a roleName has a session');
    for (const [index, { id, regions, ...account }] of accounts.entries()) {
      if (accounts.findIndex((other) => other.id === id) < index)
        report(['accounts', index, 'id'], `${id} comes twice`);
      const enabled = account.enabledRegions ?? defaults.enabledRegions ?? DEFAULT_REGIONS;
      const path = ['accounts', index];
      for (const [name, described] of Object.entries(regions)) {
        if (!enabled.includes(name)) report([...path, 'regions', name], `${name} is not enabled in account ${id}`);
        for (const [at, message] of regionFaults(described)) report([...path, 'regions', name, ...at], message);
      }
      for (const [at, message] of account.everyRegion ? regionFaults(account.everyRegion) : []) {
        report([...path, 'everyRegion', ...at], message);
      }
    }
  });

/** The organization as a file or a test writes it, defaults omitted. */
export type OrganizationInput = z.input<typeof organizationSchema>;
export type Organization = z.output<typeof organizationSchema>;
export type AccountSpec = Organization['accounts'][number];
export type RegionSpec = z.output<typeof region>;
export type RegionInput = z.input<typeof region>;
export const regionSchema = region.superRefine((described, context) => {
  for (const [path, message] of regionFaults(described)) context.addIssue({ code: 'custom', path: [...path], message });
});
/** A Region with nothing in it. */
export const EMPTY_REGION: RegionSpec = region.parse({});
export type RoleSpec = z.output<typeof role>;
export type HubSpec = z.output<typeof hub>;
