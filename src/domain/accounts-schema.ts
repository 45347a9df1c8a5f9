import { z } from 'zod';
import { capabilities } from './capability.ts';
import { type Pack, packs } from './pack.ts';
import { PolicyOverrides } from './policy.ts';
import { knownRegions } from './regions.ts';

const region = z.string().refine((text) => knownRegions.includes(text), {
  error: ({ input }) => `unknown Region ${JSON.stringify(input)}`,
  params: { candidates: knownRegions },
});

/** IAM role names: https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html */
const roleName = z
  .string()
  .regex(/^(?:[\w+=,.@-]+\/)*[\w+=,.@-]{1,64}$/, 'write a role name (or path/name), not an ARN');

export const exampleExternalId = 'replace-with-your-own-external-id';

/** STS AssumeRole: 2 to 1224 characters of `[\w+=,.@:/-]`. */
const externalId = z
  .string()
  .min(2)
  .max(1224)
  .regex(/^[\w+=,.@:/-]+$/, 'an external id may hold letters, digits and _+=,.@:/-')
  .refine(
    (text) => text !== exampleExternalId,
    'this is the id of the example file: make your own, for instance with uuidgen',
  );

const slackUser = z.string().regex(/^[UW][A-Z0-9]{2,}$/, 'write a Slack user id, like U012AB3CD');
const slackGroup = z.string().regex(/^S[A-Z0-9]{2,}$/, 'write a Slack user group id, like S012AB3CD');
const slackChannel = z.string().regex(/^[CG][A-Z0-9]{2,}$/, 'write a Slack channel id, like C012AB3CD');

export const MinApprovals = z
  .strictObject({
    additive: z.int().min(1).max(10),
    'live-change': z.int().min(1).max(10),
    disruptive: z.int().min(1).max(10),
    destructive: z.int().min(1).max(10),
  })
  .partial();

const approvers = z
  .strictObject({ users: z.array(slackUser), groups: z.array(slackGroup), minApprovals: MinApprovals })
  .partial();

const overridable = {
  regions: z.array(region).min(1, 'name at least one Region'),
  auditRole: roleName,
  remediationRole: roleName,
  retireRole: roleName,
  externalId,
  capabilities: z
    .array(z.enum(capabilities))
    .refine((list) => list.includes('audit'), 'the capability "audit" is always needed'),
  packs: z.array(z.enum(packs as [Pack, ...Pack[]])).min(1),
  policy: PolicyOverrides,
  approvers,
};

const AccountEntry = z.strictObject({
  id: z.string({ error: 'write the account id in quotes, or its leading zeros are lost' }).regex(/^\d{12}$/, {
    error: ({ input }) => `an AWS account id has 12 digits, this has ${String(input).length} characters`,
  }),
  name: z.string().min(1).max(64).optional(),
  ...z.strictObject(overridable).partial().shape,
});

const exemption = z.strictObject({
  rule: z.string().min(1),
  tags: z.record(z.string(), z.string()).optional(),
  accounts: z.array(z.string()).optional(),
  resources: z.array(z.string()).optional(),
  reason: z.string().min(1, 'an exemption needs a reason'),
  owner: z.string().min(1, 'an exemption needs an owner'),
});
export type ExemptionRule = z.infer<typeof exemption>;

const route = z.strictObject({
  match: z
    .strictObject({ account: z.string().min(1), tag: z.string().min(1), rule: z.string().min(1) })
    .partial()
    .refine((match) => Object.keys(match).length > 0, 'name an account, a tag or a rule'),
  channel: slackChannel,
  owners: z.array(slackGroup).default([]),
});

const organization = z.strictObject({
  enabled: z
    .boolean()
    .default(false)
    .refine((on) => !on, 'this version does not discover accounts yet: list them under accounts'),
  include: z.array(z.string()).default([]),
  exclude: z.array(z.string()).default([]),
});

/** The whole of accounts.yaml; see accounts.example.yaml. */
export const AccountsFile = z.strictObject({
  defaults: z
    .strictObject({
      ...z.strictObject(overridable).partial().shape,
      exemptions: z.array(exemption).default([]),
    })
    .default({ exemptions: [] }),
  accounts: z.array(AccountEntry).min(1, 'name at least one account'),
  routes: z.array(route).default([]),
  organization: organization.optional(),
  retentionDays: z.int().min(1).max(3_650).default(400),
});
export type AccountsFile = z.infer<typeof AccountsFile>;
