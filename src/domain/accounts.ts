import type { AccountsFile, ExemptionRule } from './accounts-schema.ts';
import type { Capability, RiskLevel } from './capability.ts';
import { defined } from './defined.ts';
import type { Pack } from './pack.ts';
import { defaultPolicy, mergePolicy, type Policy } from './policy.ts';
import type { Route } from './routing.ts';

export interface Approvers {
  readonly users: readonly string[];
  readonly groups: readonly string[];
  readonly minApprovals: Readonly<Record<RiskLevel, number>>;
}

/** An account with every default applied. */
export interface Account {
  readonly id: string;
  readonly name: string;
  readonly regions: readonly string[];
  /** Undefined: the process's own credentials are used, and only auditing is possible. */
  readonly auditRole?: string | undefined;
  readonly remediationRole?: string | undefined;
  readonly retireRole?: string | undefined;
  readonly externalId?: string | undefined;
  readonly capabilities: readonly Capability[];
  readonly packs: readonly Pack[];
  readonly policy: Policy;
  readonly approvers: Approvers;
}

export interface Estate {
  readonly accounts: readonly Account[];
  readonly exemptions: readonly ExemptionRule[];
  /** Which channel a finding is at home in; the first match counts. */
  readonly routes: readonly Route[];
  readonly retentionDays: number;
  /** Changes whenever the file's meaning changes; bot and worker compare it. */
  readonly hash: string;
}

const defaultMinApprovals = { additive: 1, 'live-change': 1, disruptive: 2, destructive: 2 };

/** Applies the file's defaults to each account. */
export function resolveAccounts(file: AccountsFile): Account[] {
  const { defaults } = file;
  return file.accounts.map((entry) => ({
    auditRole: entry.auditRole ?? defaults.auditRole,
    remediationRole: entry.remediationRole ?? defaults.remediationRole,
    retireRole: entry.retireRole ?? defaults.retireRole,
    externalId: entry.externalId ?? defaults.externalId,
    id: entry.id,
    name: entry.name ?? entry.id,
    regions: entry.regions ?? defaults.regions ?? [],
    capabilities: entry.capabilities ?? defaults.capabilities ?? ['audit'],
    packs: entry.packs ?? defaults.packs ?? ['recoverability'],
    policy: mergePolicy(defaults.policy, entry.policy),
    approvers: {
      users: entry.approvers?.users ?? defaults.approvers?.users ?? [],
      groups: entry.approvers?.groups ?? defaults.approvers?.groups ?? [],
      minApprovals: {
        ...defaultMinApprovals,
        ...defined(defaults.approvers?.minApprovals),
        ...defined(entry.approvers?.minApprovals),
      },
    },
  }));
}

/** The account that the caller's own credentials belong to, with every default: it can be audited, not changed. */
export function ownEstate(accountId: string, regions: readonly string[]): Pick<Estate, 'accounts' | 'exemptions'> {
  const account: Account = {
    id: accountId,
    name: accountId,
    regions,
    capabilities: ['audit'],
    packs: ['recoverability'],
    policy: defaultPolicy,
    approvers: { users: [], groups: [], minApprovals: defaultMinApprovals },
  };
  return { accounts: [account], exemptions: [] };
}
