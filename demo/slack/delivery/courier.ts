import type { Clock } from '../clock.ts';
import type { Faults } from '../faults.ts';
import type { Json } from '../json.ts';
import type { EnvelopeKind } from '../local/link.ts';
import type { Delivery, Retry, Transport } from './types.ts';

export interface Courier {
  /** Sends an envelope to the bot and waits for its answer (at most 3 seconds). */
  carry(kind: EnvelopeKind, payload: Json, retry?: Retry): Promise<Delivery>;
  /** Everything that was sent, in order. */
  log: Delivery[];
}

/** Sends, records, and repeats what a planned fault says must come twice. The answer to a copy changes nothing. */
export function createCourier(transport: Transport, faults: Faults, clock: Clock): Courier {
  const log: Delivery[] = [];
  const send = async (kind: EnvelopeKind, payload: Json, retry: Retry | undefined, duplicate: boolean) => {
    const delivery: Delivery = {
      kind,
      payload,
      at: clock(),
      tookMs: 0,
      answer: { status: 'timeout' },
      answered: false,
      duplicate,
      ...(retry === undefined ? {} : { retry }),
    };
    log.push(delivery);
    const started = performance.now();
    delivery.answer = await transport.send(kind, payload, retry);
    delivery.tookMs = performance.now() - started;
    delivery.answered = true;
    return delivery;
  };
  return {
    log,
    carry: (kind, payload, retry) => {
      const copies = faults.takeDuplicates(kind);
      const first = send(kind, payload, retry, false);
      for (let copy = 1; copy <= copies; copy += 1) {
        void send(kind, payload, kind === 'events_api' ? { attempt: copy, reason: 'timeout' } : undefined, true);
      }
      return first;
    },
  };
}
