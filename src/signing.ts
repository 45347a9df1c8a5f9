import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign, verify } from 'node:crypto';
import type { Signer, Verifier } from './domain/approval/ports.ts';

/** Both in base64, so that each is one word of an environment variable. */
export interface KeyPair {
  /** PKCS #8, DER: for the bot alone. */
  readonly signingKey: string;
  /** SubjectPublicKeyInfo, DER: for the workers. */
  readonly verifyKey: string;
}

const privateKey = (base64: string): KeyObject =>
  createPrivateKey({ key: Buffer.from(base64, 'base64'), format: 'der', type: 'pkcs8' });

const publicKey = (base64: string): KeyObject =>
  createPublicKey({ key: Buffer.from(base64, 'base64'), format: 'der', type: 'spki' });

const exported = (key: KeyObject): string => key.export({ format: 'der', type: 'spki' }).toString('base64');

export function newKeyPair(): KeyPair {
  const pair = generateKeyPairSync('ed25519');
  return {
    signingKey: pair.privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64'),
    verifyKey: exported(pair.publicKey),
  };
}

/** The public half of a private key. */
export const verifyKeyOf = (signingKey: string): string => exported(createPublicKey(privateKey(signingKey)));

/** Signs the UTF-8 bytes of a statement with Ed25519; signatures are base64. */
export function createSigner(signingKey: string): Signer {
  const key = privateKey(signingKey);
  return { sign: (statement) => sign(null, Buffer.from(statement), key).toString('base64') };
}

export function createVerifier(verifyKey: string): Verifier {
  const key = publicKey(verifyKey);
  return {
    verify: (statement, signature) => verify(null, Buffer.from(statement), key, Buffer.from(signature, 'base64')),
  };
}

const isEd25519 = (read: (text: string) => KeyObject, text: string): boolean => {
  try {
    return read(text).asymmetricKeyType === 'ed25519';
  } catch {
    return false;
  }
};

export const isSigningKey = (text: string): boolean => isEd25519(privateKey, text);
export const isVerifyKey = (text: string): boolean => isEd25519(publicKey, text);
