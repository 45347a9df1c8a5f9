import type { TargetError, TargetResult } from '../audit.ts';
import { type Finding, needsSomeone, type Status } from '../finding.ts';

/** One account in numbers, as its newest verdicts have it. */
export interface AccountPosture {
  readonly id: string;
  readonly name: string;
  readonly needsSomeone: number;
  /** Known since the baseline; they are among those that need someone. */
  readonly accepted: number;
  readonly muted: number;
  readonly exempt: number;
  /** Neither muted nor exempt. */
  readonly byStatus: Readonly<Record<Status, number>>;
  readonly targets: number;
  readonly failedTargets: number;
  /** Why one of them could not be scanned. */
  readonly trouble?: TargetError;
  /** The oldest verdicts of the account are from then; unset before its first audit. ISO 8601. */
  readonly readSince?: string;
}

type Counted = { -readonly [K in keyof AccountPosture]: AccountPosture[K] } & { byStatus: Record<Status, number> };

/** Adds up the newest verdicts of the configured accounts, those that need the most first. */
export function createPosture(accounts: readonly { readonly id: string; readonly name: string }[]) {
  const byId = new Map<string, Counted>(
    accounts.map(({ id, name }) => [
      id,
      {
        id,
        name,
        needsSomeone: 0,
        accepted: 0,
        muted: 0,
        exempt: 0,
        byStatus: { pass: 0, fail: 0, 'not-applicable': 0, unknown: 0 },
        targets: 0,
        failedTargets: 0,
      },
    ]),
  );
  return {
    target({ result, scannedAt }: { readonly result: TargetResult; readonly scannedAt: string }): void {
      const account = byId.get(result.target.accountId);
      if (account === undefined) return;
      account.targets += 1;
      if (account.readSince === undefined || scannedAt < account.readSince) account.readSince = scannedAt;
      if (result.error === undefined) return;
      account.failedTargets += 1;
      account.trouble ??= result.error;
    },
    finding(finding: Pick<Finding, 'target' | 'status' | 'exempt' | 'muted' | 'accepted'>): void {
      const account = byId.get(finding.target.accountId);
      if (account === undefined) return;
      if (finding.exempt !== undefined) account.exempt += 1;
      else if (finding.muted !== undefined) account.muted += 1;
      else account.byStatus[finding.status] += 1;
      if (!needsSomeone(finding)) return;
      account.needsSomeone += 1;
      if (finding.accepted !== undefined) account.accepted += 1;
    },
    list: (): AccountPosture[] =>
      [...byId.values()].sort(
        (a, b) => b.needsSomeone - a.needsSomeone || b.failedTargets - a.failedTargets || (a.name < b.name ? -1 : 1),
      ),
  };
}
