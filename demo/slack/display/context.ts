import type { Names } from './names.ts';

/** What is needed to show a message: names, the reader's time zone (IANA), the present (ms), addresses of files. */
export interface DisplayContext {
  names: Names;
  timeZone: string;
  now: number;
  /** Address of an uploaded image that needs no token. */
  fileUrl(idOrUrl: string): string | undefined;
}
