import type { MayDecide } from './approval/may-decide.ts';
import type { ApprovalSight } from './approval/ports.ts';
import type { Audit, AuditState, Requester, ScanReport, TargetResult } from './audit.ts';
import type { Capability } from './capability.ts';
import type { AuditDocument } from './exports/document.ts';
import type { ExportFormat } from './exports/formats.ts';
import type { Finding } from './finding.ts';
import type { Home } from './home/home.ts';
import type { ListQuery } from './listing.ts';
import type { FindingsPage, MessageCopy, MessageRecord, PageFilter, Subject, View } from './message.ts';
import type { ClientClass } from './rule.ts';
import type { Series } from './series.ts';
import type { AuditSummary, FindingRef } from './tally.ts';
import type { Target } from './target.ts';

/** Read access to one account and Region, for one scan. */
export interface TargetSession {
  readonly client: <C>(type: ClientClass<C>) => C;
  /** HTTP requests sent so far, retries included. */
  readonly requests: () => number;
  /** Calls that AWS answered. */
  readonly answered: () => number;
  readonly close: () => void;
}

/** The audit role. What it opens can only read. */
export interface AuditAccess {
  /** Throws AwsCallError when the account cannot be entered. */
  readonly open: (target: Target, signal: AbortSignal) => Promise<TargetSession>;
}

/** Who a remediation acts for: named in CloudTrail as source identity and session tags. */
export interface OnBehalfOf {
  readonly remediationId: string;
  /** Slack user id whose approval completed it. */
  readonly approvedBy: string;
  readonly approvers: readonly string[];
  /** ARNs that this run may touch; the session is cut down to them. */
  readonly resources: readonly string[];
  readonly actions: readonly string[];
  /** What the stage needs; `retire` is entered by a role of its own. */
  readonly capability: Capability;
}

/** The remediation role, and the retire role: another port than AuditAccess, so that a scan cannot write. */
export interface RemediationAccess {
  /** `guard` is asked before each call that is not a read; when it throws, the call is not sent. */
  readonly open: (
    target: Target,
    onBehalfOf: OnBehalfOf,
    guard: (action: string) => Promise<void>,
    signal: AbortSignal,
  ) => Promise<TargetSession>;
}

/** Spreads requests over time, for all processes that share the limit. */
export interface RateLimit {
  /** Resolves when one more request under `key` is allowed; rejects when `signal` aborts. */
  readonly take: (key: string, signal?: AbortSignal) => Promise<void>;
  /** Takes one if there is room and answers 0; otherwise the milliseconds until there may be. */
  readonly tryTake: (key: string) => Promise<number>;
}

export type OpenedAudit =
  | { readonly outcome: 'opened' | 'already-open'; readonly audit: Audit }
  | { readonly outcome: 'same-scope-running'; readonly audit: Audit };

export interface AuditStore {
  /** Stores a requested audit, unless one of the same scope is still running. The same id twice is one audit. */
  readonly open: (audit: Audit) => Promise<OpenedAudit>;
  readonly get: (auditId: string) => Promise<Audit | undefined>;
  readonly start: (auditId: string, targets: readonly Target[], at: string) => Promise<void>;
  readonly saveTarget: (auditId: string, report: ScanReport) => Promise<void>;
  /** Keys of the targets that have a result. */
  readonly doneTargets: (auditId: string) => Promise<string[]>;
  readonly report: (auditId: string, target: Target) => Promise<ScanReport | undefined>;
  readonly finish: (auditId: string, summary: AuditSummary, refs: readonly FindingRef[], at: string) => Promise<void>;
  /** Adds a reported audit up anew, because something of it was set aside since. */
  readonly refresh: (auditId: string, summary: AuditSummary, refs: readonly FindingRef[]) => Promise<void>;
  /** What failed and was not set aside when it was last added up; none when the details are not kept any more. */
  readonly failures: (auditId: string) => AsyncIterable<Finding>;
  /** Ends an audit that could not be carried out; its scope is free again. */
  readonly fail: (auditId: string, problem: string, at: string) => Promise<void>;
  readonly summary: (auditId: string) => Promise<AuditSummary | undefined>;
  readonly page: (auditId: string, filter: PageFilter, page: number) => Promise<FindingsPage | undefined>;
  /** Audits in a state since before `before` (milliseconds since the epoch). */
  readonly stale: (state: AuditState, before: number) => Promise<string[]>;
}

