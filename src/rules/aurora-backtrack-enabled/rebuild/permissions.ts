import type { PermissionScope, StageMeta } from '../../../domain/remediation/strategy.ts';

type Scopes = Readonly<Record<string, PermissionScope>>;

const rds = (...kinds: readonly string[]): string[] => kinds.map((kind) => `arn:*:rds:*:*:${kind}:*`);

/**
 * As copies and new clusters are called, with their instances: nothing else can be given our tags, which let it be
 * changed and deleted.
 */
const named = (...kinds: readonly string[]): string[] =>
  kinds.flatMap((kind) => [`arn:*:rds:*:*:${kind}:*-rehearsal-*`, `arn:*:rds:*:*:${kind}:*-bt`]);
const ourNames = (...kinds: readonly string[]): string[] =>
  kinds.map((kind) => `arn:*:rds:*:*:${kind}:aurora-keeper-*`);

/** What every step of a rebuild reads with. */
export const reads = [
  'rds:DescribeDBClusters',
  'rds:DescribeDBInstances',
  'rds:DescribeDBClusterSnapshots',
  'rds:DescribeDBClusterParameters',
  'rds:DescribeDBClusterParameterGroups',
  'rds:ListTagsForResource',
];

/** What tells whether a cluster is in use. */
export const activityReads = ['cloudwatch:GetMetricData', 'pi:DescribeDimensionKeys'];

/** Made with our tag in the request: what is made without it is not made. */
const asOurs: PermissionScope['condition'] = { StringEquals: { 'aws:RequestTag/managed-by': 'aurora-keeper' } };
/** Of a remediation of ours, by whatever stage. */
const ofARemediation: PermissionScope['condition'] = {
  StringLike: { 'aws:ResourceTag/aurora-keeper:remediation': '*' },
};
/** Made by a rehearsal, or by a cut-over and not in use: a cluster that has taken over does not carry the first tag. */
const copiesOnly: PermissionScope['condition'] = {
  StringEquals: { 'aws:ResourceTag/managed-by': 'aurora-keeper' },
  StringLike: { 'aws:ResourceTag/aurora-keeper:step': ['rehearsal-*', 'new-*'] },
};

/** Every kind of resource that one call names beside what it makes. */
const restoring = rds('cluster', 'cluster-snapshot', 'cluster-pg', 'subgrp', 'og');

export const making = [
  'rds:CreateDBClusterSnapshot',
  'rds:RestoreDBClusterFromSnapshot',
  'rds:RestoreDBClusterToPointInTime',
  'rds:CreateDBInstance',
  'rds:ModifyDBCluster',
  'rds:AddTagsToResource',
  'rds:AddRoleToDBCluster',
  'rds:EnableHttpEndpoint',
  'iam:PassRole',
  'kms:CreateGrant',
  'kms:DescribeKey',
];

/**
 * `CreateDBClusterSnapshot`, the restores and `CreateDBInstance` name resources of other kinds, too, which carry none of
 * our tags: those are narrowed by the session of each run, which names every resource.
 */
export const makingScopes: Scopes = {
  'rds:CreateDBClusterSnapshot': { resources: rds('cluster', 'cluster-snapshot') },
  'rds:RestoreDBClusterFromSnapshot': { resources: restoring },
  'rds:RestoreDBClusterToPointInTime': { resources: restoring },
  'rds:CreateDBInstance': { resources: rds('cluster', 'db', 'pg', 'og', 'subgrp') },
  'rds:AddTagsToResource': {
    resources: [...named('cluster', 'db'), ...ourNames('cluster-snapshot', 'cluster-pg')],
    condition: asOurs,
  },
  'rds:AddRoleToDBCluster': { resources: rds('cluster'), condition: ofARemediation },
  'rds:EnableHttpEndpoint': { resources: rds('cluster'), condition: ofARemediation },
  'rds:ModifyDBCluster': { resources: rds('cluster'), condition: ofARemediation },
  'iam:PassRole': {
    condition: { StringEquals: { 'iam:PassedToService': ['rds.amazonaws.com', 'monitoring.rds.amazonaws.com'] } },
  },
  'kms:CreateGrant': { condition: { Bool: { 'kms:GrantIsForAWSResource': 'true' } } },
};

/** A parameter group with events off, for a rehearsal alone. */
export const makingGroups = [
  'rds:CopyDBClusterParameterGroup',
  'rds:CreateDBClusterParameterGroup',
  'rds:ModifyDBClusterParameterGroup',
];
export const makingGroupsScopes: Scopes = {
  'rds:CopyDBClusterParameterGroup': { resources: rds('cluster-pg') },
  'rds:CreateDBClusterParameterGroup': { resources: rds('cluster-pg'), condition: asOurs },
  'rds:ModifyDBClusterParameterGroup': { resources: ourNames('cluster-pg') },
};

/** Takes copies away: never a cluster in use, and never one that was there before. */
export const removing = [
  // A stopped cluster cannot be deleted.
  'rds:StartDBCluster',
  'rds:ModifyDBCluster',
  'rds:DeleteDBInstance',
  'rds:DeleteDBCluster',
  'rds:DeleteDBClusterSnapshot',
  'rds:DeleteDBClusterParameterGroup',
];
export const removingScopes: Scopes = {
  'rds:StartDBCluster': { resources: rds('cluster'), condition: copiesOnly },
  'rds:ModifyDBCluster': { resources: rds('cluster'), condition: ofARemediation },
  'rds:DeleteDBInstance': { resources: rds('db'), condition: copiesOnly },
  'rds:DeleteDBCluster': { resources: rds('cluster'), condition: copiesOnly },
  'rds:DeleteDBClusterSnapshot': { resources: ourNames('cluster-snapshot') },
  'rds:DeleteDBClusterParameterGroup': { resources: ourNames('cluster-pg') },
};

