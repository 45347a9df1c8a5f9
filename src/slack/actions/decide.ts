import { insistOnQueue } from '../answers.ts';
import { approvalIdOf, planHashOf } from '../approval-value.ts';
import { stateLine } from '../blocks/approval-state.ts';
import { told } from '../blocks/mrkdwn.ts';
import { titleOf } from '../blocks/title.ts';
import { renderContext } from '../deps.ts';
import { openModal } from '../open-modal.ts';
import { rejectView } from '../views/reject-modal.ts';
import { gone } from './gone.ts';
import type { PressHandler } from './press.ts';

const decideNow =
  (what: 'withdraw' | 'start'): PressHandler =>
  async ({ desk, ready }, { value, userId, teamId }) => {
    insistOnQueue(ready);
    const answer = await desk.decide({
      approvalId: approvalIdOf(value),
      planHash: planHashOf(value),
      what,
      userId,
      teamId,
    });
    return { text: told(answer.ok ? answer.says : answer.text) };
  };

export const withdrawApproval = decideNow('withdraw');
export const startApproval = decideNow('start');

/** Rejecting takes a reason, so it takes a modal. */
export const rejectApproval: PressHandler = async (deps, { value, triggerId }, client) => {
  insistOnQueue(deps.ready);
  const sight = await deps.desk.sight(approvalIdOf(value));
  if (sight === undefined) return gone('That approval is not kept any more.');
  const title = titleOf(sight.approval, deps.metas);
  if (sight.approval.state !== 'pending' && sight.approval.state !== 'planning')
    return { text: stateLine(sight, renderContext(deps)) };
  const opened = await openModal(client, triggerId, rejectView(sight.approval.id, planHashOf(value), title));
  return 'text' in opened ? opened : undefined;
};

export const stopRun: PressHandler = async ({ desk, ready }, { value, userId, teamId }) => {
  insistOnQueue(ready);
  return { text: told((await desk.stopRun(approvalIdOf(value), { userId, teamId })).text) };
};
