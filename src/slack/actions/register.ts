import type { AllMiddlewareArgs, App, BlockAction, SlackActionMiddlewareArgs } from '@slack/bolt';
import { answerTo } from '../answers.ts';
import type { SlackDeps } from '../deps.ts';
import { actionIds, actionPattern, isKnownAction } from '../ids.ts';
import { openModal } from '../open-modal.ts';
import { tellView } from '../views/modal.ts';
import { auditEverything } from './audit-everything.ts';
import { forgetBaseline, openBaseline } from './baseline.ts';
import { chooseFromMenu, copyPatch } from './copy-patch.ts';
import { rejectApproval, startApproval, stopRun, withdrawApproval } from './decide.ts';
import { showDigest, turnTold } from './digest-pages.ts';
import { exportAudit } from './export-audit.ts';
import { followAudit } from './follow-audit.ts';
import { openMute, previewMuteAgain, turnMutesPage, unmute, unmuteListed } from './mute.ts';
import { openDetails } from './open-details.ts';
import { filterPages, showAll, showGroup, showKnown, turnPage } from './pages.ts';
import type { Press, PressAnswer, PressHandler } from './press.ts';
import { planAgain, reviewApproval, reviewFinding, reviewGroup, reviewNextStage, reviewOtherWay } from './review.ts';
import { showResource } from './show-resource.ts';
import { turnListPage } from './turn-list-page.ts';

const handlers: readonly (readonly [id: string, handle: PressHandler])[] = [
  [actionIds.details, openDetails],
  [actionIds.previousPage, turnPage],
  [actionIds.nextPage, turnPage],
  [actionIds.filterPages, filterPages],
  [actionIds.showAll, showAll],
  [actionIds.showGroup, showGroup],
  [actionIds.exportAudit, exportAudit],
  [actionIds.followAudit, followAudit],
  [actionIds.listPrevious, turnListPage],
  [actionIds.listNext, turnListPage],
  [actionIds.reviewFinding, reviewFinding],
  [actionIds.reviewGroup, reviewGroup],
  [actionIds.copyPatch, copyPatch],
  [actionIds.findingMenu, chooseFromMenu],
  [actionIds.reviewApproval, reviewApproval],
  [actionIds.rejectApproval, rejectApproval],
  [actionIds.withdrawApproval, withdrawApproval],
  [actionIds.startApproval, startApproval],
  [actionIds.planAgain, planAgain],
  [actionIds.nextStage, reviewNextStage],
  [actionIds.otherWay, reviewOtherWay],
  [actionIds.stopRun, stopRun],
  [actionIds.auditEverything, auditEverything],
  [actionIds.showResource, showResource],
  [actionIds.mute, openMute],
  [actionIds.muteWhat, previewMuteAgain],
  [actionIds.muteTime, previewMuteAgain],
  [actionIds.muteDay, previewMuteAgain],
  [actionIds.unmute, unmute],
  [actionIds.unmuteListed, unmuteListed],
  [actionIds.mutesPrevious, turnMutesPage],
  [actionIds.mutesNext, turnMutesPage],
  [actionIds.acceptBaseline, openBaseline],
  [actionIds.forgetBaseline, forgetBaseline],
  [actionIds.showKnown, showKnown],
  [actionIds.showDigest, showDigest],
  [actionIds.previousTold, turnTold],
  [actionIds.nextTold, turnTold],
];

/** No press stays without an answer, not even one of a button that an older version posted. */
export function registerActions(app: App, deps: SlackDeps): void {
  for (const [id, handle] of handlers) {
    app.action<BlockAction>(actionPattern(id), async (args) => {
      await args.ack();
      await answer(args, deps, () => handle(deps, pressOf(args), args.client));
    });
  }
  app.action<BlockAction>(/.*/, async (args) => {
    if (isKnownAction(args.action.action_id)) return;
    await args.ack();
    await answer(args, deps, async () => ({
      text: 'This control is from an older version of the message. `/aurora findings` shows how things are now.',
    }));
  });
}

type Args = SlackActionMiddlewareArgs<BlockAction> & AllMiddlewareArgs;

async function answer(
  { respond, body, client }: Args,
  deps: SlackDeps,
  handle: () => Promise<PressAnswer>,
): Promise<void> {
  const result = await handle().catch((error: unknown) => ({ text: answerTo(error, deps.logger) }));
  if (result === undefined) return;
  try {
    // A view takes no ephemeral message.
    if (body.view?.type === 'home') await openModal(client, body.trigger_id, tellView(result.text));
    else if (body.view?.type === 'modal')
      await client.views.push({ trigger_id: body.trigger_id, view: tellView(result.text) });
    else if ('replace' in result)
      await respond({ response_type: 'ephemeral', replace_original: true, text: result.text, blocks: result.blocks });
    else await respond({ response_type: 'ephemeral', replace_original: false, text: result.text });
  } catch (error) {
    deps.logger.warn({ err: error }, 'an answer to a press did not reach Slack');
  }
}

function pressOf({ body, action }: Args): Press {
  const { message, channel, container, user, trigger_id: triggerId } = body;
  return {
    value: chosenValue(action),
    userId: user.id,
    teamId: user.team_id ?? body.team?.id ?? '',
    // In the Home tab and in modals there is no channel: what follows from it is written to the person.
    channelId: channel?.id ?? (typeof container.channel_id === 'string' ? container.channel_id : user.id),
    messageTs: message?.ts,
    threadTs: typeof message?.thread_ts === 'string' ? message.thread_ts : undefined,
    triggerId,
    view: body.view,
  };
}

function chosenValue(action: Args['action']): string {
  switch (action.type) {
    case 'button':
      return action.value ?? '';
    case 'static_select':
    case 'overflow':
      return action.selected_option?.value ?? '';
    case 'datepicker':
      return action.selected_date ?? '';
    default:
      return '';
  }
}
