import { LeaseLost } from '../../domain/errors.ts';
import type { Lease } from '../../domain/remediation/ports.ts';

export interface KeptLease {
  /** Aborted with LeaseLost when the lease is lost or given back, and with whatever `parent` is aborted with. */
  readonly signal: AbortSignal;
  /** From here on nothing may be written; gives the lease back. */
  readonly end: () => Promise<void>;
}

/** Renews a lease three times in its life. Only an answer that it is lost counts: Redis may come back in time. */
export function keepLease(lease: Lease, ttlMs: number, parent: AbortSignal): KeptLease {
  const own = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const renew = async () => {
    await lease.check().catch((error: unknown) => {
      if (error instanceof LeaseLost) own.abort(error);
    });
    if (!own.signal.aborted) timer = setTimeout(renew, ttlMs / 3);
  };
  timer = setTimeout(renew, ttlMs / 3);
  return {
    signal: AbortSignal.any([parent, own.signal]),
    end: async () => {
      clearTimeout(timer);
      own.abort(new LeaseLost('this turn is over'));
      await lease.release();
    },
  };
}
