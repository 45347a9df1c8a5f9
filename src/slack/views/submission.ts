import type { ViewOutput } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import type { Presser } from '../approval-desk.ts';
import type { SlackDeps } from '../deps.ts';
import type { Client } from '../open-modal.ts';

/** A form that somebody has sent. */
export interface Submission {
  readonly who: Presser;
  readonly view: ViewOutput;
  readonly client: Client;
}

/** What the person sees next: what is wrong by block id, or another view in its place and perhaps work that fills it later. */
export type ViewAnswer =
  | { readonly errors: Readonly<Record<string, string>> }
  | { readonly view: ModalView; readonly afterwards?: (viewId: string) => Promise<void> };

export type ViewHandler = (deps: SlackDeps, submission: Submission) => Promise<ViewAnswer>;
