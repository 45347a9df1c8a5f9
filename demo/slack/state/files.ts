import { randomBytes } from 'node:crypto';

/** An uploaded file with its bytes, so that tests can read what the bot sent. */
export interface StoredFile {
  id: string;
  name: string;
  title: string;
  mimetype: string;
  altText: string;
  bytes: Buffer;
  /** Whether the bytes have arrived. */
  uploaded: boolean;
  /** From when on messages may show it, in ms; unset until its upload is completed. */
  readyAt?: number;
  /** Set when `files.completeUploadExternal` shared it. */
  channel?: string;
  threadTs?: string;
  /** Address that works in the local UI without a token. */
  publicUrl?: string;
  privateUrl?: string;
}

export interface FileShelf {
  /** Expects the bytes of a new file. @returns the last part of its upload address */
  expect(file: { id: string; name: string; altText: string; uploadTo: string }): string;
  /** The file that an upload address is for, and where local Slack wants its bytes. */
  byTicket(ticket: string): { file: StoredFile; uploadTo: string } | undefined;
  find(idOrUrl: string): StoredFile | undefined;
  all(): StoredFile[];
}

const typeOf = (name: string): string => {
  const extension = /\.(\w+)$/.exec(name)?.[1]?.toLowerCase() ?? '';
  const known: Record<string, string> = { png: 'image/png', jpg: 'image/jpeg', jpeg: 'image/jpeg', gif: 'image/gif' };
  return known[extension] ?? (/^(csv|txt|json|ya?ml|md)$/.test(extension) ? 'text/plain' : 'application/octet-stream');
};

export function createFileShelf(): FileShelf {
  const files: StoredFile[] = [];
  const tickets = new Map<string, { file: StoredFile; uploadTo: string }>();
  return {
    expect: ({ id, name, altText, uploadTo }) => {
      const file = { id, name, title: name, mimetype: typeOf(name), altText, bytes: Buffer.alloc(0), uploaded: false };
      const ticket = randomBytes(16).toString('hex');
      files.push(file);
      tickets.set(ticket, { file, uploadTo });
      return ticket;
    },
    byTicket: (ticket) => tickets.get(ticket),
    find: (idOrUrl) => files.find((file) => [file.id, file.publicUrl, file.privateUrl].includes(idOrUrl)),
    all: () => [...files],
  };
}

/** Slack takes png, jpg, jpeg and gif as `slack_file`. Undefined when it does not know the file, or not yet. */
export function isImageFile(shelf: FileShelf, idOrUrl: string, now: number): boolean | undefined {
  const file = shelf.find(idOrUrl);
  return file?.readyAt === undefined || file.readyAt > now ? undefined : file.mimetype.startsWith('image/');
}
