import type { KnownBlock } from '@slack/types';
import { explainedCause } from '../../domain/cause.ts';
import type { Finding } from '../../domain/finding.ts';
import type { Life } from '../../domain/life/life.ts';
import type { FindingsPage } from '../../domain/message.ts';
import { mendable } from '../../domain/offer.ts';
import type { RuleMeta } from '../../domain/rule.ts';
import { plural } from '../../domain/words.ts';
import { actionIds } from '../ids.ts';
import { asideNotes, standing } from './aside.ts';
import { sinceNote } from './life.ts';
import { actions, button, type Choice, context, section, select } from './limits.ts';
import { bold, safe, shortSafe } from './mrkdwn.ts';
import { findingMenu, muteChoice, offerButtons, offerLine, offerOfFinding } from './offers.ts';
import type { RenderContext, Rendered } from './rendered.ts';
import { withinMessage } from './within-message.ts';

const filterNames = [
  ['fail', 'Needs you'],
  ['unknown', 'Could not be judged'],
  ['known', 'Known'],
  ['muted', 'Muted'],
  ['exempt', 'Exempt'],
  ['not-applicable', 'Not applicable'],
  ['pass', 'Fine'],
  ['all', 'Everything'],
] as const;

/** How a filter is called on screen. */
export const filterName = (filter: string): string => filterNames.find(([value]) => value === filter)?.[1] ?? filter;

/** Of a report's pager; what is muted changes after it. */
const filterChoices = (auditId: string): Choice[] =>
  filterNames.filter(([value]) => value !== 'muted').map(([value, text]) => ({ text, value: `${value}:${auditId}` }));

/** Where a finding is, in the order in which people think. */
export const placeOf = ({ resource, target }: Pick<Finding, 'resource' | 'target'>): string => {
  const where = `${safe(target.accountName)} · ${target.region}`;
  return resource.type === 'target'
    ? bold(target.accountName).concat(` · ${target.region}`)
    : `${bold(resource.id)} · ${where}`;
};

/** A page of ten stays well within what one message may hold; Details shows the rest. */
const reasonShown = 600;

/** `life` says since when. */
export function findingBlocks(finding: Finding, context: RenderContext, life?: Life): KnownBlock[] {
  const offer = offerOfFinding(finding, context);
  const named = { findingId: finding.id, name: finding.resource.id };
  const code = mendable(finding) !== undefined && offer?.kind !== 'patch';
  return [
    section(
      `${standing(finding)} · ${placeOf(finding)}${sinceNote(life)}\n${[shortSafe(finding.reason, reasonShown), ...asideNotes(finding)].join('\n')}${offerLine(offer)}`,
    ),
    actions(`finding-${finding.id}`, [
      ...offerButtons(offer, named),
      button(actionIds.details, 'Details', finding.id, `Details of ${finding.resource.id}`),
      ...findingMenu(named, { code, mute: muteChoice(finding) }),
    ]),
  ];
}

/** The pager in the thread of a report; one message, edited in place. */
export function findingsPage(page: FindingsPage, drawing: RenderContext): Rendered {
  const { metas } = drawing;
  const { filter, findings, total } = page;
  const first = page.page * 10 + 1;
  const range = total === 0 ? 'none' : `${first}–${first + findings.length - 1} of ${total.toLocaleString('en-US')}`;
  const title = `${groupName(page, metas) ?? filterName(filter)}: ${range}`;
  const value = (to: number) => JSON.stringify({ auditId: page.auditId, filter, page: to });
  const choices = filterChoices(page.auditId);
  const turn = [
    ...(page.page > 0
      ? [button(actionIds.previousPage, 'Previous', value(page.page - 1), 'Previous page of findings')]
      : []),
    ...(page.page + 1 < page.pages
      ? [button(actionIds.nextPage, 'Next', value(page.page + 1), 'Next page of findings')]
      : []),
    select(
      actionIds.filterPages,
      'Show…',
      choices,
      choices.find(({ text }) => text === filterName(filter)),
    ),
  ];
  return {
    text: `Findings of audit ${page.auditId}: ${title}`,
    blocks: withinMessage(
      [context(`*${title}* · page ${page.page + 1} of ${page.pages} · audit ${page.auditId}`)],
      findings.length === 0 ? [[section('Nothing here.')]] : findings.map((each) => findingBlocks(each, drawing)),
      [actions(`pages-${page.auditId}`, turn)],
      (left) =>
        context(
          `${plural(left, 'finding')} more on this page did not fit; their Details are in the next ones or in an export.`,
        ),
    ),
  };
}

/** A page of one cause is called by what is the matter. */
function groupName({ filter, findings, total }: FindingsPage, metas: readonly RuleMeta[]): string | undefined {
  const [first] = findings;
  return filter.startsWith('group:') && first !== undefined
    ? explainedCause({ ...first, count: total }, metas).headline(total)
    : undefined;
}
