import { z } from 'zod';
import { targetKey } from '../../domain/target.ts';
import type { ApprovalRequest } from '../approval-desk.ts';
import { approvalIdOf } from '../approval-value.ts';
import { mostReviewed } from '../blocks/group-offers.ts';
import type { SlackDeps } from '../deps.ts';
import { type Client, openModal } from '../open-modal.ts';
import { findingsOf, notKept, requestAgain } from '../request-again.ts';
import { planningView } from '../views/approval-modal.ts';
import { type Found, reviewFor, updateView } from '../views/review.ts';
import type { Press, PressAnswer, PressHandler } from './press.ts';

/** Opens the modal at once and finds out afterwards what to show in it. */
async function review(deps: SlackDeps, press: Press, client: Client, find: () => Promise<Found>): Promise<PressAnswer> {
  const opened = await openModal(client, press.triggerId, planningView());
  if ('text' in opened) return opened;
  const { viewId } = opened;
  const shown = await reviewFor(deps, client, press, find);
  if ('view' in shown) {
    await updateView(deps, client, viewId, shown.view);
  } else {
    if (shown.warning !== undefined) await updateView(deps, client, viewId, planningView(shown.warning));
    await shown.plan(viewId);
  }
  return undefined;
}

const by = ({ userId, channelId }: Press): ApprovalRequest['by'] => ({ userId, channelId });

export const reviewFinding: PressHandler = (deps, press, client) =>
  review(deps, press, client, () => deps.desk.requestApproval({ findingIds: [press.value], by: by(press) }));

/** A group of a report, or of a digest. */
const Group = z.union([
  z.object({ auditId: z.string(), group: z.string(), target: z.string() }),
  z.object({ digestId: z.string(), group: z.int().min(0), target: z.string() }),
]);

/** All of one cause in one account and Region: one review. */
export const reviewGroup: PressHandler = (deps, press, client) =>
  review(deps, press, client, async () => {
    const findingIds = await membersOf(deps, Group.parse(JSON.parse(press.value)));
    return findingIds.length === 0
      ? { refused: 'The findings of that audit are not kept any more. `/aurora findings` shows how things are now.' }
      : deps.desk.requestApproval({ findingIds, by: by(press) });
  });

/** As many as one review takes; the button has said so. */
async function membersOf(deps: SlackDeps, group: z.infer<typeof Group>): Promise<string[]> {
  const ids: string[] = [];
  for (let page = 0; ids.length < mostReviewed; page += 1) {
    const found = await groupPage(deps, group, page);
    if (found === undefined || found.page < page) break;
    ids.push(...found.ids);
    if (found.page + 1 >= found.pages) break;
  }
  return ids.slice(0, mostReviewed);
}

interface GroupPage {
  readonly page: number;
  readonly pages: number;
  readonly ids: readonly string[];
}

/** Those of one page that are in the target. */
async function groupPage(
  { audits, digests }: SlackDeps,
  group: z.infer<typeof Group>,
  wanted: number,
): Promise<GroupPage | undefined> {
  if ('digestId' in group) {
    const found = await digests.page(group.digestId, `group:${group.group}`, wanted);
    const ids = found?.told.filter((each) => targetKey(each) === group.target).map(({ findingId }) => findingId);
    return found && { ...found, ids: ids ?? [] };
  }
  const found = await audits.page(group.auditId, `group:${group.group}`, wanted);
  const ids = found?.findings.filter((each) => targetKey(each.target) === group.target).map(({ id }) => id);
  return found && { ...found, ids: ids ?? [] };
}

/** The review of a card or a list: the plan that the others see, with this person's own standing. */
export const reviewApproval: PressHandler = (deps, press, client) =>
  review(deps, press, client, async () => (await deps.desk.sight(approvalIdOf(press.value))) ?? notKept);

/** The same change once more, from a fresh read. */
export const planAgain: PressHandler = (deps, press, client) =>
  review(deps, press, client, () => requestAgain(deps, approvalIdOf(press.value), press.userId));

const NextStage = z.object({ approvalId: z.string(), stage: z.string() });

/** The stage after a run, or the one that takes it back: an approval of its own. */
export const reviewNextStage: PressHandler = (deps, press, client) =>
  review(deps, press, client, async () => {
    const { approvalId, stage } = NextStage.parse(JSON.parse(press.value));
    const approval = (await deps.desk.sight(approvalId))?.approval;
    if (approval === undefined) return notKept;
    return deps.desk.requestApproval({
      findingIds: findingsOf(approval),
      strategy: approval.strategy,
      stage,
      previousRunId: approvalId,
      by: by(press),
    });
  });

const OtherWay = z.object({ approvalId: z.string(), strategy: z.string() });

/** The first stage of another strategy for the same databases. */
export const reviewOtherWay: PressHandler = (deps, press, client) =>
  review(deps, press, client, async () => {
    const { approvalId, strategy } = OtherWay.parse(JSON.parse(press.value));
    const approval = (await deps.desk.sight(approvalId))?.approval;
    if (approval === undefined) return notKept;
    return deps.desk.requestApproval({ findingIds: findingsOf(approval), strategy, by: by(press) });
  });
