import type { Finding } from '../finding.ts';
import type { DigestContent, UrgentContent } from './content.ts';
import type { Edition, Told, ToldFilter, ToldPage } from './edition.ts';
import type { ChannelDigest, DigestPause } from './settings.ts';

/** What a channel sets about its digest; how far it has told is not among it. */
export type Configured = Omit<ChannelDigest, 'lastDate' | 'toldUpTo' | 'toldAt' | 'unscanned'>;

/** What is stored when a digest has been put together. */
export interface Telling {
  readonly editionId: string;
  readonly channelId: string;
  /** The date that has had its digest with it; none of one that somebody asked for. */
  readonly date?: string;
  readonly state: 'told' | 'silent';
  readonly content: DigestContent;
  /** Sequence number up to which the channel had been told, and is now. */
  readonly from: number | undefined;
  readonly upTo: number;
  readonly at: string;
  readonly told: readonly Told[];
}

/** `moved`: the channel has been told something else meanwhile, so it has to be put together anew. */
export type TellOutcome = 'stored' | 'moved' | 'already';

export interface DigestStore {
  readonly channel: (channelId: string) => Promise<ChannelDigest | undefined>;
  /** Every channel that has ever had one. */
  readonly channels: () => Promise<ChannelDigest[]>;
  readonly configure: (digest: Configured) => Promise<void>;
  /** Decides which worker sends a channel's digest of a date. Who has taken it and dies loses it after `holdMs`. */
  readonly claim: (channelId: string, date: string, holdMs: number) => Promise<boolean>;
  /** Stores a new edition; the same id twice is one, and the stored one is answered. */
  readonly open: (edition: Edition) => Promise<Edition>;
  readonly edition: (id: string) => Promise<Edition | undefined>;
  /** Names the audit that it waits for. */
  readonly waitFor: (id: string, auditId: string) => Promise<void>;
  /** Ids of the editions that wait for an audit. */
  readonly waitingFor: (auditId: string) => Promise<string[]>;
  /** Ids of the editions that have not been handed to Slack yet. */
  readonly underWay: () => Promise<string[]>;
  /** Stores what an edition says and moves its channel on, both or neither. */
  readonly tell: (telling: Telling) => Promise<TellOutcome>;
  /** Stores what an edition says that moves no channel on. */
  readonly keep: (id: string, content: UrgentContent, told: readonly Told[]) => Promise<void>;
  readonly setPicture: (id: string, pictureId: string) => Promise<void>;
  /** Its message is on its way: nothing more to do. */
  readonly handedOver: (id: string) => Promise<void>;
  readonly page: (id: string, filter: ToldFilter, page: number) => Promise<ToldPage | undefined>;
  /**
   * Turns a channel's digest off because this edition cannot be posted, and takes back that the channel was told; false
   * when it is off already.
   */
  readonly pause: (id: string, pause: DigestPause) => Promise<boolean>;
}

/** Something to tell at once, once. */
export interface UrgentNews {
  readonly transitionId: string;
  readonly lost: boolean;
  readonly finding: Finding;
  /** The tag by which it matters: `env=prod`. */
  readonly tag: string;
}

/** News of one channel that go into one message. */
export interface UrgentBatch {
  /** Names the message. */
  readonly name: string;
  readonly channelId: string;
  readonly news: readonly UrgentNews[];
}

export interface UrgentStore {
  /** The same transition twice in a channel is told once. News wait for others until `dueAt` (milliseconds). */
  readonly add: (channelId: string, news: UrgentNews, dueAt: number) => Promise<void>;
  /** What is due at `now`, and what was due before and is not told yet. */
  readonly due: (now: number) => Promise<UrgentBatch[]>;
  readonly told: (batch: UrgentBatch) => Promise<void>;
}
