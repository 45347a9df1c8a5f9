import { insistOnQueue } from '../answers.ts';
import { accountsList } from '../blocks/accounts.ts';
import type { Rendered } from '../blocks/rendered.ts';
import type { SlackDeps } from '../deps.ts';
import { workerWarning } from '../worker-warning.ts';

/** `/aurora accounts`. */
export async function accountsCommand(deps: SlackDeps): Promise<Rendered> {
  insistOnQueue(deps.ready);
  const [targets, warning] = await Promise.all([deps.findings.targets(), workerWarning(deps)]);
  return accountsList(deps.estate.accounts, targets, warning);
}
