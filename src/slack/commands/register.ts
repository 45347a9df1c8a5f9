import type { AllMiddlewareArgs, App, SlackCommandMiddlewareArgs } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import { answerTo } from '../answers.ts';
import { help } from '../blocks/help.ts';
import { section } from '../blocks/limits.ts';
import { linkTo } from '../card-links.ts';
import type { SlackDeps } from '../deps.ts';
import { slashCommand } from '../ids.ts';
import { updateView } from '../views/review.ts';
import { accountsCommand } from './accounts.ts';
import { approvalsCommand, jobsCommand } from './approvals.ts';
import { auditCommand } from './audit.ts';
import { auditLogCommand, pauseCommand, resumeCommand } from './control.ts';
import { type DigestAnswer, digestCommand } from './digest.ts';
import { explainCommand } from './explain.ts';
import { findingsCommand } from './findings.ts';
import { muteCommand, unmuteCommand } from './mute.ts';
import { mutesPage } from './mutes.ts';
import { type Command, parseCommand } from './parse.ts';
import { reportCommand } from './report.ts';
import { showCommand } from './show.ts';

type Answer =
  | DigestAnswer
  | { readonly soon: Promise<DigestAnswer> }
  | { readonly modal: ModalView; readonly fill?: () => Promise<ModalView> };

type Client = AllMiddlewareArgs['client'];

/** Slack gives a command three seconds. */
const patienceMs = 2_000;

/** Every command is decided and answered within Slack's three seconds, by its acknowledgement. */
export function registerCommands(app: App, deps: SlackDeps): void {
  app.command(slashCommand, async ({ command, ack, client, respond }) => {
    const answer = await decide(deps, command, client);
    if ('soon' in answer) return answerSoon(deps, answer.soon, ack, respond);
    if (!('modal' in answer)) {
      const { text, blocks, inChannel } = answer;
      await ack({ response_type: inChannel === true ? 'in_channel' : 'ephemeral', text, blocks });
      return;
    }
    try {
      const { view } = await client.views.open({ trigger_id: command.trigger_id, view: answer.modal });
      await ack();
      if (answer.fill !== undefined) await updateView(deps, client, view?.id ?? '', await answer.fill());
    } catch (error) {
      await ack({ response_type: 'ephemeral', text: `Slack did not open the page. ${answerTo(error, deps.logger)}` });
    }
  });
}

/** What may take longer than a command has comes as its answer when it is quick enough, and a little later otherwise. */
async function answerSoon(
  deps: SlackDeps,
  soon: Promise<DigestAnswer>,
  ack: SlackCommandMiddlewareArgs['ack'],
  respond: SlackCommandMiddlewareArgs['respond'],
): Promise<void> {
  const answer = soon.catch((error: unknown) => failure(deps, error));
  const late = new Promise<undefined>((resolve) => setTimeout(resolve, patienceMs, undefined).unref());
  const inTime = await Promise.race([answer, late]);
  await ack({ response_type: 'ephemeral', ...(inTime ?? { text: 'That takes a moment; it comes here.' }) });
  if (inTime === undefined) await respond({ response_type: 'ephemeral', ...(await answer) });
}

function failure(deps: SlackDeps, error: unknown): DigestAnswer {
  const text = answerTo(error, deps.logger);
  return { text, blocks: [section(text)] };
}

async function decide(
  deps: SlackDeps,
  command: SlackCommandMiddlewareArgs['command'],
  client: Client,
): Promise<Answer> {
  const parsed = parseCommand(command.text);
  if ('problem' in parsed) return help(parsed.problem);
  try {
    return await run(deps, parsed, command, client);
  } catch (error) {
    return failure(deps, error);
  }
}

function run(
  deps: SlackDeps,
  parsed: Command,
  command: SlackCommandMiddlewareArgs['command'],
  client: Client,
): Answer | Promise<Answer> {
  const by = { userId: command.user_id, teamId: command.team_id, channelId: command.channel_id };
  const triggerId = `${command.team_id} ${command.trigger_id}`;
  switch (parsed.name) {
    case 'audit':
      return auditCommand(deps, parsed.request, { ...by, triggerId });
    case 'findings':
      return findingsCommand(deps, { ...parsed, page: 0 });
    case 'show':
      return showCommand(deps, parsed.resource, linkTo(client));
    case 'report':
      return reportCommand(deps, parsed, { ...by, triggerId });
    case 'explain':
      return explainCommand(deps, parsed.rule);
    case 'accounts':
      return accountsCommand(deps);
    case 'approvals':
      return approvalsCommand(deps);
    case 'jobs':
      return jobsCommand(deps);
    case 'audit-log':
      return auditLogCommand(deps, parsed, by);
    case 'pause':
      return pauseCommand(deps, parsed.reason, by);
    case 'digest':
      return parsed.what === 'preview'
        ? { soon: digestCommand(deps, parsed, { ...by, triggerId }, client) }
        : digestCommand(deps, parsed, { ...by, triggerId }, client);
    case 'mute':
      return muteCommand(deps, parsed, by);
    case 'unmute':
      return unmuteCommand(deps, parsed.what, by);
    case 'mutes':
      return mutesPage(deps, 0);
    case 'resume':
      return resumeCommand(deps, by);
    case 'help':
      return help();
  }
}
