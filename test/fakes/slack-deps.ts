import { pino } from 'pino';
import type { Finding } from '../../src/domain/finding.ts';
import { type FindingsPage, pageSize } from '../../src/domain/message.ts';
import type { AuditStore, FindingStore, JobQueue, MessageStore, WorkerRoster } from '../../src/domain/ports.ts';
import type { ApprovalDesk } from '../../src/slack/approval-desk.ts';
import type { RenderContext } from '../../src/slack/blocks/rendered.ts';
import type { SlackDeps } from '../../src/slack/deps.ts';
import type { MuteDesk } from '../../src/slack/mute-desk.ts';

/** A port of which a test uses a part; the rest throws when it is called. */
const only = <T extends object>(part: Partial<T>): T =>
  new Proxy(part, {
    get: (target, name) =>
      Reflect.get(target, name) ??
      (() => {
        throw new Error(`${String(name)} is not part of this test`);
      }),
  }) as T;

export interface FakeDepsOptions {
  readonly context: RenderContext;
  readonly desk: ApprovalDesk;
  readonly findings: readonly Finding[];
  readonly planRemediation: JobQueue['planRemediation'];
  readonly ready?: () => boolean;
}

/** What listeners need of the other rooms, in memory. */
export function fakeDeps({ context, desk, findings, planRemediation, ready = () => true }: FakeDepsOptions): SlackDeps {
  const page = (filter: string, at: number): FindingsPage => ({
    kind: 'audit-pages',
    auditId: 'k7f3m2qa',
    filter: filter as FindingsPage['filter'],
    page: at,
    pages: Math.max(1, Math.ceil(findings.length / pageSize)),
    total: findings.length,
    findings: findings.slice(at * pageSize, (at + 1) * pageSize),
  });
  return {
    estate: { accounts: context.accounts, exemptions: [], routes: [], retentionDays: 400, hash: 'h' },
    metas: context.metas,
    readGuide: () => '',
    audits: only<AuditStore>({
      page: async (auditId, filter, at) => (auditId === 'k7f3m2qa' ? page(filter, at) : undefined),
    }),
    findings: only<FindingStore>({
      get: async (id) => findings.find((each) => each.id === id),
      targets: async () => [],
    }),
    lives: only<SlackDeps['lives']>({ get: async () => undefined, history: async () => [] }),
    messages: only<MessageStore>({}),
    workers: only<WorkerRoster>({ alive: async () => [{ id: 'w', estateHash: 'h', seenAt: 0 }] }),
    queue: only<JobQueue>({ planRemediation }),
    desk,
    digests: only<SlackDeps['digests']>({}),
    digesting: only<SlackDeps['digesting']>({}),
    homes: { opened: async () => {}, touch: async () => {} },
    muting: only<MuteDesk>({}),
    ready,
    now: () => new Date(),
    logger: pino({ level: 'silent' }),
  };
}
