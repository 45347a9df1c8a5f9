import type { Estate } from '../domain/accounts.ts';
import type { ApprovalStore } from '../domain/approval/ports.ts';
import type { Audit } from '../domain/audit.ts';
import { copiesOf } from '../domain/digest/asides.ts';
import type { AccountProgress, MessageCopy, Subject, View } from '../domain/message.ts';
import type { BaselineStore } from '../domain/mute/ports.ts';
import type { AuditStore } from '../domain/ports.ts';
import type { CopyStore } from '../domain/remediation/made.ts';
import type { RunStore } from '../domain/remediation/ports.ts';
import { targetKey } from '../domain/target.ts';
import { type DigestRecords, digestView } from './digest-view.ts';

/** Where the state of what messages are about is kept. */
export interface Records extends DigestRecords {
  readonly audits: AuditStore;
  readonly approvals: Pick<ApprovalStore, 'get'>;
  readonly runs: Pick<RunStore, 'get'>;
  readonly baseline: Pick<BaselineStore, 'size'>;
  readonly copies: CopyStore;
  readonly estate: Pick<Estate, 'accounts'>;
}

/** The newest state of what a message is about, or undefined when it is no longer kept. */
export async function composeView(
  records: Records,
  subject: Subject,
  note: MessageCopy['note'],
): Promise<View | undefined> {
  const { audits, approvals, runs } = records;
  switch (subject.kind) {
    case 'audit-pages':
      return audits.page(subject.auditId, subject.filter, subject.page);
    case 'audit': {
      const audit = await audits.get(subject.auditId);
      return audit && (await auditView(records, audit, note));
    }
    case 'approval': {
      const [approval, run] = await Promise.all([approvals.get(subject.approvalId), runs.get(subject.approvalId)]);
      return approval && { kind: 'approval', sight: { approval, run }, ...(note === undefined ? {} : { note }) };
    }
    case 'digest':
    case 'digest-pages':
      return digestView(records, subject);
    case 'notice':
      return subject;
  }
}

async function auditView(
  { audits, baseline, copies, estate }: Pick<Records, 'audits' | 'baseline' | 'copies' | 'estate'>,
  audit: Audit,
  note: string | undefined,
): Promise<View> {
  const shared = { audit, ...(note === undefined ? {} : { note }) };
  if (audit.state === 'failed')
    return { kind: 'audit-problem', problem: audit.problem ?? 'It could not be carried out.', ...shared };
  const summary = audit.state === 'reported' ? await audits.summary(audit.id) : undefined;
  if (summary !== undefined) {
    const kept = copiesOf(await copies.list(), audit.scope, estate.accounts);
    return {
      kind: 'audit-report',
      summary,
      baseline: await baseline.size(),
      ...(kept === undefined ? {} : { copies: kept }),
      ...shared,
    };
  }
  return { kind: 'audit-progress', accounts: progress(audit, await audits.doneTargets(audit.id)), ...shared };
}

function progress(audit: Audit, done: readonly string[]): AccountProgress[] {
  const finished = new Set(done);
  const accounts = new Map<string, { name: string; done: number; total: number }>();
  for (const target of audit.targets ?? []) {
    const account = accounts.get(target.accountId) ?? { name: target.accountName, done: 0, total: 0 };
    accounts.set(target.accountId, account);
    account.total += 1;
    if (finished.has(targetKey(target))) account.done += 1;
  }
  return [...accounts.values()];
}
