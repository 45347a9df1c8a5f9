import { createHash } from 'node:crypto';
import stringify from 'safe-stable-stringify';

/** What can be stored, hashed and signed. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** The same text for the same value, whatever the order of its keys. */
export const canonical = (value: Json): string => stringify(value) ?? 'null';

/** SHA-256 over the canonical text, 64 hexadecimal characters. */
export const hashOf = (value: Json): string => createHash('sha256').update(canonical(value)).digest('hex');
