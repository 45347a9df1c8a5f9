import { randomUUID } from 'node:crypto';
import type { Requester } from '../audit.ts';
import type { Finding } from '../finding.ts';
import { shortId } from '../ids.ts';
import { followUps } from '../remediation/follow-ups.ts';
import type { StageMeta } from '../remediation/strategy.ts';
import { targetKey } from '../target.ts';
import { isExpired } from './closed.ts';
import { keysMissing } from './decide.ts';
import type { ApprovalDeps } from './deps.ts';
import { expire } from './lapse.ts';
import { type Approval, approvalKey } from './record.ts';
import { type Refused, refuse } from './refusal.ts';
import { requested } from './request.ts';
import { storeChange } from './store-change.ts';
import { plain } from './wording.ts';

export interface ApprovalRequest {
  /** Of one rule and one target; more than one only for stages that allow it. */
  readonly findings: readonly Finding[];
  readonly strategy: string;
  /** The first stage of the strategy unless given. */
  readonly stage?: string | undefined;
  /** The run that the stage follows; the first one follows none. */
  readonly previousRunId?: string | undefined;
  readonly requestedBy: Requester;
}

export type Requested =
  | { readonly outcome: 'opened' | 'already-open'; readonly approval: Approval }
  | ({ readonly outcome: 'refused' } & Omit<Refused, 'may'>);

/**
 * Opens the approval of a change, or finds the one that is open. It is `planning` until a `plan-remediation` job has
 * stored its plan: queueing that is up to the caller, who knows the modal that waits for it.
 */
export async function requestApproval(deps: ApprovalDeps, request: ApprovalRequest): Promise<Requested> {
  const { findings, requestedBy, previousRunId, strategy } = request;
  const [first] = findings;
  const stage = first && (await stageOf(deps, first, request));
  const account = first && deps.estate.accounts.find(({ id }) => id === first.target.accountId);
  if (first === undefined || stage === undefined || account === undefined) return refused(retired);
  const why = deps.signer === undefined ? keysMissing : whyNotRequested(account, stage, request);
  if (why !== undefined) return refused(why);
  for (;;) {
    const { approval, events } = requested({
      id: shortId(randomUUID()),
      ruleId: first.ruleId,
      strategy,
      stage,
      target: first.target,
      findings,
      previousRunId,
      requestedBy,
      account,
      now: deps.now(),
    });
    const setAside = await deps.setAside(approval);
    if (setAside !== undefined) return refused(refuse('muted', `Left alone: ${setAside}.`));
    const found = await deps.approvals.open(approval, events);
    const other = approvalKey(found.approval) !== approvalKey(approval);
    if (!other && !(found.outcome === 'already-open' && isExpired(found.approval, deps.now()))) return found;
    // Another approval's id, or one whose time is over and that nobody has swept up: once more.
    if (!other) await storeChange(deps.approvals, found.approval.id, (old) => expire(old, deps.now()) ?? retired);
  }
}

const retired = refuse('closed', 'This button is from an old message: what it offers is not offered any more.');

const refused = ({ why, text }: Refused): Requested => ({ outcome: 'refused', why, text });

/** The stage that may be asked for: what the finding offers, or what may follow the named run of the same findings. */
async function stageOf(
  deps: Pick<ApprovalDeps, 'metas' | 'approvals' | 'runs'>,
  { ruleId, remediation }: Finding,
  { findings, strategy, stage: wanted, previousRunId }: ApprovalRequest,
): Promise<StageMeta | undefined> {
  const meta = deps.metas.find(({ id }) => id === ruleId)?.strategies?.find(({ id }) => id === strategy);
  if (previousRunId === undefined) {
    const first = meta?.stages[0];
    const offered = remediation?.strategies.includes(strategy) ?? false;
    return offered && (wanted === undefined || wanted === first?.id) ? first : undefined;
  }
  const [previous, run] = await Promise.all([deps.approvals.get(previousRunId), deps.runs.get(previousRunId)]);
  if (previous === undefined || run === undefined) return undefined;
  if (previous.ruleId !== ruleId || previous.strategy !== strategy) return undefined;
  const done = previous.plan?.items.map(({ findingId }) => findingId) ?? [];
  if (!findings.every(({ id }) => done.includes(id))) return undefined;
  return followUps(meta, previous.stage, run).find(({ id }) => id === wanted);
}

function whyNotRequested(
  { name, capabilities }: { readonly name: string; readonly capabilities: readonly string[] },
  { capability, many, risk, showsCommands }: StageMeta,
  { findings }: ApprovalRequest,
): Refused | undefined {
  const [first] = findings;
  const alike = findings.every(
    ({ ruleId, target }) =>
      first !== undefined && ruleId === first.ruleId && targetKey(target) === targetKey(first.target),
  );
  if (!alike || (findings.length > 1 && !(many && risk === 'additive')))
    return refuse('refused-by-plan', 'These cannot be reviewed together: review them one by one.');
  if (!capabilities.includes(capability) && showsCommands !== true)
    return refuse(
      'not-enabled',
      `Not enabled for ${plain(name)}: capability \`${capability}\` is not in accounts.yaml.`,
    );
  return undefined;
}
