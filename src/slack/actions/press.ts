import type { AllMiddlewareArgs, ViewOutput } from '@slack/bolt';
import type { Rendered } from '../blocks/rendered.ts';
import type { SlackDeps } from '../deps.ts';

/** What a press means, read from Slack's payload. */
export interface Press {
  readonly value: string;
  readonly userId: string;
  /** The workspace that he belongs to, which in a shared channel may be another one. */
  readonly teamId: string;
  readonly channelId: string;
  /** Timestamps of the message that carries the button, and of the thread it is in. */
  readonly messageTs: string | undefined;
  readonly threadTs: string | undefined;
  readonly triggerId: string;
  /** The modal or Home tab that carries the control, with what has been entered in it. */
  readonly view?: Pick<ViewOutput, 'id' | 'type' | 'private_metadata' | 'state'> | undefined;
}

/** What the presser is told. `replace` puts it in the place of the (ephemeral) message that was pressed. */
export type PressAnswer = { readonly text: string } | (Rendered & { readonly replace: true }) | undefined;

export type PressHandler = (deps: SlackDeps, press: Press, client: AllMiddlewareArgs['client']) => Promise<PressAnswer>;
