import type { StageMeta, StrategyMeta } from '../../domain/remediation/strategy.ts';

const readPlans = [
  'backup:ListBackupPlans',
  'backup:GetBackupPlan',
  'backup:ListBackupSelections',
  'backup:GetBackupSelection',
  'backup:ListBackupVaults',
  'backup:DescribeRegionSettings',
];
const firstBackup = ['backup:StartBackupJob', 'backup:DescribeBackupJob', 'iam:PassRole'];
const databases = ['arn:*:rds:*:*:cluster:*', 'arn:*:rds:*:*:db:*'];
const ours = { StringEquals: { 'aws:ResourceTag/managed-by': 'aurora-keeper' } };
const plans = ['arn:*:backup:*:*:backup-plan:*'];

const firstBackupScopes: StageMeta['scopes'] = {
  'backup:StartBackupJob': { resources: ['arn:*:backup:*:*:backup-vault:*'] },
  'iam:PassRole': {
    resources: ['arn:*:iam::*:role/service-role/AWSBackupDefaultServiceRole', 'arn:*:iam::*:role/*AWSBackup*'],
    condition: { StringEquals: { 'iam:PassedToService': 'backup.amazonaws.com' } },
  },
};

const addTag: StrategyMeta = {
  id: 'add-tag',
  title: 'Add the tag that a backup plan looks for',
  stages: [
    {
      id: 'apply',
      title: 'Add the missing backup tag',
      risk: 'additive',
      capability: 'backup',
      permissions: ['rds:ListTagsForResource', 'rds:AddTagsToResource', ...readPlans, ...firstBackup],
      scopes: {
        // Every tag it sets comes with the one that says which remediation set it.
        'rds:AddTagsToResource': {
          resources: databases,
          condition: { 'ForAnyValue:StringEquals': { 'aws:TagKeys': ['aurora-keeper:remediation'] } },
        },
        ...firstBackupScopes,
      },
      many: true,
    },
    {
      id: 'undo',
      title: 'Take back the backup tag',
      label: 'Undo: take back the backup tag',
      after: ['apply'],
      risk: 'live-change',
      capability: 'backup',
      permissions: ['rds:ListTagsForResource', 'rds:RemoveTagsFromResource'],
      scopes: {
        'rds:RemoveTagsFromResource': {
          resources: databases,
          condition: { StringLike: { 'aws:ResourceTag/aurora-keeper:remediation': '*' } },
        },
      },
      many: true,
    },
  ],
};

/** Shared with the rule about whole targets, whose fix it is as well. */
export const keeperPlan: StrategyMeta = {
  id: 'keeper-plan',
  title: 'Make a daily backup plan',
  planPermissions: ['iam:GetRole', 'backup:ListTags'],
  stages: [
    {
      id: 'apply',
      title: 'Make a daily backup plan',
      risk: 'additive',
      capability: 'backup',
      permissions: [
        'rds:ListTagsForResource',
        ...readPlans,
        'backup:ListTags',
        'backup:CreateBackupPlan',
        'backup:TagResource',
        'backup:CreateBackupSelection',
        ...firstBackup,
      ],
      scopes: {
        'backup:CreateBackupPlan': {
          resources: plans,
          condition: { StringEquals: { 'aws:RequestTag/managed-by': 'aurora-keeper' } },
        },
        'backup:TagResource': {
          resources: plans,
          condition: { StringEquals: { 'aws:RequestTag/managed-by': 'aurora-keeper' } },
        },
        'backup:CreateBackupSelection': { resources: plans, condition: ours },
        ...firstBackupScopes,
      },
      many: true,
    },
    {
      id: 'undo',
      title: 'Take the databases out of the plan again',
      label: 'Undo: take the databases out of the plan again',
      after: ['apply'],
      risk: 'live-change',
      capability: 'backup',
      permissions: [
        'backup:ListBackupPlans',
        'backup:ListBackupSelections',
        'backup:ListTags',
        'backup:DeleteBackupSelection',
        'backup:DeleteBackupPlan',
      ],
      scopes: {
        'backup:DeleteBackupSelection': { resources: plans, condition: ours },
        'backup:DeleteBackupPlan': { resources: plans, condition: ours },
      },
      many: true,
    },
  ],
};

export const strategies: readonly StrategyMeta[] = [addTag, keeperPlan];
