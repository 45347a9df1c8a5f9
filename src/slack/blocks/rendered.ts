import type { KnownBlock } from '@slack/types';
import type { Account } from '../../domain/accounts.ts';
import type { RuleMeta } from '../../domain/rule.ts';
import { limits } from './limits.ts';
import { sentence, truncate } from './mrkdwn.ts';

/** Blocks, and the text that notifications and screen readers get. */
export interface Rendered {
  readonly text: string;
  readonly blocks: KnownBlock[];
}

/** What drawing needs besides the state itself. */
export interface RenderContext {
  readonly metas: readonly RuleMeta[];
  readonly accounts: readonly Account[];
  readonly now: Date;
  /** Slack user group id → handle, as far as Slack has told. */
  readonly groupNames?: ReadonlyMap<string, string>;
}

/** The text of a message that has blocks: plain words, escaped, since Slack reads mentions in it, too. */
export const fallback = (words: string): string => truncate(sentence(words).trim() || '-', limits.fallbackText);
