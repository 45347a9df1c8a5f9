import type { Approval } from '../domain/approval/record.ts';
import type { SlackDeps } from './deps.ts';
import type { Found } from './views/review.ts';

export const notKept = { refused: 'That approval is not kept any more. `/aurora findings` shows how things are now.' };

/** Opens a new approval of the change that an old one was about, shown where that one was. */
export async function requestAgain(
  { desk }: Pick<SlackDeps, 'desk'>,
  approvalId: string,
  userId: string,
): Promise<Found> {
  const approval = (await desk.sight(approvalId))?.approval;
  if (approval === undefined) return notKept;
  const { strategy, stage, previousRunId, requestedBy } = approval;
  const by = { userId, channelId: requestedBy.channelId };
  return desk.requestApproval({ findingIds: findingsOf(approval), strategy, stage, previousRunId, by });
}

/** What was approved, or what was asked for as long as nobody has approved: what was left out stays out. */
export const findingsOf = ({ plan, decisions, findingIds }: Approval): readonly string[] =>
  plan !== undefined && decisions.some(({ what }) => what === 'approve')
    ? plan.items.map(({ findingId }) => findingId)
    : findingIds;
