import type { Capability, RiskLevel } from '../capability.ts';

/** What the remediation role's policy narrows an action to. `*` and no condition when nothing is said. */
export interface PermissionScope {
  /** ARNs with wildcards. */
  readonly resources?: readonly string[];
  /** Only on what a person has confirmed in AWS, where the policy asks for that: it carries the confirming tag. */
  readonly confirmed?: true;
  /** IAM condition block: operator → key → value. */
  readonly condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/** A part of a remediation with its own plan and approval, as far as it is known without the AWS SDK. */
export interface StageMeta {
  readonly id: string;
  /** What its button and its messages call it, in the imperative: `Add the missing backup tag`. */
  readonly title: string;
  /** What its button says, where that is not its title. */
  readonly label?: string;
  /** Stages of its strategy after whose verified run it is offered. The first stage has none: a finding offers it. */
  readonly after?: readonly string[];
  /** Stages after whose failed or stopped run it is offered, because that may have left something behind. */
  readonly afterFailed?: readonly string[];
  /** Once one of these has followed the same run, it is not offered any more; itself, unless told. */
  readonly unless?: readonly string[];
  /** Nobody presses it: plans of other stages foresee it for later. */
  readonly byItself?: true;
  /** Planned also where the account has not opted in: it is shown with its commands, and cannot be approved. */
  readonly showsCommands?: true;
  readonly risk: RiskLevel;
  /** What the account must have opted in to. */
  readonly capability: Capability;
  /** IAM actions its steps need; the remediation role's policy and each run's session policy are made from them. */
  readonly permissions: readonly string[];
  /** By action; reads need none. Any one of several is enough. */
  readonly scopes?: Readonly<Record<string, PermissionScope | readonly PermissionScope[]>>;
  /** Whether one review may cover many findings of the same cause. Additive stages only. */
  readonly many: boolean;
}

/** One way to mend a finding. Its first stage is what a finding offers; each other one says what it follows. */
export interface StrategyMeta {
  readonly id: string;
  readonly title: string;
  readonly stages: readonly StageMeta[];
  /** Another strategy of the rule, offered when this one's first stage has failed: AWS may not take every way. */
  readonly instead?: string;
  /** Reads that planning needs beyond the rule's own; they go to the audit role. */
  readonly planPermissions?: readonly string[];
}