export interface LatestTarget {
  readonly result: TargetResult;
  readonly auditId: string;
  /** When it was last tried. */
  readonly scannedAt: string;
  /** When it was last scanned; unset while it never has been. */
  readonly lastScannedAt?: string;
}

/** The newest verdicts, whatever audit they come from. */
export interface FindingStore {
  /**
   * Takes over a scan's verdicts and, in the same step, logs what has happened to each finding since the last one.
   * `at` is when the scan began: what a newer one has read stays. What a rule that could not list everything did not
   * come upon stays, too.
   */
  readonly replace: (auditId: string, ruleIds: readonly string[], report: ScanReport, at: string) => Promise<void>;
  readonly get: (findingId: string) => Promise<Finding | undefined>;
  readonly list: () => AsyncIterable<Finding>;
  readonly targets: () => Promise<LatestTarget[]>;
}

export interface MessageStore {
  /** Creates the message, or leaves an existing one of that id as it is. */
  readonly create: (id: string, subject: Subject, copy: MessageCopy, fallbackUserId: string) => Promise<void>;
  readonly get: (id: string) => Promise<MessageRecord | undefined>;
  /** Counts the version up: something that the message shows has changed. */
  readonly touch: (id: string) => Promise<void>;
  readonly setSubject: (id: string, subject: Subject) => Promise<void>;
  /** False when the message is shown there already. */
  readonly addCopy: (id: string, copy: MessageCopy) => Promise<boolean>;
  readonly saveCopy: (id: string, copy: MessageCopy, insteadOf?: string) => Promise<void>;
  readonly rendered: (id: string, version: number, at: number) => Promise<void>;
  /** Ids of messages that show less than is known. */
  readonly behind: () => Promise<string[]>;
  /** Runs `work` while nobody else renders this message; false when somebody does. */
  readonly locked: (id: string, work: () => Promise<void>) => Promise<boolean>;
}

export interface WorkerInfo {
  readonly id: string;
  readonly estateHash: string;
  readonly seenAt: number;
}

export interface WorkerRoster {
  readonly beat: (worker: Omit<WorkerInfo, 'seenAt'>) => Promise<void>;
  readonly leave: (id: string) => Promise<void>;
  /** Workers heard of within the last minute. */
  readonly alive: () => Promise<WorkerInfo[]>;
}

export interface ExportRequest {
  readonly auditId: string;
  readonly format: ExportFormat;
  readonly channelId: string;
  readonly threadTs?: string | undefined;
  readonly requestedBy: Requester;
}

/** The newest verdicts as a file, for whoever asked. */
export interface ReportRequest extends ListQuery {
  /** Of the command, so that a command delivered twice is one file. */
  readonly requestId: string;
  readonly format: ExportFormat;
  readonly requestedBy: Requester;
}

export interface PageExtras {
  /** What the document is limited to, in words. */
  readonly scope?: string | undefined;
  /** Open findings per day, of the same findings as the document's. */
  readonly series?: Series | undefined;
}

/** Makes the page that a browser shows. */
export type WritePage = (document: AuditDocument, extras?: PageExtras) => Promise<string>;

