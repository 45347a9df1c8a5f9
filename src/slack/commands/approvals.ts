import { insistOnQueue } from '../answers.ts';
import { approvalsList, jobsList } from '../blocks/approvals-list.ts';
import type { Rendered } from '../blocks/rendered.ts';
import { renderContext, type SlackDeps } from '../deps.ts';
import { workerWarning } from '../worker-warning.ts';

const jobsShown = 15;

/** `/aurora approvals`: what is open, with the buttons of its card. */
export async function approvalsCommand(deps: SlackDeps): Promise<Rendered> {
  insistOnQueue(deps.ready);
  const [open, paused] = await Promise.all([deps.desk.listOpen(), deps.desk.paused()]);
  return approvalsList(open, paused, renderContext(deps));
}

/** `/aurora jobs`: fixes under way and the last ones. */
export async function jobsCommand(deps: SlackDeps): Promise<Rendered> {
  insistOnQueue(deps.ready);
  const { desk } = deps;
  const [runs, paused, warning] = await Promise.all([desk.recentRuns(jobsShown), desk.paused(), workerWarning(deps)]);
  return jobsList(runs, paused, warning, renderContext(deps));
}
