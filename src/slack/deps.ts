import type { Logger } from 'pino';
import type { Estate } from '../domain/accounts.ts';
import type { DigestStore } from '../domain/digest/ports.ts';
import type { HomeStore } from '../domain/home/home.ts';
import type { LifeStore, ResourceNames } from '../domain/life/ports.ts';
import type { AuditStore, FindingStore, JobQueue, MessageStore, WorkerRoster } from '../domain/ports.ts';
import type { RuleMeta } from '../domain/rule.ts';
import type { ApprovalDesk } from './approval-desk.ts';
import type { RenderContext } from './blocks/rendered.ts';
import type { DigestDesk } from './digest-desk.ts';
import type { MuteDesk } from './mute-desk.ts';

/** What listeners may use: records, the queue, and what is known without asking AWS. */
export interface SlackDeps {
  readonly estate: Estate;
  readonly metas: readonly RuleMeta[];
  readonly readGuide: (ruleId: string) => string;
  readonly audits: AuditStore;
  readonly findings: FindingStore;
  readonly lives: Pick<LifeStore, 'get' | 'list' | 'history' | 'ofResource' | 'resourcesCalled'> & ResourceNames;
  readonly messages: MessageStore;
  readonly workers: WorkerRoster;
  readonly queue: JobQueue;
  readonly desk: ApprovalDesk;
  readonly digests: Pick<DigestStore, 'page'>;
  readonly digesting: DigestDesk;
  readonly homes: Pick<HomeStore, 'opened' | 'touch'>;
  readonly muting: MuteDesk;
  /** Whether Redis can be reached at this moment. */
  readonly ready: () => boolean;
  readonly now: () => Date;
  readonly logger: Logger;
}

export const renderContext = ({ metas, estate, now }: Pick<SlackDeps, 'metas' | 'estate' | 'now'>): RenderContext => ({
  metas,
  accounts: estate.accounts,
  now: now(),
});
