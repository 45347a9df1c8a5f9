import type { App, SlackCommandMiddlewareArgs } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import { answerTo } from '../answers.ts';
import { help } from '../blocks/help.ts';
import { section } from '../blocks/limits.ts';
import type { Rendered } from '../blocks/rendered.ts';
import type { SlackDeps } from '../deps.ts';
import { slashCommand } from '../ids.ts';
import { accountsCommand } from './accounts.ts';
import { approvalsCommand, jobsCommand } from './approvals.ts';
import { auditCommand } from './audit.ts';
import { auditLogCommand, pauseCommand, resumeCommand } from './control.ts';
import { explainCommand } from './explain.ts';
import { findingsCommand } from './findings.ts';
import { type Command, parseCommand } from './parse.ts';
import { reportCommand } from './report.ts';

type Answer = Rendered | { readonly modal: ModalView };

/** Every command is decided and answered within Slack's three seconds, by its acknowledgement. */
export function registerCommands(app: App, deps: SlackDeps): void {
  app.command(slashCommand, async ({ command, ack, client }) => {
    const answer = await decide(deps, command);
    if (!('modal' in answer)) {
      await ack({ response_type: 'ephemeral', ...answer });
      return;
    }
    try {
      await client.views.open({ trigger_id: command.trigger_id, view: answer.modal });
      await ack();
    } catch (error) {
      await ack({ response_type: 'ephemeral', text: `Slack did not open the page. ${answerTo(error, deps.logger)}` });
    }
  });
}

async function decide(deps: SlackDeps, command: SlackCommandMiddlewareArgs['command']): Promise<Answer> {
  const parsed = parseCommand(command.text);
  if ('problem' in parsed) return help(parsed.problem);
  try {
    return await run(deps, parsed, command);
  } catch (error) {
    const text = answerTo(error, deps.logger);
    return { text, blocks: [section(text)] };
  }
}

function run(
  deps: SlackDeps,
  parsed: Command,
  command: SlackCommandMiddlewareArgs['command'],
): Answer | Promise<Answer> {
  const by = { userId: command.user_id, teamId: command.team_id, channelId: command.channel_id };
  switch (parsed.name) {
    case 'audit':
      return auditCommand(deps, parsed.request, {
        ...by,
        triggerId: `${command.team_id} ${command.trigger_id}`,
      });
    case 'findings':
      return findingsCommand(deps, { ...parsed, page: 0 });
    case 'report':
      return reportCommand(deps, parsed, { ...by, triggerId: `${command.team_id} ${command.trigger_id}` });
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
    case 'resume':
      return resumeCommand(deps, by);
    case 'help':
      return help();
  }
}
