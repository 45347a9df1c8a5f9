import { z } from 'zod';
import { insistOnQueue } from '../answers.ts';
import type { SlackDeps } from '../deps.ts';
import { notKept, requestAgain } from '../request-again.ts';
import { planningView } from './approval-modal.ts';
import { tellView } from './modal.ts';
import { type Found, reviewFor } from './review.ts';
import type { Submission, ViewAnswer, ViewHandler } from './submission.ts';

const About = z.object({ approvalId: z.string() });
const Finding = z.object({ findingId: z.string(), channelId: z.string() });

/** Puts the review in the place of the view that was sent. */
async function reviewIn(deps: SlackDeps, { who, client }: Submission, find: () => Promise<Found>): Promise<ViewAnswer> {
  const shown = await reviewFor(deps, client, who, find);
  return 'view' in shown ? shown : { view: planningView(shown.warning), afterwards: shown.plan };
}

const approvalIdIn = ({ view }: Submission): string => About.parse(JSON.parse(view.private_metadata)).approvalId;

/** Review & approve, from the details of a finding. */
export const sendReview: ViewHandler = async (deps, submission) => {
  const { findingId, channelId } = Finding.parse(JSON.parse(submission.view.private_metadata));
  const by = { userId: submission.who.userId, channelId };
  return reviewIn(deps, submission, () => deps.desk.requestApproval({ findingIds: [findingId], by }));
};

/** The plan as it is now, after the one on screen had been replaced. */
export const sendReviewAgain: ViewHandler = async (deps, submission) =>
  reviewIn(deps, submission, async () => (await deps.desk.sight(approvalIdIn(submission))) ?? notKept);

export const sendPlanAgain: ViewHandler = async (deps, submission) =>
  reviewIn(deps, submission, () => requestAgain(deps, approvalIdIn(submission), submission.who.userId));

/** Ask the approvers: for people who may not approve themselves. */
export const sendAsk: ViewHandler = async (deps, submission) => {
  insistOnQueue(deps.ready);
  return { view: tellView((await deps.desk.announce(approvalIdIn(submission), submission.who)).text) };
};
