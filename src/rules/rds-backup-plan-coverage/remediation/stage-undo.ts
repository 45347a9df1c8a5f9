import { PermanentError } from '../../../domain/errors.ts';
import type { Finding } from '../../../domain/finding.ts';
import { partitionOf } from '../../../domain/regions.ts';
import type { PlanDraft, PlannedStep } from '../../../domain/remediation/plan.ts';
import type { Run } from '../../../domain/remediation/run.ts';
import type { PlanContext, Stage } from '../../../domain/remediation/stage.ts';
import { plural } from '../../../domain/words.ts';
import { removeEmptyPlan } from './keeper-plan.ts';
import type { DatabaseRef } from './parts.ts';
import { removeSelection } from './selection.ts';
import { removeTags } from './tags.ts';

function previousOf({ previous }: PlanContext): Run {
  if (previous === undefined) throw new PermanentError('there is no run to undo');
  return previous;
}

const outputOf = <T>({ steps }: Run, id: string): T | undefined =>
  steps.find((step) => step.id === id)?.output as T | undefined;

/** What undoing leaves alone, and what both ways have in common. */
const shared = (findings: readonly Finding[]) => ({
  items: findings.map(({ id, resource }) => ({
    findingId: id,
    resource,
    changes: [{ what: 'backup plan', before: 'as the fix has made it', after: null }],
  })),
  summary: [
    'Recovery points that exist stay until their retention ends.',
    'Afterwards AWS Backup protects no more than it did before the fix.',
  ],
  options: [],
  warnings: [],
  preflight: [],
  cost: { text: 'Nothing.', basis: 'Recovery points that exist are billed until they end.' },
  patches: [],
  // DescribeDBClusters goes on showing a removed tag for a while, and any verdict settles this.
  judge: { afterMinutes: 2, withinMinutes: 60, expects: 'anything' as const },
});

const step = (id: string, name: string, title: string, input: PlannedStep['input']): PlannedStep => ({
  id,
  step: name,
  title,
  input,
  before: null,
  ifStopped: 'What has been taken away stays away; the rest of the fix stays.',
  deadlineMinutes: 30,
});

type Tagged = Readonly<Record<string, { readonly arn: string; readonly key: string; readonly value: string }>>;

export const undoTagStage: Stage = {
  plan: async (context, findings): Promise<PlanDraft> => {
    const previous = previousOf(context);
    const tagged = outputOf<{ readonly tagged: Tagged }>(previous, 'tag')?.tagged ?? {};
    const undone = findings.filter(({ id }) => tagged[id] !== undefined);
    const parts = Object.fromEntries(
      undone.map(({ id, resource }) => {
        const { arn, key, value } = tagged[id] as Tagged[string];
        const ref: DatabaseRef = { arn, name: resource.id, kind: 'cluster', types: [] };
        return [id, { databases: [ref], key, value }];
      }),
    );
    const [only] = undone;
    const whose = undone.length === 1 && only ? only.resource.id : plural(undone.length, 'database');
    const title = `Take back the backup tag of ${whose}`;
    return {
      ...shared(undone),
      title,
      steps:
        undone.length === 0 ? [] : [{ ...step('untag', 'untag', title, { remediationId: previous.id }), items: parts }],
      refusals: undone.length === 0 ? ['The run has tagged nothing.'] : [],
      resources: undone.map(({ resource }) => resource.arn),
    };
  },
  steps: { untag: removeTags },
};

export const undoKeeperPlanStage: Stage = {
  plan: async (context, findings): Promise<PlanDraft> => {
    const previous = previousOf(context);
    const { accountId, region } = context.target;
    const planId = outputOf<{ readonly planId: string }>(previous, 'selection')?.planId;
    return {
      ...shared(findings),
      title: 'Take the databases out of the plan again',
      steps:
        planId === undefined
          ? []
          : [
              step('remove-selection', 'removeSelection', 'Take away the selection', {
                planId,
                remediationId: previous.id,
              }),
              step('remove-plan', 'removePlan', 'Take away the plan if nothing else uses it', { planId }),
            ],
      refusals: planId === undefined ? ['The run has made no selection.'] : [],
      resources: [
        `arn:${partitionOf(region)}:backup:${region}:${accountId}:backup-plan:${planId ?? '*'}`,
        ...findings.flatMap(({ resource }) => (resource.type === 'target' ? [] : [resource.arn])),
      ],
    };
  },
  steps: { removeSelection, removePlan: removeEmptyPlan },
};
