import type { ModalView } from '@slack/types';
import type { Approval } from '../../domain/approval/record.ts';
import { answerTo, insistOnQueue } from '../answers.ts';
import type { Presser } from '../approval-desk.ts';
import { renderContext, type SlackDeps } from '../deps.ts';
import type { Client } from '../open-modal.ts';
import { isGoneView } from '../slack-errors.ts';
import { workerWarning } from '../worker-warning.ts';
import { approvalModal } from './approval-modal.ts';
import { tellView } from './modal.ts';

/** What is to be reviewed, or why it cannot be. */
export type Found = { readonly approval: Approval } | { readonly refused: string };

export type Review =
  | { readonly view: ModalView }
  /** There is no plan yet: starts the job that makes one and fills the modal. */
  | { readonly plan: (viewId: string) => Promise<void>; readonly warning: string | undefined };

/** What a person sees who wants to review something. Whatever goes wrong is said in the view. */
export async function reviewFor(
  deps: SlackDeps,
  client: Client,
  who: Presser,
  find: () => Promise<Found>,
): Promise<Review> {
  try {
    insistOnQueue(deps.ready);
    const found = await find();
    if ('refused' in found) return { view: tellView(found.refused) };
    const { approval } = found;
    if (approval.state !== 'planning') return { view: await planned(deps, approval, who) };
    return {
      warning: await workerWarning(deps),
      plan: async (viewId) => {
        try {
          await deps.queue.planRemediation({ approvalId: approval.id, view: { viewId, userId: who.userId } });
        } catch (error) {
          await updateView(deps, client, viewId, tellView(answerTo(error, deps.logger)));
        }
      },
    };
  } catch (error) {
    return { view: tellView(answerTo(error, deps.logger)) };
  }
}

async function planned(deps: SlackDeps, approval: Approval, who: Presser): Promise<ModalView> {
  const [sight, may] = await Promise.all([deps.desk.sight(approval.id), deps.desk.mayDecide(approval, who)]);
  return approvalModal({ sight: sight ?? { approval }, viewer: { userId: who.userId, may } }, renderContext(deps));
}

/** Replaces what an open modal shows; one that has been closed meanwhile is left alone. */
export async function updateView(
  { logger }: Pick<SlackDeps, 'logger'>,
  client: Client,
  viewId: string,
  view: ModalView,
): Promise<void> {
  try {
    await client.views.update({ view_id: viewId, view });
  } catch (error) {
    if (!isGoneView(error)) logger.warn({ err: error }, 'a modal could not be updated');
  }
}
