import type { StageMeta, StrategyMeta } from '../../../domain/remediation/strategy.ts';
import {
  activityReads,
  cuttingOver,
  cuttingOverScopes,
  goingBackScopes,
  making,
  makingGroups,
  makingGroupsScopes,
  makingScopes,
  openingScopes,
  reads,
  removing,
  removingScopes,
  retiring,
  retiringScopes,
  swapping,
  swappingScopes,
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
  after: ['rehearse', 'keep-copy', 'undo', 'go-back'],
  afterFailed: ['rehearse', 'remove-copy', 'cut-over', 'cut-over-new-endpoint'],
  // It deletes what the bot itself has made and nobody uses; its removal was approved with it.
  risk: 'live-change',
  capability: 'build',
  permissions: unique(reads, removing),
  scopes: removingScopes,
  many: false,
};

const cutOver: StageMeta = {
  id: 'cut-over',
  title: 'Cut over, keeping the name',
  label: 'Plan the cut-over',
  after: ['rehearse'],
  // After a swap back it may be planned once more.
  unless: [],
  risk: 'disruptive',
  capability: 'cutover',
  permissions: unique(reads, activityReads, cuttingOver),
  scopes: cuttingOverScopes,
  many: false,
};

const cutOverNewEndpoint: StageMeta = {
  ...cutOver,
  id: 'cut-over-new-endpoint',
  title: 'Cut over to a new endpoint',
  label: 'Plan a cut-over to a new endpoint',
};

const cutOvers = [cutOver.id, cutOverNewEndpoint.id];

const open: StageMeta = {
  id: 'open',
  title: 'Open the new cluster for writes',
  label: 'Open for writes',
  after: cutOvers,
  unless: ['open', 'undo'],
  risk: 'live-change',
  capability: 'cutover',
  permissions: unique(reads, activityReads, ['rds:AddTagsToResource']),
  scopes: openingScopes,
  many: false,
};

const undo: StageMeta = {
  id: 'undo',
  title: 'Swap the old cluster back',
  label: 'Undo: swap back',
  after: cutOvers,
  afterFailed: cutOvers,
  unless: ['open', 'undo'],
  // The writers are stopped at that point, and it is refused once something was written: nobody should wait for a window.
  risk: 'live-change',
  capability: 'cutover',
  permissions: unique(reads, activityReads, swapping),
  scopes: swappingScopes,
  many: false,
};

const goBack: StageMeta = {
  id: 'go-back',
  title: 'Go back to the old cluster and lose what was written since',
  label: 'Go back and lose what was written since',
  after: ['open'],
  unless: ['go-back', 'retire'],
  risk: 'destructive',
  capability: 'cutover',
  permissions: unique(reads, activityReads, swapping, ['rds:CreateDBClusterSnapshot']),
  scopes: goingBackScopes,
  many: false,
};

const retire: StageMeta = {
  id: 'retire',
  title: 'Delete the old cluster for good',
  label: 'Retire the old cluster',
  after: ['open'],
  afterFailed: ['retire'],
  unless: ['go-back', 'retire'],
  risk: 'destructive',
  capability: 'retire',
  showsCommands: true,
  permissions: unique(reads, activityReads, retiring),
  scopes: retiringScopes,
  many: false,
};

const stopAgain: StageMeta = {
  id: 'stop-again',
  title: 'Stop the old cluster again',
  byItself: true,
  risk: 'live-change',
  capability: 'cutover',
  permissions: unique(reads, activityReads, ['rds:StopDBCluster']),
  scopes: swappingScopes,
  many: false,
};

const stages: readonly StageMeta[] = [
  rehearse,
  cutOver,
  cutOverNewEndpoint,
  keepCopy,
  removeCopy,
  open,
  undo,
  goBack,
  retire,
  stopAgain,
];

/** The ways to rebuild a cluster that was created without Backtrack; they differ in how the new cluster is made. */
export const rebuildStrategies: readonly StrategyMeta[] = routes.map((route) => ({
  id: route,
  title: wordsOf[route].title,
  ...(route === 'snapshot-restore' ? {} : { instead: 'snapshot-restore' satisfies Route }),
  stages,
  planPermissions: unique(preflightPermissions, reads, activityReads),
}));
