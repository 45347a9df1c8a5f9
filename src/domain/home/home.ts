import type { ApprovalSight } from '../approval/ports.ts';
import type { Mute } from '../mute/mute.ts';
import type { KeptCopy } from '../remediation/made.ts';
import type { Pause } from '../remediation/ports.ts';
import type { AccountPosture } from './posture.ts';

/** The last daily digest of a channel. */
export interface HomeDigest {
  readonly channelId: string;
  readonly headline: string;
}

/** What one person sees in the App Home. */
export interface Home {
  readonly userId: string;
  /** Approvals that this person may decide or start now, the oldest first. */
  readonly waiting: readonly ApprovalSight[];
  /** Open ones that this person asked for and that wait for others. */
  readonly requested: readonly ApprovalSight[];
  readonly running: readonly ApprovalSight[];
  readonly copies: readonly KeptCopy[];
  readonly accounts: readonly AccountPosture[];
  /** Those that end within a week. */
  readonly mutesEnding: readonly Mute[];
  /** Of channels whose digest is on. */
  readonly digests: readonly HomeDigest[];
  readonly paused: Pause | undefined;
  /** Why nothing would happen now, such as that no worker runs. */
  readonly warning: string | undefined;
}

export const hasBeenAudited = ({ accounts }: Pick<Home, 'accounts'>): boolean =>
  accounts.some(({ targets }) => targets > 0);

/** Who has opened the Home tab, and whether what it shows has changed since it was drawn. Times in milliseconds. */
export interface HomeStore {
  readonly opened: (userId: string, at: number) => Promise<void>;
  readonly viewers: (since: number) => Promise<string[]>;
  /** Something that Homes show has changed. */
  readonly touch: () => Promise<void>;
  /** Number of the newest change that Homes have not been drawn for; undefined when there is none. */
  readonly behind: () => Promise<number | undefined>;
  readonly refreshed: (change: number) => Promise<void>;
  /** Hash of what the person sees. */
  readonly shows: (userId: string) => Promise<string | undefined>;
  readonly shown: (userId: string, contentHash: string) => Promise<void>;
}
