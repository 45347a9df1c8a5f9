import { z } from 'zod';
import type { Refusal } from '../../domain/approval/may-decide.ts';
import { answerTo, insistOnQueue } from '../answers.ts';
import type { Decided, DecisionRequest } from '../approval-desk.ts';
import { plainOf, truncate } from '../blocks/mrkdwn.ts';
import type { SlackDeps } from '../deps.ts';
import { viewIds } from '../ids.ts';
import { formBlocks, readForm } from './approval-form.ts';
import { tellView } from './modal.ts';
import type { Submission, ViewAnswer, ViewHandler } from './submission.ts';

const About = z.object({ approvalId: z.string(), planHash: z.string() });

const errorText = (text: string): string => truncate(plainOf(text), 300);

/** Approve: what was left out, chosen, acknowledged and typed goes to the desk; its answer comes back to the form. */
export const sendApproval: ViewHandler = (deps, submission) => {
  const { errors, ...entered } = readForm(submission.view);
  return Object.keys(errors).length > 0
    ? Promise.resolve({ errors })
    : decide(deps, submission, { ...entered, what: 'approve' });
};

export const sendRejection: ViewHandler = (deps, submission) => {
  const { reason } = readForm(submission.view);
  return decide(deps, submission, { reason, what: 'reject' });
};

type Wish = Omit<DecisionRequest, 'userId' | 'teamId' | 'approvalId' | 'planHash'>;

/** What was typed is kept wherever trying again can help. */
async function decide(deps: SlackDeps, { who, view }: Submission, wish: Wish): Promise<ViewAnswer> {
  const { approvalId, planHash } = About.parse(JSON.parse(view.private_metadata));
  try {
    insistOnQueue(deps.ready);
    return answerOf(await deps.desk.decide({ ...wish, ...who, approvalId, planHash }), approvalId, blockIds(view));
  } catch (error) {
    return { errors: { [formBlocks.reason]: errorText(answerTo(error, deps.logger)) } };
  }
}

const fieldOf: Partial<Record<Refusal, string>> = {
  confirmation: formBlocks.confirmation,
  'reason-missing': formBlocks.reason,
  'people-unavailable': formBlocks.reason,
};

/** A refusal belongs to the field that can mend it, or takes the place of the form with what can be pressed instead. */
function answerOf(decided: Decided, approvalId: string, blocks: ReadonlySet<string>): ViewAnswer {
  if (decided.ok) return { view: tellView(decided.says) };
  const { why, text } = decided;
  const field = fieldOf[why];
  if (field !== undefined && blocks.has(field)) return { errors: { [field]: errorText(text) } };
  const metadata = { approvalId };
  if (why === 'plan-changed')
    return { view: tellView(text, { callbackId: viewIds.reviewAgain, submit: 'Review again', metadata }) };
  if (why === 'expired')
    return { view: tellView(text, { callbackId: viewIds.planAgain, submit: 'Plan again', metadata }) };
  return { view: tellView(text) };
}

const blockIds = ({ blocks }: Submission['view']): ReadonlySet<string> =>
  new Set(blocks.flatMap((block) => ('block_id' in block ? (block.block_id ?? []) : [])));