const ourTags = { 'ForAllValues:StringLike': { 'aws:TagKeys': ['managed-by', 'aurora-keeper:*'] } };
/** Our own tags, taken away from either cluster of a cut-over and its instances. */
const ourTagsOnly: PermissionScope = { resources: rds('cluster', 'db'), condition: ourTags };
/**
 * Our own tags, set on either cluster of a cut-over: they let names and power be changed, so a cluster that nobody has
 * confirmed takes none of them.
 */
const ourTagsOnConfirmedOrOurs: readonly PermissionScope[] = [
  { resources: rds('cluster'), confirmed: true, condition: ourTags },
  {
    resources: rds('cluster'),
    condition: { ...ourTags, StringLike: { 'aws:ResourceTag/aurora-keeper:replaced-by': '*' } },
  },
  { resources: rds('cluster', 'db'), condition: { ...ourTags, ...ofARemediation } },
];
/**
 * A cluster that a person has confirmed to be replaced, one that was replaced after that, or one of ours. The
 * confirmation may be taken away in the middle, or after the cut-over: putting things right must not depend on it.
 */
const confirmedOrOurs: readonly PermissionScope[] = [
  { resources: rds('cluster'), confirmed: true },
  { resources: rds('cluster'), condition: { StringLike: { 'aws:ResourceTag/aurora-keeper:replaced-by': '*' } } },
  { resources: rds('cluster'), condition: ofARemediation },
];

/** Changes names and power of both clusters. */
export const swapping = [
  'rds:ModifyDBCluster',
  'rds:StopDBCluster',
  'rds:StartDBCluster',
  'rds:AddTagsToResource',
  'rds:RemoveTagsFromResource',
];
export const swappingScopes: NonNullable<StageMeta['scopes']> = {
  'rds:ModifyDBCluster': confirmedOrOurs,
  'rds:StopDBCluster': confirmedOrOurs,
  'rds:StartDBCluster': confirmedOrOurs,
  'rds:AddTagsToResource': ourTagsOnConfirmedOrOurs,
  'rds:RemoveTagsFromResource': ourTagsOnly,
};

export const cuttingOver = [...making, ...swapping];
export const cuttingOverScopes: NonNullable<StageMeta['scopes']> = {
  ...makingScopes,
  ...swappingScopes,
  'rds:AddTagsToResource': [
    { resources: ourNames('cluster-snapshot'), condition: asOurs },
    ...ourTagsOnConfirmedOrOurs,
  ],
};

export const openingScopes: NonNullable<StageMeta['scopes']> = { 'rds:AddTagsToResource': ourTagsOnConfirmedOrOurs };

export const goingBackScopes: NonNullable<StageMeta['scopes']> = {
  ...swappingScopes,
  'rds:CreateDBClusterSnapshot': { resources: rds('cluster', 'cluster-snapshot') },
  'rds:AddTagsToResource': [
    { resources: ourNames('cluster-snapshot'), condition: asOurs },
    ...ourTagsOnConfirmedOrOurs,
  ],
};

/** What a cut-over has put out of use, and a person has confirmed to be deleted. */
const replacedAndConfirmed: PermissionScope = {
  resources: rds('cluster'),
  confirmed: true,
  condition: {
    StringEquals: { 'aws:ResourceTag/managed-by': 'aurora-keeper' },
    StringLike: { 'aws:ResourceTag/aurora-keeper:replaced-by': '*' },
  },
};
/** Instances carry no confirmation of their own: they are marked first, and the session of a run names them. */
const replaced: PermissionScope = {
  resources: rds('db'),
  condition: { StringLike: { 'aws:ResourceTag/aurora-keeper:replaced-by': '*' } },
};

/** Starts an old cluster once more, takes its final snapshot, and deletes it. */
export const retiring = [
  'rds:StartDBCluster',
  'rds:StopDBCluster',
  'rds:CreateDBClusterSnapshot',
  'rds:AddTagsToResource',
  'rds:DeleteDBInstance',
  'rds:ModifyDBCluster',
  'rds:DeleteDBCluster',
];
export const retiringScopes: NonNullable<StageMeta['scopes']> = {
  'rds:StartDBCluster': replacedAndConfirmed,
  'rds:StopDBCluster': replacedAndConfirmed,
  'rds:ModifyDBCluster': replacedAndConfirmed,
  'rds:DeleteDBCluster': replacedAndConfirmed,
  'rds:DeleteDBInstance': replaced,
  'rds:CreateDBClusterSnapshot': [replacedAndConfirmed, { resources: ourNames('cluster-snapshot') }],
  'rds:AddTagsToResource': [
    { resources: rds('cluster-snapshot'), condition: asOurs },
    {
      resources: rds('db'),
      condition: { 'ForAllValues:StringEquals': { 'aws:TagKeys': ['aurora-keeper:replaced-by'] } },
    },
  ],
};
