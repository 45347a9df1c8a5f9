import type { StageMeta, StrategyMeta } from '../../../domain/remediation/strategy.ts';
import {
  activityReads,
  making,
  makingGroups,
  makingGroupsScopes,
  makingScopes,
  reads,
  removing,
  removingScopes,
} from './permissions.ts';
import { preflightPermissions } from './preflight/permissions.ts';
import { type Route, routes, wordsOf } from './route.ts';

const unique = (...actions: readonly (readonly string[])[]): string[] => [...new Set(actions.flat())];

const rehearse: StageMeta = {
  id: 'rehearse',
  title: 'Rehearse the rebuild on a copy',
  risk: 'additive',
  capability: 'build',
  permissions: unique(reads, making, makingGroups, removing),
  scopes: { ...makingScopes, ...makingGroupsScopes, ...removingScopes },
  many: false,
};

const keepCopy: StageMeta = {
  id: 'keep-copy',
  title: 'Keep the copy longer',
  label: 'Keep',
  after: ['rehearse', 'keep-copy'],
  afterFailed: ['rehearse'],
  unless: ['remove-copy'],
  risk: 'additive',
  capability: 'build',
  permissions: unique(reads, ['rds:AddTagsToResource']),
  scopes: {
    'rds:AddTagsToResource': {
      resources: ['arn:*:rds:*:*:cluster:*'],
      condition: {
        'ForAllValues:StringEquals': { 'aws:TagKeys': ['aurora-keeper:keep-until'] },
        StringEquals: { 'aws:ResourceTag/managed-by': 'aurora-keeper' },
      },
    },
  },
  many: false,
};

const removeCopy: StageMeta = {
  id: 'remove-copy',
  title: 'Remove the copy',
  label: 'Remove now',
  after: ['rehearse', 'keep-copy'],
  afterFailed: ['rehearse', 'remove-copy'],
  // It deletes what the bot itself has made and nobody uses; its removal was approved with it.
  risk: 'live-change',
  capability: 'build',
  permissions: unique(reads, removing),
  scopes: removingScopes,
  many: false,
};

const stages: readonly StageMeta[] = [rehearse, keepCopy, removeCopy];

/** The ways to rebuild a cluster that was created without Backtrack; they differ in how the new cluster is made. */
export const rebuildStrategies: readonly StrategyMeta[] = routes.map((route) => ({
  id: route,
  title: wordsOf[route].title,
  ...(route === 'snapshot-restore' ? {} : { instead: 'snapshot-restore' satisfies Route }),
  stages,
  planPermissions: unique(preflightPermissions, reads, activityReads),
}));
