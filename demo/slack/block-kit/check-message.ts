import { asObjects, type Json } from '../json.ts';
import { block } from './blocks.ts';
import { repeatedIds } from './ids.ts';
import { limits } from './limits.ts';
import { type CheckContext, type Issue, list } from './schema.ts';
import { countTables } from './tables.ts';
import { textLength } from './text-length.ts';

/** What Slack would answer: its error name, and what it would list. */
export interface Problem {
  error: string;
  issues: Issue[];
}

const ofType = (blocks: readonly Json[], type: string) => blocks.filter((each) => each.type === type);

function wholeMessage(blocks: readonly Json[], pointer: string): Issue[] {
  const issues: Issue[] = [];
  if (countTables(blocks) > limits.tablesPerMessage) issues.push({ pointer, message: 'only_one_table_allowed' });
  if (ofType(blocks, 'data_visualization').length > limits.charts.perMessage) {
    issues.push({ pointer, message: `no more than ${limits.charts.perMessage} data_visualization blocks allowed` });
  }
  if (textLength(ofType(blocks, 'markdown')) > limits.markdownTotal) {
    issues.push({ pointer, message: `markdown text must be less than ${limits.markdownTotal + 1} characters in all` });
  }
  return issues;
}

/** All complaints about a list of blocks on a surface. */
export function blockIssues(
  blocks: readonly unknown[],
  pointer: string,
  context: Omit<CheckContext, 'issues'>,
): Issue[] {
  const inner: CheckContext = { ...context, issues: [] };
  list(block, 0, limits.blocks[context.surface])(blocks, pointer, inner);
  const known = asObjects(blocks);
  return [...inner.issues, ...repeatedIds(known, pointer), ...wholeMessage(known, pointer)];
}

/**
 * What is wrong with the `blocks` of a message, as Slack names it.
 *
 * `invalid_blocks_format`: not an array of objects. `invalid_blocks`: breaks a rule, each with its pointer.
 * `msg_blocks_too_long`: too much text in all; only the Web API knows this one, `response_url` does not.
 */
export function checkMessageBlocks(
  blocks: unknown,
  options: { pointer?: string; limitTotal?: boolean; isImageFile?: CheckContext['isImageFile'] } = {},
): Problem | undefined {
  if (!Array.isArray(blocks) || asObjects(blocks).length !== blocks.length) {
    return { error: 'invalid_blocks_format', issues: [] };
  }
  const { isImageFile } = options;
  const context = isImageFile === undefined ? {} : { isImageFile };
  const issues = blockIssues(blocks, options.pointer ?? '/blocks', { surface: 'message', ...context });
  if (issues.length > 0) return { error: 'invalid_blocks', issues };
  if (options.limitTotal === true && textLength(blocks) > limits.blocksText)
    return { error: 'msg_blocks_too_long', issues: [] };
  return undefined;
}
