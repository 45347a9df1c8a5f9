import type { Approval } from '../approval/record.ts';
import { narrowPlan, type Plan } from './plan.ts';
import type { Run } from './run.ts';

/** What was approved, without the steps of options that were not chosen. */
export const approvedPart = (plan: Plan): Plan =>
  narrowPlan(
    plan,
    plan.items.map(({ findingId }) => findingId),
    plan.options.filter(({ chosen }) => chosen).map(({ id }) => id),
  );

/** The run of an approval. The same approval always gives the same id, so that it is created once. */
export const newRun = ({ id, plan }: Approval, at: string): Run => ({
  id,
  version: 1,
  state: 'queued',
  steps: (plan === undefined ? [] : approvedPart(plan).steps).map((step) => ({ id: step.id, state: 'todo' })),
  turn: 0,
  queuedAt: at,
});
