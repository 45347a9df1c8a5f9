import { answerTo, insistOnQueue } from '../answers.ts';
import { plainOf, truncate } from '../blocks/mrkdwn.ts';
import { showMute } from '../show-mute.ts';
import { tellView } from './modal.ts';
import { muteBlocks, readMuteForm } from './mute-form.ts';
import type { ViewHandler } from './submission.ts';

/**
 * Mute. What is stored is what the preview on screen said; when something else has been chosen since, that is shown
 * first. What was typed stays wherever trying again can help.
 */
export const sendMute: ViewHandler = async (deps, { who, view }) => {
  const { form, seen } = readMuteForm(view, deps.now());
  const subject = form.subjects[form.at];
  try {
    insistOnQueue(deps.ready);
    if (seen === undefined || subject === undefined)
      return { view: await showMute(deps, who, form, 'This is what that hides. Press *Mute* if you mean it.') };
    const said = await deps.muting.mute(who, { id: form.id, subject, time: form.time }, seen, form.reason);
    if (said.outcome === 'done') return { view: tellView(said.text) };
    const field = said.field && muteBlocks[said.field];
    return field !== undefined && view.blocks.some(({ block_id }) => block_id === field)
      ? { errors: { [field]: truncate(plainOf(said.text), 300) } }
      : { view: tellView(said.text) };
  } catch (error) {
    return { errors: { [muteBlocks.reason]: truncate(plainOf(answerTo(error, deps.logger)), 300) } };
  }
};
