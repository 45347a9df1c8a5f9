import { answerTo, insistOnQueue } from '../answers.ts';
import { told } from '../blocks/mrkdwn.ts';
import { openModal } from '../open-modal.ts';
import { baselineView } from '../views/baseline-modal.ts';
import { tellView } from '../views/modal.ts';
import { countingView } from '../views/mute-modal.ts';
import { updateView } from '../views/review.ts';
import type { PressHandler } from './press.ts';

/** Accept as baseline: the value is an audit's id. */
export const openBaseline: PressHandler = async (deps, press, client) => {
  insistOnQueue(deps.ready);
  const opened = await openModal(client, press, countingView('Counting the failures of that audit …'));
  if ('text' in opened) return opened;
  const view = await deps.muting
    .previewBaseline(press, press.value)
    .then((preview) => baselineView(preview, press.value))
    .catch((error: unknown) => tellView(answerTo(error, deps.logger)));
  await updateView(deps, client, opened.viewId, view);
  return undefined;
};

export const forgetBaseline: PressHandler = async (deps, press) => {
  insistOnQueue(deps.ready);
  return { text: told((await deps.muting.forgetBaseline(press)).text) };
};
