import type { KnownBlock } from '@slack/types';
import type { Told } from '../../domain/digest/edition.ts';
import { dateInWords } from '../../domain/digest/headline.ts';
import type { Finding } from '../../domain/finding.ts';
import { type DigestPages, pageSize } from '../../domain/message.ts';
import { plural } from '../../domain/words.ts';
import { actionIds } from '../ids.ts';
import { findingBlocks } from './finding-page.ts';
import { actions, button, context, section } from './limits.ts';
import { bold, safe, shortSafe } from './mrkdwn.ts';
import type { RenderContext, Rendered } from './rendered.ts';
import { withinMessage } from './within-message.ts';

const counted = (count: number): string => count.toLocaleString('en-US');

/** The pager in the thread of a digest: what it told, each with how it is now. One message, edited in place. */
export function digestPages({ digestId, date, told, findings }: DigestPages, drawing: RenderContext): Rendered {
  const { page, pages, total, filter } = told;
  const first = page * pageSize + 1;
  const range = `${counted(first)}–${counted(first + told.told.length - 1)} of ${counted(total)}`;
  const title = `${filter === 'all' ? 'All that this digest tells' : 'Of one cause'}: ${range}`;
  const value = (to: number) => JSON.stringify({ digestId, filter, page: to });
  const turn = [
    ...(page > 0 ? [button(actionIds.previousTold, 'Previous', value(page - 1), 'Previous page')] : []),
    ...(page + 1 < pages ? [button(actionIds.nextTold, 'Next', value(page + 1), 'Next page')] : []),
  ];
  return {
    text: `Digest of ${dateInWords(date)}. ${title}`,
    blocks: withinMessage(
      [context(`*${title}* · page ${counted(page + 1)} of ${counted(pages)}`)],
      told.told.map((each, index) => toldBlocks(each, findings[index], drawing)),
      turn.length === 0 ? [] : [actions(`told-${digestId}-${page}`, turn)],
      (left) => context(`${plural(left, 'more')} on this page did not fit.`),
    ),
  };
}

const kinds: Readonly<Record<Told['kind'], string>> = {
  new: 'New',
  returned: 'Back again',
  changed: 'For another reason',
  unreadable: 'Cannot be judged any more',
  open: 'Open',
  closed: '',
};

function toldBlocks(told: Told, finding: Finding | undefined, drawing: RenderContext): KnownBlock[] {
  const { kind, name, accountName, region, says } = told;
  if (kind === 'closed')
    return [section(`:white_check_mark: ${bold(name)} · ${safe(accountName)} · ${region}\n${shortSafe(says, 300)}`)];
  if (finding === undefined)
    return [section(`${kinds[kind]} · ${bold(name)} · ${safe(accountName)} · ${region}\nIt is not there any more.`)];
  const [first, ...rest] = findingBlocks(finding, drawing);
  return [...(kind === 'open' ? [] : [context(kinds[kind])]), ...(first === undefined ? [] : [first]), ...rest];
}
