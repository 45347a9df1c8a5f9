import type { Finding } from '../../../../domain/finding.ts';
import type { Change, PlanDraft, PlannedStep } from '../../../../domain/remediation/plan.ts';
import type { PlanContext } from '../../../../domain/remediation/stage.ts';
import { rdsArn } from '../arns.ts';
import { recordAsInput } from '../cutover/record.ts';
import type { Standing } from './read.ts';
import { touchedAfter } from './touched.ts';

/** What the stages after a cut-over have in common; `items` is what is about nothing any more without it. */
export const afterDraft = (
  { target }: PlanContext,
  finding: Finding,
  standing: Standing,
  changes: readonly Change[],
): Omit<PlanDraft, 'title' | 'summary' | 'steps' | 'refusals'> => ({
  items: [{ findingId: finding.id, resource: finding.resource, changes }],
  options: [],
  warnings: [],
  preflight: [],
  cost: { text: 'Nothing more.', basis: 'No more is made than there is.' },
  patches: [],
  resources: touchedAfter(target, standing),
  holds: [rdsArn(target, 'cluster', standing.cutover.source), rdsArn(target, 'cluster', standing.cutover.aside)],
  judge: { afterMinutes: 2, withinMinutes: 120, expects: 'anything' },
  // The database has its usual ARN, unless a cut-over was interrupted between its two names.
  confirmAt: {
    [finding.resource.arn]: standing.fresh?.DBClusterArn ?? standing.old?.DBClusterArn ?? finding.resource.arn,
  },
});

export const afterStep =
  (standing: Standing, prefix: string) =>
  (work: string, title: string, ifStopped: string, deadlineMinutes = 60): PlannedStep => ({
    id: `${prefix}-${work}`,
    step: work,
    title,
    input: recordAsInput(standing.cutover),
    before: null,
    ifStopped,
    deadlineMinutes,
  });
