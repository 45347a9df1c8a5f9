import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigurationError } from './domain/errors.ts';
import { isSigningKey, type KeyPair, newKeyPair, verifyKeyOf } from './signing.ts';

/**
 * The pair of keys for bot and workers: of the private key given, else of `signing-key` in the data folder, which is
 * made once, for its owner alone. Throws a ConfigurationError when that file cannot be used.
 */
export function keyPair(given: string | undefined, dataDir: string): KeyPair {
  const signingKey = given ?? fromFile(join(dataDir, 'signing-key'), dataDir);
  return { signingKey, verifyKey: verifyKeyOf(signingKey) };
}

function fromFile(file: string, dataDir: string): string {
  try {
    mkdirSync(dataDir, { recursive: true });
    return existsSync(file) ? read(file) : make(file);
  } catch (error) {
    if (error instanceof ConfigurationError) throw error;
    throw unusable(file, error instanceof Error ? error.message : String(error));
  }
}

function make(file: string): string {
  const { signingKey } = newKeyPair();
  writeFileSync(file, `${signingKey}\n`, { mode: 0o600, flag: 'wx' });
  return signingKey;
}

function read(file: string): string {
  // What others could read they could approve with.
  if ((statSync(file).mode & 0o077) !== 0) throw unusable(file, `others can read it: chmod 600 ${file}`);
  const key = readFileSync(file, 'utf8').trim();
  if (!isSigningKey(key)) throw unusable(file, 'it does not hold an Ed25519 private key; remove it to have one made');
  return key;
}

const unusable = (file: string, why: string): ConfigurationError =>
  new ConfigurationError([`${file}: cannot be used as signing key (${why})`]);
