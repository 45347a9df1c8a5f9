/** Why an AWS call could not be used, in the words that decide what happens next. */
export type AwsFailureKind =
  | 'denied' // the role may not do this: an answer for a person, never retried
  | 'credentials' // no credentials, or AWS does not know them
  | 'role' // the role of the target account cannot be assumed
  | 'region-disabled' // the Region is not enabled in the account
  | 'throttled'
  | 'server' // AWS answered with 5xx
  | 'network' // no answer
  | 'unparseable' // an answer that is neither XML nor JSON, or lacks what the API always sends
  | 'refused'; // AWS understood and said no (InvalidParameterValue, …NotFound, …)

export interface AwsFailure {
  readonly kind: AwsFailureKind;
  /** IAM action, e.g. `rds:DescribeDBClusters`. */
  readonly action: string;
  /** AWS's own code, e.g. `AccessDenied`. */
  readonly code: string;
  /** AWS's own words. */
  readonly detail: string;
  /** ARN or name of the role that was in use, when known. */
  readonly role?: string | undefined;
}

const transientKinds: ReadonlySet<AwsFailureKind> = new Set(['throttled', 'server', 'network']);

/** An AWS call failed. `message` is one sentence that a person can act on. */
export class AwsCallError extends Error {
  override readonly name = 'AwsCallError';
  readonly failure: AwsFailure;

  /** The SDK's own error is left behind on purpose: it carries the request, with credentials and the external id. */
  constructor(failure: AwsFailure) {
    super(explainFailure(failure));
    this.failure = failure;
  }

  /** True when the same call may succeed a moment later. */
  get transient(): boolean {
    return transientKinds.has(this.failure.kind);
  }
}

function explainFailure({ kind, action, code, detail, role }: AwsFailure): string {
  const who = role === undefined ? 'the credentials in use' : `role ${role}`;
  switch (kind) {
    case 'denied':
      return `${who} may not call ${action} (${code}); allow it in the role's policy`;
    case 'credentials':
      return `no usable AWS credentials for ${action} (${code}): ${detail}`;
    case 'role':
      return `${who} cannot be assumed (${code}); deploy it there and compare its trust policy and external id`;
    case 'region-disabled':
      return `this Region is not enabled in the account (${code}); enable it, or take it out of accounts.yaml`;
    case 'throttled':
      return `AWS throttled ${action} (${code}) and went on doing so`;
    case 'server':
      return `AWS failed to answer ${action} (${code})`;
    case 'network':
      return `no connection to AWS for ${action} (${code})`;
    case 'unparseable':
      return `the answer to ${action} could not be read: ${detail}`;
    case 'refused':
      return `AWS refused ${action} (${code}): ${detail}`;
  }
}

/** Trying again cannot help: the queue gives up at once. */
export class PermanentError extends Error {
  override readonly name = 'PermanentError';
}

/** A step that has ended somewhere else than where it began: its message also says how things are now, and what to do. */
export class Settled extends PermanentError {}

/** Not now; the queue puts the job back for `delayMs` milliseconds without counting an attempt. */
export class TryAgainIn extends Error {
  override readonly name = 'TryAgainIn';
  readonly delayMs: number;

  constructor(delayMs: number, why: string) {
    super(why);
    this.delayMs = delayMs;
  }
}

/** Redis cannot be reached, so nothing was started. */
export class QueueUnavailable extends Error {
  override readonly name = 'QueueUnavailable';
}

/** Redis did not answer in time: the job may or may not be queued. Its fixed id settles that later. */
export class QueueUncertain extends Error {
  override readonly name = 'QueueUncertain';
}

/** A person or channel that Slack will not let us write to. `code` is Slack's own error. */
export class PlaceUnavailable extends Error {
  override readonly name = 'PlaceUnavailable';
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** A post was sent, and nobody knows whether Slack took it. */
export class PostUncertain extends Error {
  override readonly name = 'PostUncertain';
  /** Slack has answered, if badly: it is not still on its way. */
  readonly answered: boolean;

  constructor(answered: boolean, cause: unknown) {
    super(`it is not known whether a message was posted: ${cause instanceof Error ? cause.message : String(cause)}`);
    this.answered = answered;
    this.cause = cause;
  }
}

/** Slack will not show a message because of its picture, and has been given some seconds for it: post it without. */
export class PictureNotReady extends Error {
  override readonly name = 'PictureNotReady';
}

/** The process may not start; `faults` is everything that is wrong, each one a sentence with its place. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super(faults.join('\n'));
    this.faults = faults;
  }
}

/** A call that would have changed something was not sent. */
export abstract class NotSent extends Error {}

/** Another worker holds the lease of this run, or ours ran out: nothing more may be written. */
export class LeaseLost extends NotSent {
  override readonly name = 'LeaseLost';
}

/** The pause switch is set: nothing is applied while it is. */
export class ApplyingPaused extends NotSent {
  override readonly name = 'ApplyingPaused';
}

/** Slack did not tell who somebody is, so nobody may decide. */
export class PeopleUnavailable extends Error {
  override readonly name = 'PeopleUnavailable';
}
