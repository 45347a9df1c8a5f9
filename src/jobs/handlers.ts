import type { Estate } from '../domain/accounts.ts';
import type { Trail } from '../domain/approval/ports.ts';
import type { AuditAccess, AuditStore, FindingStore, JobQueue, MessageStore, Notifier } from '../domain/ports.ts';
import type { Rule } from '../domain/rule.ts';
import { applyRemediation } from './apply-remediation.ts';
import type { Handlers } from './catalog.ts';
import { exportAudit } from './export-audit.ts';
import { exportTrail } from './export-trail.ts';
import { judgeAgain } from './judge-again.ts';
import { lookAfter } from './look-after.ts';
import { planRemediation } from './plan-remediation.ts';
import { publishReport } from './publish-report.ts';
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
  readonly queue: JobQueue;
  readonly trail: Pick<Trail, 'read' | 'head'>;
  readonly notifier: Notifier;
  readonly messageIntervalMs: number;
  readonly groupsShown: number;
  readonly version: string;
}

/** For this long in a row AWS may fail to answer before a run is given up; milliseconds. */
const troublePatienceMs = 3_600_000;

/** What happens when a job runs; typed over the catalog, so a job without a handler does not compile. */
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
    'render-message': renderMessage({ ...deps, now: Date.now, intervalMs: deps.messageIntervalMs }),
    'export-audit': exportAudit(deps),
    'export-trail': exportTrail({ ...deps, now }),
    'plan-remediation': planRemediation(planning),
    'apply-remediation': applyRemediation({ ...planning, troublePatienceMs }),
    'look-after': lookAfter(planning),
    'judge-again': judgeAgain({ ...planning, exemptions, now }),
  };
}
