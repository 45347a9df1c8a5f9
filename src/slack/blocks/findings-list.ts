import type { Finding } from '../../domain/finding.ts';
import type { Life } from '../../domain/life/life.ts';
import type { ListedPage, ListRequest, ListStatus } from '../../domain/listing.ts';
import { plural } from '../../domain/words.ts';
import { actionIds } from '../ids.ts';
import { filterName, findingBlocks } from './finding-page.ts';
import { actions, button, context, section } from './limits.ts';
import { dateToken, lengthOf, safe } from './mrkdwn.ts';
import { fallback, type RenderContext, type Rendered } from './rendered.ts';
import { withinMessage } from './within-message.ts';

export interface FindingsList extends Omit<ListedPage, 'ids'> {
  readonly findings: readonly Finding[];
  /** In words. */
  readonly scope: string;
  /** How those stand that are shown. */
  readonly lives: readonly Life[];
  /** What was typed; its buttons ask the same again. */
  readonly asked: ListRequest & { readonly status: ListStatus };
  /** ISO time that `asked.since` means. */
  readonly from?: string;
  /** ISO time of the oldest scan that the answer rests on. */
  readonly oldest: string;
  readonly targets: number;
  readonly unscanned: number;
}

/** The newest verdicts, seen by one person only; its buttons turn the page for that person. */
export function findingsList(list: FindingsList, drawing: RenderContext): Rendered {
  const { total, page, pages, findings, lives, asked, from, targets, unscanned } = list;
  const what = filterName(asked.status);
  const lifeOf = ({ id }: Finding) => lives.find(({ findingId }) => findingId === id);
  const first = page * 10 + 1;
  const range = total === 0 ? 'none' : `${first}–${first + findings.length - 1} of ${total.toLocaleString('en-US')}`;
  const coverage =
    unscanned === 0 ? plural(targets, 'target') : `${targets - unscanned} of ${plural(targets, 'target')} scanned`;
  const turn = [
    ...(page > 0 ? [button(actionIds.listPrevious, 'Previous', pageValue(list, page - 1), 'Previous page')] : []),
    ...(page + 1 < pages ? [button(actionIds.listNext, 'Next', pageValue(list, page + 1), 'Next page')] : []),
  ];
  return {
    text: fallback(`${what}: ${range} (${list.scope})`),
    blocks: withinMessage(
      [
        section(`*${what}: ${range}*`),
        context(
          [
            safe(list.scope),
            ...(from === undefined ? [] : [`failing since ${dateToken(from)} or later`]),
            ...(asked.sort === 'age' ? ['longest failing first'] : []),
            coverage,
            `read ${dateToken(list.oldest)} or later`,
          ].join(' · '),
        ),
      ],
      findings.length === 0
        ? [[section('Nothing here.')]]
        : findings.map((each) => findingBlocks(each, drawing, lifeOf(each))),
      turn.length === 0 ? [] : [actions(`list-${page}`, turn)],
      (left) => context(`${plural(left, 'finding')} more did not fit.`),
    ),
  };
}

/** A very long request cannot travel in a button; the first page of everything is the honest rest. */
function pageValue({ asked }: FindingsList, page: number): string {
  const value = JSON.stringify({ ...asked, page });
  return lengthOf(value) <= 2_000
    ? value
    : JSON.stringify({ request: { accounts: [], regions: [], rules: [], tags: {} }, status: asked.status, page: 0 });
}
