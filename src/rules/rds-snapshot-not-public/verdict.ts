import { plural } from '../../domain/words.ts';
import type { Verdict } from '../verdicts.ts';

export const encrypted: Verdict = {
  status: 'pass',
  cause: 'encrypted',
  reason: 'Cannot be public: it is encrypted.',
  remediation: null,
};

/** Judges a snapshot by who may restore it: account ids, and `all` for everybody. */
export function judge(sharedWith: readonly string[]): Verdict {
  if (sharedWith.includes('all')) {
    return {
      status: 'fail',
      cause: 'public',
      reason: 'Anybody with an AWS account can copy and restore it: it is public.',
      remediation: { strategies: ['make-snapshot-private'], recommended: 'make-snapshot-private' },
    };
  }
  const accounts = plural(sharedWith.length, 'named account');
  return {
    status: 'pass',
    cause: sharedWith.length === 0 ? 'private' : 'shared-with-accounts',
    reason: sharedWith.length === 0 ? 'Is private.' : `Is not public: it is shared with ${accounts} only.`,
    remediation: null,
  };
}

export const unread = (why: string): Verdict => ({
  status: 'unknown',
  cause: 'could-not-read',
  reason: `With whom it is shared could not be read: ${why}.`,
  remediation: null,
});
