import type { LifeStore } from '../../domain/life/ports.ts';
import type { MuteEvent } from '../../domain/mute/events.ts';
import type { Accepted } from '../../domain/mute/mute.ts';
import type { BaselineStore } from '../../domain/mute/ports.ts';
import { acceptedTransition } from '../../domain/mute/transitions.ts';
import type { AuditStore } from '../../domain/ports.ts';
import { batches } from './batches.ts';
import { type RefreshReportsDeps, refreshReports } from './refresh-reports.ts';

export interface AcceptBaselineDeps extends RefreshReportsDeps {
  readonly audits: Pick<AuditStore, 'failures'>;
  readonly baseline: Pick<BaselineStore, 'accept'>;
  readonly lives: Pick<LifeStore, 'append'>;
}

/** Takes the failures of an audit into the baseline, as far as they are still the same. Doing it twice is doing it once. */
export async function acceptBaseline(
  deps: AcceptBaselineDeps,
  { auditId, accountIds, by, at }: Extract<MuteEvent, { kind: 'accept' }>,
): Promise<void> {
  const accounts = new Set(accountIds);
  for await (const findings of batches(deps.audits.failures(auditId))) {
    const wanted = findings.filter(({ target }) => accounts.has(target.accountId));
    const entries = Object.fromEntries(wanted.map(({ id, cause }): [string, Accepted] => [id, { at, by, cause }]));
    const taken = new Set(await deps.baseline.accept(entries));
    await deps.lives.append(
      wanted.filter(({ id }) => taken.has(id)).map((each) => acceptedTransition(each, { at, by, cause: each.cause })),
    );
  }
  await refreshReports(deps, (accountId) => accounts.has(accountId));
}
