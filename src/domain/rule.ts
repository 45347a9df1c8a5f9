import type { Evidence, Finding, Remediation, Resource, Severity, Status } from './finding.ts';
import type { Pack } from './pack.ts';
import type { Policy } from './policy.ts';
import type { StrategyMeta } from './remediation/strategy.ts';
import type { Target } from './target.ts';

export { type Pack, packs } from './pack.ts';

/** A ready-to-paste way to the same change. */
export interface Fix {
  readonly format: 'console' | 'cli' | 'cloudformation' | 'terraform';
  readonly title: string;
  /** Numbered steps for the console, text to paste otherwise. */
  readonly text: string;
}

export interface CauseText {
  /** Completes a headline: `3 clusters cannot be rewound`. */
  readonly headline: (count: number) => string;
  /** What to do, in a few words: `raise the window in place`. */
  readonly fix?: string;
  /** What is said of those that were fine before: `1 lost its backup plan`. */
  readonly lost?: (count: number) => string;
  /** What is said of those that were not known before: `1 new without Backtrack`. */
  readonly found?: (count: number) => string;
  /** A database that came to this may not be brought back: not to wait for tomorrow, where its tags say that it matters. */
  readonly urgent?: true;
}

/** What the bot knows of a rule without loading the AWS SDK. */
export interface RuleMeta {
  /** `<service>-<resource>-<state>`; the name of the rule's folder. */
  readonly id: string;
  readonly title: string;
  readonly pack: Pack;
  /** Names of the same check elsewhere: `RDS-034` (Conformity), `RDS.14` (Security Hub), Prowler ids. */
  readonly references: readonly string[];
  readonly severity: Severity;
  readonly resourceTypes: readonly string[];
  /** IAM actions that `evaluate` needs; the audit role's policy is generated from them. */
  readonly permissions: { readonly audit: readonly string[] };
  /** Why it matters, in two sentences. */
  readonly why: string;
  readonly causes: Readonly<Record<string, CauseText>>;
  readonly links: readonly { readonly title: string; readonly url: string }[];
  /** What the bot can do about a finding, by strategy id; a strategy that is not here is described by `fixes` only. */
  readonly strategies?: readonly StrategyMeta[];
  /** The change as console steps, AWS CLI, CloudFormation and Terraform, with this resource's own values. */
  readonly fixes: (finding: Finding) => readonly Fix[];
}

/** Constructor of an AWS SDK client, e.g. `RDSClient`. */
export type ClientClass<C> = new (configuration: never) => C;

/** What a rule is handed: nothing in it can write. */
export interface RuleContext {
  readonly target: Target;
  readonly policy: Policy;
  readonly now: Date;
  readonly signal: AbortSignal;
  /** A client of this target; equal calls of all rules share one request. Failed calls throw `AwsCallError`. */
  readonly client: <C>(type: ClientClass<C>) => C;
}

export interface Outcome {
  readonly resource: Resource;
  readonly status: Status;
  readonly cause: string;
  readonly reason: string;
  readonly evidence: Evidence;
  readonly remediation?: Remediation | null;
}

export interface Rule {
  readonly meta: RuleMeta;
  /** Yields a verdict per resource. Throwing ends this rule only: the rest becomes one `unknown` of the target. */
  readonly evaluate: (context: RuleContext) => AsyncIterable<Outcome>;
}
