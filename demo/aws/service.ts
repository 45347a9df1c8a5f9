import type { Identity, Principal } from './identity.ts';
import type { Pager } from './pages.ts';
import type { ServiceModel } from './protocol/model.ts';
import type { Protocol } from './protocol/protocol.ts';
import type { Behaviour } from './rds/behaviour.ts';
import type { Told } from './request-context.ts';
import type { AccountState, AwsState, RegionState } from './state.ts';
import type { BucketLimits } from './throttle.ts';
import type { Effect, Wait } from './time.ts';

/** What an operation may use: who calls, where, and the state behind it. */
export interface Call {
  readonly principal: Principal;
  /** The caller's account. */
  readonly account: AccountState;
  readonly region: string;
  /** What the caller's account holds in the Region of the request. */
  readonly holdings: RegionState;
  readonly state: AwsState;
  readonly identity: Identity;
  readonly now: Date;
  /** Shortest session in seconds: 900 as in AWS, less where tests let sessions run out. */
  readonly minSessionSeconds: number;
  readonly paginate: Pager;
  /** Throws the service's access denied error unless the caller may also perform this. */
  readonly authorise: (action: string, resource: string | undefined, told?: Told) => void;
  /** Lets something happen once AWS has taken its time. */
  readonly later: (wait: Wait | readonly Wait[], effect: Effect) => void;
  /** How many milliseconds of the clock AWS takes for these, one behind the other. */
  readonly waitMs: (...waits: readonly Wait[]) => number;
  /** Lets something happen at a time of the clock. */
  readonly at: (time: Date, effect: Effect) => void;
  readonly behaviour: Behaviour;
  /** From now on what goes on in the databases of the Region is worked out. */
  readonly watch: () => void;
  /** The state that a fault wants what this call starts to end in. */
  readonly ending: Ending | undefined;
}

/** What becomes of something that AWS has accepted. */
export interface Ending {
  readonly state: string;
  readonly message: string | undefined;
}

/** One operation. Adding one is writing this and naming it in its service's `handlers`. */
export interface Operation<Input = unknown> {
  /** The ARN that IAM checks and names, or several; absent for actions without a resource type. */
  resource?(input: Input, call: Call): string | readonly string[];
  /** What the input tells IAM, such as the tags that it sets. */
  told?(input: Input, call: Call): Told;
  /** Needs no permission, as GetCallerIdentity. */
  readonly unchecked?: boolean;
  /** Answers with the operation's output by the SDK's own names. Throws an `AwsError`. */
  run(input: Input, call: Call): object;
}

/** A service by its SigV4 name: its model, its protocol, the operations that are simulated, its request rate. */
export interface Service extends ServiceModel {
  readonly protocol: Protocol;
  readonly handlers: Readonly<Record<string, Operation>>;
  /** The prefix of its IAM actions, and its name in the request log and in faults, when it is not the SigV4 name. */
  readonly prefix?: string;
  /** The Region of a service that has only one, whatever Region signed the request. */
  readonly homeRegion?: string;
  readonly limits: (account: AccountState) => BucketLimits;
}
