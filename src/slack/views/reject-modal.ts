import type { ModalView } from '@slack/types';
import { textInput } from '../blocks/inputs.ts';
import { section } from '../blocks/limits.ts';
import { bold, truncate } from '../blocks/mrkdwn.ts';
import { viewIds } from '../ids.ts';
import { formBlocks } from './approval-form.ts';
import { modal } from './modal.ts';

/** `title` is what would not be done, as plain text. */
export const rejectView = (approvalId: string, planHash: string, title: string): ModalView =>
  modal({
    callbackId: viewIds.reject,
    title: 'Reject',
    submit: 'Reject',
    metadata: { approvalId, planHash },
    head: [section(`${bold(truncate(title, 300))}\nNothing is changed. Whoever asked sees your reason.`)],
    tail: [textInput(formBlocks.reason, { label: 'Reason', optional: false, multiline: true })],
  });
