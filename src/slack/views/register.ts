import type { App, SlackViewMiddlewareArgs, ViewSubmitAction } from '@slack/bolt';
import { answerTo } from '../answers.ts';
import type { SlackDeps } from '../deps.ts';
import { isKnownView, viewIds } from '../ids.ts';
import { tellView } from './modal.ts';
import { updateView } from './review.ts';
import { sendBaseline } from './send-baseline.ts';
import { sendApproval, sendRejection } from './send-decision.ts';
import { sendMute } from './send-mute.ts';
import { sendAsk, sendPlanAgain, sendReview, sendReviewAgain } from './send-request.ts';
import type { Submission, ViewAnswer, ViewHandler } from './submission.ts';

const handlers: readonly (readonly [id: string, handle: ViewHandler])[] = [
  [viewIds.finding, sendReview],
  [viewIds.approve, sendApproval],
  [viewIds.reject, sendRejection],
  [viewIds.ask, sendAsk],
  [viewIds.reviewAgain, sendReviewAgain],
  [viewIds.planAgain, sendPlanAgain],
  [viewIds.mute, sendMute],
  [viewIds.baseline, sendBaseline],
];

/** Slack waits three seconds for the answer to a form. */
const answerWithinMs = 2_400;

/** No form stays without an answer: in time, or in the modal itself when it took longer than Slack waits. */
export function registerViews(app: App, deps: SlackDeps): void {
  for (const [id, handle] of handlers) {
    app.view<ViewSubmitAction>(id, async ({ ack, body, view, client }) => {
      const who = { userId: body.user.id, teamId: body.user.team_id ?? body.team?.id ?? '' };
      const submission: Submission = { who, view, client };
      const answering = handle(deps, submission).catch(
        (error: unknown): ViewAnswer => ({ view: tellView(answerTo(error, deps.logger)) }),
      );
      const answer = await within(answering, answerWithinMs);
      if (answer === undefined) {
        await ack({ response_action: 'update', view: tellView('That takes longer than usual. Still at it …') });
        await late(deps, submission, await answering);
      } else {
        await acknowledge(ack, answer);
        if ('afterwards' in answer) await answer.afterwards?.(view.id);
      }
    });
  }
  app.view(/.*/, async ({ ack, view }) => {
    if (isKnownView(view.callback_id)) return;
    await ack({
      response_action: 'update',
      view: tellView('This window is from an older version, so nothing was done. Close it and press the button again.'),
    });
  });
}

type Ack = SlackViewMiddlewareArgs<ViewSubmitAction>['ack'];

const acknowledge = (ack: Ack, answer: ViewAnswer): Promise<void> =>
  'errors' in answer
    ? ack({ response_action: 'errors', errors: { ...answer.errors } })
    : ack({ response_action: 'update', view: answer.view });

/** The form has gone by now, so what was wrong with a field is told in its place. */
async function late(deps: SlackDeps, { client, view }: Submission, answer: ViewAnswer): Promise<void> {
  const instead = 'errors' in answer ? tellView(Object.values(answer.errors).join('\n')) : answer.view;
  await updateView(deps, client, view.id, instead);
  if ('afterwards' in answer) await answer.afterwards?.(view.id);
}

function within<T>(work: Promise<T>, ms: number): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), ms);
  });
  return Promise.race([work, patience]).finally(() => clearTimeout(timer));
}
