import type { OutboxEvent, Trail } from '../domain/approval/ports.ts';
import type { HomeStore } from '../domain/home/home.ts';
import { approvalIdOf } from '../domain/message.ts';
import type { MuteEvent } from '../domain/mute/events.ts';
import type { JobQueue } from '../domain/ports.ts';
import type { RunStore } from '../domain/remediation/ports.ts';
import { type AskApproversDeps, askApprovers } from './ask-approvers.ts';
import { noteFollowed } from './note-followed.ts';
import { type QueueRunDeps, queueRun } from './queue-run.ts';
import { showApproval } from './show-approval.ts';
import { tellPeople } from './tell-people.ts';

export interface RelayOutboxDeps extends AskApproversDeps, Omit<QueueRunDeps, 'runs'> {
  readonly runs: Pick<RunStore, 'create' | 'get' | 'save' | 'now'>;
  readonly trail: Pick<Trail, 'append'>;
  /** What follows from a mute or a decision on the baseline. */
  readonly onMute: (event: MuteEvent) => Promise<void>;
  readonly queue: Pick<JobQueue, 'applyRemediation' | 'renderMessage' | 'planRemediation'>;
  readonly homes: Pick<HomeStore, 'touch'>;
}

/** What a stored change entails. An event may come twice after a crash; handling it twice is handling it once. */
export const relayOutbox =
  (deps: RelayOutboxDeps) =>
  async (event: OutboxEvent, eventId: string): Promise<void> => {
    await deps.homes.touch();
    switch (event.kind) {
      case 'trail': {
        const entry = await deps.trail.append(event.entry, eventId);
        // Out of this process, too, where whoever can write to Redis cannot reach it.
        deps.logger.info({ trail: entry }, 'audit trail');
        return;
      }
      case 'apply':
        await queueRun(deps, event.approvalId);
        return;
      case 'render':
        return render(deps, event.messageId);
      case 'ask':
        return askApprovers(deps, event.approvalId, event.reminder);
      case 'plan':
        return deps.queue.planRemediation({ approvalId: event.approvalId });
      case 'tell':
        return tellPeople(deps, event.approvalId, event.text, eventId);
      case 'followed':
        return noteFollowed(deps.runs, event);
      case 'mute':
      case 'accept':
      case 'baseline-forgotten':
        return deps.onMute(event);
    }
  };

async function render(deps: RelayOutboxDeps, messageId: string): Promise<void> {
  const approvalId = approvalIdOf(messageId);
  if (approvalId !== undefined) return showApproval(deps, approvalId);
  await deps.messages.touch(messageId);
  await deps.queue.renderMessage(messageId);
}
