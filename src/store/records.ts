import type { Logger } from 'pino';
import { createApprovalStore } from './approvals.ts';
import { createAuditStore } from './audits.ts';
import { createBaselineStore } from './baseline.ts';
import type { RedisClient } from './client.ts';
import { createCopyStore } from './copies.ts';
import { createCredit } from './credit.ts';
import { createDigestStore } from './digests.ts';
import { createFindingStore } from './findings.ts';
import { createForget } from './forget.ts';
import { createHomeStore } from './home.ts';
import { createLifeStore } from './lives.ts';
import { createMessageStore } from './messages.ts';
import { createMuteStore } from './mutes.ts';
import { createOutbox } from './outbox.ts';
import { createPauseStore } from './pause.ts';
import { createRunStore } from './remediations.ts';
import { withSetAside, withSetAsideSince } from './set-aside.ts';
import { createTrail } from './trail.ts';
import { createUrgentStore } from './urgent.ts';
import { createWorkerRoster } from './workers.ts';

export interface RecordsOptions {
  readonly redis: RedisClient;
  readonly retentionDays: number;
  readonly logger: Logger;
  /** How long the outbox belongs to its worker without a sign of life; milliseconds, 30 seconds unless told. */
  readonly lockMs?: number;
}

/** Everything that is kept in Redis. */
export function openRecords({ redis, retentionDays, logger, lockMs }: RecordsOptions) {
  const kept = { redis, retentionDays, now: Date.now };
  const runs = createRunStore(kept);
  const approvals = createApprovalStore(kept);
  const setAside = { mutes: createMuteStore(kept), baseline: createBaselineStore(redis), now: Date.now };
  const findings = createFindingStore({ ...kept, credit: createCredit({ runs, approvals }) });
  return {
    audits: withSetAsideSince(createAuditStore(kept), setAside),
    findings: withSetAside(findings, setAside),
    forget: createForget(kept),
    lives: createLifeStore({ ...kept, ...(lockMs === undefined ? {} : { lockMs }) }),
    mutes: setAside.mutes,
    baseline: setAside.baseline,
    messages: createMessageStore(redis, Date.now),
    digests: createDigestStore(redis),
    urgent: createUrgentStore(redis),
    workers: createWorkerRoster(redis, Date.now),
    approvals,
    runs,
    homes: createHomeStore(redis),
    copies: createCopyStore(runs),
    pause: createPauseStore(redis),
    trail: createTrail(kept),
    outbox: createOutbox({
      redis,
      now: Date.now,
      ...(lockMs === undefined ? {} : { lockMs }),
      onFailure: ({ error, ...failure }) => logger.error({ err: error, ...failure }, 'an event could not be handled'),
    }),
  };
}
