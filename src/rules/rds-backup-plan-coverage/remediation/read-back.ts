import type { PlannedStep } from '../../../domain/remediation/plan.ts';
import type { StepContext, StepResult } from '../../../domain/remediation/stage.ts';
import { assignmentOf } from '../assignment/assignment.ts';
import { readPlans } from '../plans/read-plans.ts';
import { coveredBy } from '../words.ts';
import { databasesOf } from './parts.ts';
import { tagsOf } from './tags.ts';

/** New tags, plans and selections are not visible everywhere at once. */
const lookAgainMs = 5_000;

/** Reads plans and tags again, as an audit does, and is done when every database is covered. */
export async function readBack(context: StepContext, step: PlannedStep): Promise<StepResult> {
  const { plans, settings } = await readPlans(context);
  const says: string[] = [];
  for (const ref of databasesOf(step)) {
    const tags = await tagsOf(context, ref.arn);
    const assignment = assignmentOf({ ...ref, tags, members: [] }, plans.value ?? [], settings);
    if (assignment.state !== 'assigned')
      return { status: 'wait', waitMs: lookAgainMs, says: `AWS does not show ${ref.name} in its plan yet.` };
    const [cover] = assignment.covers;
    if (cover !== undefined) says.push(`${ref.name}: ${coveredBy(cover)}.`);
  }
  return { status: 'done', says: says.slice(0, 3).join(' ') };
}
