import type { Identity, Principal } from './identity.ts';
import type { Pager } from './pages.ts';
import type { ServiceModel } from './protocol/model.ts';
import type { Protocol } from './protocol/protocol.ts';
import type { AccountState, AwsState, RegionState } from './state.ts';
import type { BucketLimits } from './throttle.ts';

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
  readonly authorise: (action: string, resource: string | undefined) => void;
}

/** One operation. Adding one is writing this and naming it in its service's `handlers`. */
export interface Operation<Input = unknown> {
  /** The ARN that IAM checks and names; absent for actions without a resource type. */
  resource?(input: Input, call: Call): string;
  /** Needs no permission, as GetCallerIdentity. */
  readonly unchecked?: boolean;
  /** Answers with the operation's output by the SDK's own names. Throws an `AwsError`. */
  run(input: Input, call: Call): object;
}

/** A service: its model, its protocol, the operations that are simulated, its request rate. */
export interface Service extends ServiceModel {
  readonly protocol: Protocol;
  readonly handlers: Readonly<Record<string, Operation>>;
  /** The Region of a service that has only one, whatever Region signed the request. */
  readonly homeRegion?: string;
  readonly limits: (account: AccountState) => BucketLimits;
}
