import type { KnownBlock, ModalView } from '@slack/types';
import { context, limits, plainText, section } from '../blocks/limits.ts';
import { lengthOf, told } from '../blocks/mrkdwn.ts';
import { viewIds } from '../ids.ts';

export interface Modal {
  readonly callbackId: (typeof viewIds)[keyof typeof viewIds];
  readonly title: string;
  /** Label of the button that sends the form; none when there is nothing to send. */
  readonly submit?: string | undefined;
  /** Comes back with the form. Ids only. */
  readonly metadata?: Readonly<Record<string, unknown>>;
  /** What must be seen, then what may be cut short, then the form. */
  readonly head: readonly KnownBlock[];
  readonly details?: readonly KnownBlock[];
  readonly tail?: readonly KnownBlock[];
}

/** A modal within Slack's limits: details that do not fit are left out, and it says so. */
export function modal({ callbackId, title, submit, metadata, head, details = [], tail = [] }: Modal): ModalView {
  const text = metadata === undefined ? '' : JSON.stringify(metadata);
  if (lengthOf(text) > limits.privateMetadata)
    throw new RangeError(`private_metadata has at most ${limits.privateMetadata} characters`);
  return {
    type: 'modal',
    callback_id: callbackId,
    title: plainText(title, limits.modalTitle),
    close: plainText('Close', limits.modalTitle),
    ...(submit === undefined ? {} : { submit: plainText(submit, limits.modalTitle) }),
    ...(text === '' ? {} : { private_metadata: text }),
    blocks: fitted(head, details, tail),
  };
}

const bytes = (block: KnownBlock): number => Buffer.byteLength(JSON.stringify(block));

function fitted(
  head: readonly KnownBlock[],
  details: readonly KnownBlock[],
  tail: readonly KnownBlock[],
): KnownBlock[] {
  let room = limits.viewBytes - [...head, ...tail].reduce((sum, block) => sum + bytes(block), 0);
  const most = limits.modalBlocks - head.length - tail.length - 1;
  const shown: KnownBlock[] = [];
  for (const block of details) {
    room -= bytes(block);
    if (shown.length === most || room < 0) return [...head, ...shown, context('The rest does not fit here.'), ...tail];
    shown.push(block);
  }
  return [...head, ...shown, ...tail];
}

/** One answer in the place of a form. `text` may name people and times, see `told`. */
export const tellView = (text: string, again?: Pick<Modal, 'callbackId' | 'submit' | 'metadata'>): ModalView =>
  modal({ callbackId: viewIds.told, title: 'Aurora Keeper', head: [section(told(text))], ...again });
