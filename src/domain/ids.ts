import { createHash } from 'node:crypto';

const alphabet = 'abcdefghjkmnpqrstvwxyz23456789';

/**
 * A short id that people can read aloud, the same for the same seed. Eight characters of 30 make
 * 6.6e11 ids; callers refuse an id that is taken.
 */
export function shortId(seed: string): string {
  const digest = createHash('sha256').update(seed).digest();
  return Array.from(digest.subarray(0, 8), (byte) => alphabet[byte % alphabet.length]).join('');
}
