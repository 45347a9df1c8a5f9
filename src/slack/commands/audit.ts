import type { Audit } from '../../domain/audit.ts';
import { ConfigurationError } from '../../domain/errors.ts';
import { shortId } from '../../domain/ids.ts';
import { auditMessageId } from '../../domain/message.ts';
import { describeScope, readScope, type ScopeRequest, targetsOf } from '../../domain/scope.ts';
import { plural } from '../../domain/words.ts';
import { insistOnQueue } from '../answers.ts';
import { actions, button, context, section } from '../blocks/limits.ts';
import { mention, safe } from '../blocks/mrkdwn.ts';
import type { Rendered } from '../blocks/rendered.ts';
import type { SlackDeps } from '../deps.ts';
import { actionIds } from '../ids.ts';
import { workerWarning } from '../worker-warning.ts';

export interface CommandBy {
  readonly userId: string;
  readonly channelId: string;
  /** Slack gives each command its own; a repeated delivery of the same command has the same. */
  readonly triggerId: string;
}

/** `/aurora audit`: stores the request, queues one job, answers. The audit's id comes from the command, so twice is once. */
export async function auditCommand(deps: SlackDeps, request: ScopeRequest, by: CommandBy): Promise<Rendered> {
  const { estate, metas, audits, messages, queue, now } = deps;
  const answer = readScope(request, estate.accounts, metas);
  if ('problems' in answer) throw new ConfigurationError(answer.problems);
  const { scope } = answer;
  insistOnQueue(deps.ready);
  const opened = await audits.open({
    id: shortId(by.triggerId),
    scope,
    requestedBy: { userId: by.userId, channelId: by.channelId },
    requestedAt: now().toISOString(),
    state: 'requested',
    estateHash: estate.hash,
  });
  if (opened.outcome === 'same-scope-running') return alreadyRunning(opened.audit, by, deps);
  const { audit } = opened;
  await messages.create(
    auditMessageId(audit.id),
    { kind: 'audit', auditId: audit.id },
    { channelId: by.channelId },
    by.userId,
  );
  await queue.startAudit(audit.id);
  const what = `Auditing ${safe(describeScope(scope, estate.accounts))}: ${plural(targetsOf(scope, estate.accounts).length, 'target')}.`;
  const warning = await workerWarning(deps);
  return {
    text: what,
    blocks: [
      section(`${what} The report comes here.`),
      ...(warning === undefined ? [] : [context(`:warning: ${warning}`)]),
    ],
  };
}

async function alreadyRunning(audit: Audit, by: CommandBy, { messages, now }: SlackDeps): Promise<Rendered> {
  const seconds = Math.max(0, Math.round((now().getTime() - Date.parse(audit.requestedAt)) / 1000));
  const message = await messages.get(auditMessageId(audit.id));
  const here = message?.copies.some(({ channelId }) => channelId === by.channelId) ?? false;
  const when = seconds < 5 ? 'just now' : `${plural(seconds, 'second')} ago`;
  const text =
    audit.for === undefined
      ? `${mention(audit.requestedBy.userId)} asked for the same audit ${when}, and it is still running.`
      : `The same audit began ${when}, for the digest of <#${audit.requestedBy.channelId}>, and it is still running.`;
  return {
    text,
    blocks: here
      ? [section(`${text} Its message is in this channel.`)]
      : [
          section(text),
          actions(`follow-${audit.id}`, [
            button(actionIds.followAudit, 'Follow it here', audit.id, 'Show the running audit in this channel'),
          ]),
        ],
  };
}
