import type { BaselinePreview } from '../domain/mute/baseline.ts';
import type { Muting } from '../domain/mute/list-mutes.ts';
import type { MuteSubject } from '../domain/mute/mute.ts';
import type { Previewed } from '../domain/mute/preview.ts';
import type { MuteSaid } from '../domain/mute/set-mute.ts';
import type { Meant } from '../domain/mute/subject-word.ts';
import type { MuteTime } from '../domain/mute/time.ts';
import type { Presser, Said } from './approval-desk.ts';

export interface MuteRequest {
  /** Of the mute to be made. */
  readonly id: string;
  readonly subject: MuteSubject;
  readonly time: MuteTime;
}

/** What somebody saw when he pressed Mute; exactly this is stored. */
export interface SeenEnd {
  readonly until: string;
  readonly spreadDays: number;
}

/**
 * All that listeners may do about what is set aside. It authorises each call by itself, at the time of the call. Texts
 * are sentences in mrkdwn, see `told`.
 */
export interface MuteDesk {
  readonly preview: (request: MuteRequest) => Promise<Previewed>;
  /** Why this person could not mute in an account, or nothing; asking is no attempt. */
  readonly whyNot: (by: Presser, accountId: string) => Promise<string | undefined>;
  readonly mute: (by: Presser, request: MuteRequest, seen: SeenEnd, reason: string) => Promise<MuteSaid>;
  readonly unmute: (by: Presser, muteId: string) => Promise<MuteSaid>;
  /** What is meant by a finding's id, a database's name or ARN, or `account:rule`. */
  readonly meant: (word: string) => Promise<Meant>;
  /** Those in force, with what each hides now. */
  readonly list: () => Promise<readonly Muting[]>;
  readonly previewBaseline: (by: Presser, auditId: string) => Promise<BaselinePreview>;
  readonly acceptBaseline: (by: Presser, auditId: string) => Promise<Said>;
  readonly forgetBaseline: (by: Presser) => Promise<Said>;
}
