import type { Estate } from '../domain/accounts.ts';
import type { ApprovalStore, People, Trail } from '../domain/approval/ports.ts';
import type { DigestStore } from '../domain/digest/ports.ts';
import type { HomeStore } from '../domain/home/home.ts';
import type { LifeLog, LifeStore } from '../domain/life/ports.ts';
import type { BaselineStore, MuteStore } from '../domain/mute/ports.ts';
import type {
  AuditAccess,
  AuditStore,
  FindingStore,
  JobQueue,
  MessageStore,
  Notifier,
  WebhookSender,
  WorkerRoster,
  WritePage,
} from '../domain/ports.ts';
import type { CopyStore } from '../domain/remediation/made.ts';
import type { Rule } from '../domain/rule.ts';
import type { DrawOpenFindings } from '../domain/series.ts';
import { applyRemediation } from './apply-remediation.ts';
import type { Handlers } from './catalog.ts';
import { type DeliverWebhookDeps, deliverWebhook } from './deliver-webhook.ts';
import { sendDigest } from './digest/send-digest.ts';
import { exportAudit } from './export-audit.ts';
import { exportReport } from './export-report.ts';
import { exportTrail } from './export-trail.ts';
import { judgeAgain } from './judge-again.ts';
import { lookAfter } from './look-after.ts';
import { planRemediation } from './plan-remediation.ts';
import { publishHome } from './publish-home.ts';
import { publishReport } from './publish-report.ts';
import { refreshReport } from './refresh-report.ts';
import type { ApplyingDeps } from './remediation/deps.ts';
import { renderMessage } from './render-message.ts';
import { scanTarget } from './scan-target.ts';
import { startAudit } from './start-audit.ts';

export interface HandlerDeps
  extends Pick<
    ApplyingDeps,
    'remediations' | 'remediation' | 'tags' | 'runs' | 'approvals' | 'pause' | 'workerId' | 'leaseMs' | 'logger'
  > {
  readonly estate: Estate;
  readonly rules: readonly Rule[];
  readonly access: AuditAccess;
  readonly audits: AuditStore;
  readonly findings: FindingStore;
  readonly messages: MessageStore;
  readonly digests: DigestStore;
  readonly mutes: Pick<MuteStore, 'inForce'>;
  readonly baseline: Pick<BaselineStore, 'size' | 'all'>;
  readonly people: Pick<People, 'person'>;
  readonly draw: DrawOpenFindings;
  readonly queue: JobQueue;
  readonly trail: Pick<Trail, 'read' | 'head'>;
  readonly notifier: Notifier;
  readonly lives: LifeStore & LifeLog;
  readonly approvalStore: ApprovalStore;
  readonly copies: CopyStore;
  readonly homes: HomeStore;
  readonly workers: WorkerRoster;
  readonly webhook: WebhookSender | undefined;
  readonly webhookAgainMs: DeliverWebhookDeps['webhookAgainMs'];
  readonly postSettlesMs: number;
  readonly messageIntervalMs: number;
  readonly groupsShown: number;
  readonly version: string;
  readonly writePage: WritePage;
}

/** For this long in a row AWS may fail to answer before a run is given up; milliseconds. */
const troublePatienceMs = 3_600_000;

/** What happens when a job runs; typed over the catalog, so a job without a handler does not compile. */
/** Milliseconds as they pass for Slack's limits, also while somebody sets the clock. */
const steadily = (): number => Math.floor(performance.timeOrigin + performance.now());

export function createHandlers(deps: HandlerDeps): Handlers {
  const now = () => new Date();
  const { accounts, exemptions } = deps.estate;
  const metas = deps.rules.map(({ meta }) => meta);
  const planning = { ...deps, accounts, metas };
  return {
    'start-audit': startAudit({ ...deps, now }),
    'scan-target': scanTarget({ ...deps, accounts, exemptions, now }),
    'join-scans': async () => {},
    'publish-report': publishReport({ ...deps, now }),
    'refresh-report': refreshReport(deps),
    'render-message': renderMessage({ ...deps, metas, now: steadily, intervalMs: deps.messageIntervalMs }),
    'export-audit': exportAudit(deps),
    'export-report': exportReport({ ...deps, accounts, metas, now }),
    'export-trail': exportTrail({ ...deps, now }),
    'plan-remediation': planRemediation(planning),
    'apply-remediation': applyRemediation({ ...planning, troublePatienceMs }),
    'look-after': lookAfter(planning),
    'send-digest': sendDigest({ ...deps, metas, approvals: deps.approvalStore, now }),
    'publish-home': publishHome({ ...deps, now }),
    'deliver-webhook': deliverWebhook({ ...deps, now }),
    'judge-again': judgeAgain({ ...planning, exemptions, now }),
  };
}
