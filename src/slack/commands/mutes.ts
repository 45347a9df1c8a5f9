import { insistOnQueue } from '../answers.ts';
import { mutesList } from '../blocks/mutes-list.ts';
import type { Rendered } from '../blocks/rendered.ts';
import { renderContext, type SlackDeps } from '../deps.ts';

/** `/aurora mutes`. Pages count from 0; `said` is what has just been done, in mrkdwn. */
export async function mutesPage(deps: SlackDeps, page: number, said?: string): Promise<Rendered> {
  insistOnQueue(deps.ready);
  return mutesList(await deps.muting.list(), page, renderContext(deps), said);
}
