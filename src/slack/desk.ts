import { type Act, announceApproval, decideApproval } from '../domain/approval/decide.ts';
import { type ApprovalDeps, mayDecideNow } from '../domain/approval/deps.ts';
import { pause, resume } from '../domain/approval/pause.ts';
import type { ApprovalSight } from '../domain/approval/ports.ts';
import type { Approval } from '../domain/approval/record.ts';
import { requestApproval } from '../domain/approval/request-approval.ts';
import type { FindingStore, JobQueue } from '../domain/ports.ts';
import type { PauseStore, RunStore } from '../domain/remediation/ports.ts';
import { isFinal } from '../domain/remediation/run.ts';
import { standIn } from '../domain/remediation/stand-in.ts';
import type { ApprovalDesk, ApprovalRequest, DecisionRequest, Said } from './approval-desk.ts';
import { mayControl } from './may-control.ts';
import { stopRun } from './stop-run.ts';

export interface DeskDeps extends ApprovalDeps {
  readonly findings: Pick<FindingStore, 'get'>;
  readonly runs: RunStore;
  readonly pauses: PauseStore;
  readonly queue: Pick<JobQueue, 'exportTrail'>;
}

const gone =
  'That is no longer among the newest findings: the database or the rule has gone. `/aurora findings` shows how things are now.';

/** The desk that listeners use, over the records: every rule about who may do what is in domain/approval. */
export function createDesk(deps: DeskDeps): ApprovalDesk {
  const { approvals, runs, pauses } = deps;
  const sightOf = async (approval: Approval): Promise<ApprovalSight> => {
    const run = await runs.get(approval.id);
    return run === undefined ? { approval } : { approval, run };
  };

  return {
    requestApproval: (request) => openApproval(deps, request),
    sight: async (approvalId) => {
      const approval = await approvals.get(approvalId);
      return approval && sightOf(approval);
    },
    mayDecide: (approval, { userId }) => mayDecideNow(deps, approval, userId),
    decide: async (request) => {
      const decided = await decideApproval(deps, actOf(request));
      if (decided.outcome === 'done') return { ok: true, approval: decided.approval, says: decided.text };
      return { ok: false, why: decided.outcome === 'refused' ? decided.why : 'closed', text: decided.text };
    },
    announce: async (approvalId, who) => said(await announceApproval(deps, { approvalId, ...who })),
    stopRun: (approvalId, who) => stopRun(deps, approvalId, who),
    listOpen: async () => Promise.all((await approvals.listOpen()).map(sightOf)),
    recentRuns: async (count) => {
      const found = await Promise.all(
        (await runs.recent(count)).map(async (run): Promise<ApprovalSight[]> => {
          const approval = await approvals.get(run.id);
          return approval === undefined ? [] : [{ approval, run }];
        }),
      );
      const sights = found.flat();
      const under = (wanted: boolean) => sights.filter(({ run }) => run !== undefined && isFinal(run) !== wanted);
      return [...under(true), ...under(false)];
    },
    paused: () => pauses.get(),
    pause: async (who, reason) => said(await pause(deps, who, reason)),
    resume: async (who) => said(await resume(deps, who)),
    exportTrail: async (range, by) => {
      const refused = await mayControl(deps, by, 'read the audit trail');
      if (refused !== undefined) return refused;
      await deps.queue.exportTrail({ ...range, requestedBy: { userId: by.userId, channelId: by.channelId } });
      return { ok: true, text: 'The audit trail is on its way to you, as a file in a direct message.' };
    },
  };
}

async function openApproval(deps: DeskDeps, request: ApprovalRequest): ReturnType<ApprovalDesk['requestApproval']> {
  const previous = request.previousRunId === undefined ? undefined : await deps.approvals.get(request.previousRunId);
  const found = await Promise.all(
    request.findingIds.map(
      async (id) => (await deps.findings.get(id)) ?? (previous?.plan && standIn(previous.plan, id)),
    ),
  );
  const findings = found.flatMap((finding) => finding ?? []);
  const strategy = request.strategy ?? findings[0]?.remediation?.recommended;
  if (findings.length === 0 || strategy === undefined) return { refused: gone };
  const { stage, previousRunId, by } = request;
  const answer = await requestApproval(deps, { findings, strategy, stage, previousRunId, requestedBy: by });
  return answer.outcome === 'refused' ? { refused: answer.text } : answer;
}

function actOf({ what, ...rest }: DecisionRequest): Act {
  return what === 'approve' ? { what, ...rest } : { what, ...rest };
}

const said = ({ outcome, text }: { readonly outcome: string; readonly text: string }): Said => ({
  ok: outcome === 'done',
  text,
});
