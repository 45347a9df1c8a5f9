import type { Json } from '../json.ts';

/** Where a message came from. */
export type MessageOrigin =
  | 'chat.postMessage'
  | 'chat.postEphemeral'
  | 'ack'
  | 'response_url'
  | 'file'
  | 'user'
  | 'slackbot';

export interface MessageContent {
  text: string;
  blocks: Json[];
  attachments: Json[];
  metadata?: Json;
}

/** A message as its author sent it, not as the local UI shows it. */
export interface StoredMessage extends MessageContent {
  channel: string;
  ts: string;
  user: string;
  isBot: boolean;
  origin: MessageOrigin;
  threadTs?: string;
  /** Set when only this person sees it. */
  ephemeralTo?: string;
  /** Uploaded files, newest state. */
  files: Json[];
  /** How often the content was replaced. */
  edits: number;
  /** Earlier contents, oldest first. */
  earlier: MessageContent[];
  deleted: boolean;
}

export type NewMessage = Pick<StoredMessage, 'channel' | 'ts' | 'user' | 'isBot' | 'origin'> &
  Partial<MessageContent> & { threadTs?: string | undefined; ephemeralTo?: string | undefined; files?: Json[] };

export interface MessageStore {
  add(message: NewMessage): StoredMessage;
  find(channel: string, ts: string): StoredMessage | undefined;
  replace(message: StoredMessage, content: Partial<MessageContent>): void;
  remove(message: StoredMessage): void;
  /** Every message ever, in order of arrival, deleted and ephemeral ones too. */
  all(): StoredMessage[];
  clear(): void;
}

export function createMessageStore(): MessageStore {
  const list: StoredMessage[] = [];
  return {
    add: ({ threadTs, ephemeralTo, ...given }) => {
      const message: StoredMessage = {
        text: '',
        blocks: [],
        attachments: [],
        files: [],
        edits: 0,
        earlier: [],
        deleted: false,
        ...given,
        ...(threadTs === undefined ? {} : { threadTs }),
        ...(ephemeralTo === undefined ? {} : { ephemeralTo }),
      };
      list.push(message);
      return message;
    },
    find: (channel, ts) => list.find((each) => each.channel === channel && each.ts === ts && !each.deleted),
    replace: (message, content) => {
      const { text, blocks, attachments, metadata } = message;
      message.earlier.push({ text, blocks, attachments, ...(metadata === undefined ? {} : { metadata }) });
      Object.assign(message, content);
      message.edits += 1;
    },
    remove: (message) => {
      message.deleted = true;
    },
    all: () => [...list],
    clear: () => {
      list.length = 0;
    },
  };
}