/** Adding a job twice under the same subject is one job. Throws QueueUnavailable or QueueUncertain. */
export interface JobQueue {
  readonly startAudit: (auditId: string) => Promise<void>;
  readonly scanTargets: (auditId: string, targets: readonly Target[]) => Promise<void>;
  readonly renderMessage: (messageId: string) => Promise<void>;
  /** Works on a digest until it has to wait for something. */
  readonly sendDigest: (digestId: string) => Promise<void>;
  /** Adds a reported audit up anew and shows it; one that comes while it is at work is done once more afterwards. */
  readonly refreshReport: (auditId: string) => Promise<void>;
  readonly exportAudit: (request: ExportRequest) => Promise<void>;
  readonly exportReport: (request: ReportRequest) => Promise<void>;
  /** Sends the audit trail as a file to whoever asked. */
  readonly exportTrail: (request: TrailRequest) => Promise<void>;
  /** Plans (again) with a fresh read and fills the modal that waits for it. */
  readonly planRemediation: (request: PlanRequest) => Promise<void>;
  /** One turn of a run; the same run and turn twice is once. */
  readonly applyRemediation: (runId: string, turn: number, delayMs?: number) => Promise<void>;
  /** Draws a person's App Home anew; many requests in a row are one. */
  readonly publishHome: (userId: string) => Promise<void>;
  /** Sends the transition of this number to the webhook; the same number twice is once. */
  readonly deliverWebhook: (seq: number) => Promise<void>;
  /** Judges the findings of a finished run once more; the same run and count twice is once. */
  readonly judgeAgain: (runId: string, count: number, delayMs: number) => Promise<void>;
  /** Does what a run's plan foresees for later, due at `at` (ISO 8601), as far as it is needed. */
  readonly lookAfter: (runId: string, stage: string, at: string) => Promise<void>;
}

/** Sends one signed message. Rejects when the receiver cannot be reached. `at` is the time of this attempt. */
export type WebhookSender = (message: {
  readonly id: string;
  readonly body: string;
  readonly at: Date;
  readonly signal: AbortSignal;
}) => Promise<{ readonly taken: true } | { readonly taken: false; readonly status: number; readonly askedMs: number }>;

export interface TrailRequest {
  /** ISO 8601; both ends belong to it. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly requestedBy: Requester;
}

export interface PlanRequest {
  readonly approvalId: string;
  /** The modal that says "Planning…", and who looks at it. */
  readonly view?: { readonly viewId: string; readonly userId: string };
}

/** What the approval modal shows to the one person who has it open. */
export interface ModalContent {
  readonly sight: ApprovalSight;
  readonly viewer: { readonly userId: string; readonly may: MayDecide };
}

export interface Place {
  readonly channelId: string;
  readonly threadTs?: string | undefined;
}

export interface FileToSend {
  readonly name: string;
  readonly content: string | Buffer;
  readonly comment: string;
  /** What a picture shows, for people who do not see it. */
  readonly altText?: string;
}

export interface PictureToSend {
  readonly name: string;
  readonly png: Buffer;
  readonly altText: string;
}

/** Slack's id of the picture, or why there is none, in words for the log. */
export type PictureUpload = { readonly fileId: string } | { readonly refused: string };

/**
 * Writes to Slack. Throws PlaceUnavailable when it may not, TryAgainIn when Slack asks to wait, PictureNotReady when
 * a message shows a picture that Slack does not take.
 */
export interface Notifier {
  /** `mark` is how `find` knows it again. Throws PostUncertain when Slack did not say whether it took it. */
  readonly post: (place: Place, view: View, mark?: string) => Promise<{ channelId: string; ts: string }>;
  /**
   * A message of ours that was posted with this mark since `sentAt` (milliseconds since the epoch). Undefined when Slack
   * shows none, or may not tell us what it shows.
   */
  readonly find: (place: Place, mark: string, sentAt: number) => Promise<{ channelId: string; ts: string } | undefined>;
  readonly update: (place: { channelId: string; ts: string }, view: View) => Promise<void>;
  /** Channel id of the conversation with a person. */
  readonly directMessage: (userId: string) => Promise<string>;
  /** Replaces what an open modal shows; false when it has been closed meanwhile. */
  readonly updateModal: (viewId: string, modal: ModalContent) => Promise<boolean>;
  /** Draws a person's App Home. */
  readonly publishHome: (home: Home) => Promise<void>;
  /** Puts a file where people see it, and answers Slack's id of it. */
  readonly upload: (place: Place, file: FileToSend) => Promise<{ readonly fileId: string }>;
  /**
   * Hands a picture to Slack without showing it anywhere, for an `image` block with `slack_file: { id }` in a later post
   * or update. Never throws: no message has to wait for its picture.
   */
  readonly uploadPicture: (picture: PictureToSend) => Promise<PictureUpload>;
}
