import { generateKeyPairSync } from 'node:crypto';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSigner, createVerifier, isSigningKey, isVerifyKey, newKeyPair, verifyKeyOf } from './signing.ts';
import { keyPair } from './signing-key-file.ts';

const pair = newKeyPair();

describe('signatures', () => {
  it('hold for what was signed and for nothing else', () => {
    const { sign } = createSigner(pair.signingKey);
    const { verify } = createVerifier(pair.verifyKey);
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (said, other) => {
        const signature = sign(said);
        expect(verify(said, signature)).toBe(true);
        expect(verify(said, sign(said))).toBe(true);
        if (Buffer.from(said).equals(Buffer.from(other))) return;
        expect(verify(other, signature)).toBe(false);
        expect(verify(said, other)).toBe(false);
      }),
    );
  });

  it('of another key do not hold', () => {
    const { sign } = createSigner(newKeyPair().signingKey);
    expect(createVerifier(pair.verifyKey).verify('yes', sign('yes'))).toBe(false);
  });

  it('are verified with the public half, which cannot sign', () => {
    expect(verifyKeyOf(pair.signingKey)).toBe(pair.verifyKey);
    expect([isSigningKey(pair.signingKey), isVerifyKey(pair.signingKey)]).toEqual([true, false]);
    expect([isSigningKey(pair.verifyKey), isVerifyKey(pair.verifyKey)]).toEqual([false, true]);
    const rsa = generateKeyPairSync('rsa', { modulusLength: 2_048 });
    expect(isSigningKey(rsa.privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64'))).toBe(false);
    for (const text of ['', 'secret', 'MC4CAQAwBQYDK2VwBCIEIA==']) expect(isSigningKey(text)).toBe(false);
  });
});

describe('the key file', () => {
  let dir: string;
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'aurora-keys-'));
  });
  afterEach(() => rmSync(dir, { recursive: true }));
  const file = (folder = dir) => join(folder, 'signing-key');

  it('is made once, for its owner alone', () => {
    const data = join(dir, 'a', 'data');
    const first = keyPair(undefined, data);
    expect(statSync(file(data)).mode & 0o777).toBe(0o600);
    expect(readFileSync(file(data), 'utf8').trim()).toBe(first.signingKey);
    expect(keyPair(undefined, data)).toEqual(first);
    expect(first.verifyKey).toBe(verifyKeyOf(first.signingKey));
  });

  it('is not made when a key is given', () => {
    expect(keyPair(pair.signingKey, dir)).toEqual(pair);
    expect(existsSync(file())).toBe(false);
  });

  it('is refused when others can read it, when it is no key, and when the folder is none; no key is told', () => {
    const { signingKey } = keyPair(undefined, dir);
    chmodSync(file(), 0o640);
    expect(() => keyPair(undefined, dir)).toThrow(`others can read it: chmod 600 ${file()}`);
    expect(() => keyPair(undefined, dir)).not.toThrow(signingKey);
    chmodSync(file(), 0o600);
    writeFileSync(file(), 'nonsense');
    expect(() => keyPair(undefined, dir)).toThrow('it does not hold an Ed25519 private key');
    expect(() => keyPair(undefined, join(file(), 'x'))).toThrow('cannot be used as signing key (ENOTDIR');
  });
});
