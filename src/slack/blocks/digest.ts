import type { ImageBlock, KnownBlock } from '@slack/types';
import type { ClosedGroup, DigestContent, OpenGroup } from '../../domain/digest/content.ts';
import type { DigestView } from '../../domain/message.ts';
import { knownDays, seriesInWords } from '../../domain/series.ts';
import { plural } from '../../domain/words.ts';
import { actionIds } from '../ids.ts';
import { asides, quietAsides } from './digest-asides.ts';
import { countsOf, footer, unscannedLines } from './digest-footer.ts';
import { digestGroup } from './digest-group.ts';
import { actions, button, context, divider, header, limits, section } from './limits.ts';
import { bold, dateToken, safe, shortSafe, shortTold, truncate } from './mrkdwn.ts';
import type { RenderContext, Rendered } from './rendered.ts';
import { withinMessage } from './within-message.ts';

interface Shown extends Omit<DigestView, 'kind' | 'content'> {
  readonly content: DigestContent;
}

/** A digest shows the worst groups; its thread has everything. */
export const digestGroupsShown = 8;

/** What has changed since the digest before; one line when nothing has. */
export function digest(shown: Shown, drawing: RenderContext): Rendered {
  const { content, digestId } = shown;
  if (content.quiet) return quiet(content);
  const called = new Set<string>();
  const open = content.open.slice(0, digestGroupsShown);
  const left = content.open.length - open.length + content.more.open;
  const place = (group: OpenGroup, index: number) =>
    digestGroup(group, index, { digestId, called, composedAt: content.composedAt }, drawing);
  const closed = closedSection(content);
  return {
    text: content.headline,
    blocks: withinMessage(
      [header(content.headline), ...preface(content)],
      [
        ...open.flatMap(place),
        ...(left > 0 ? [[context(`${plural(left, 'more cause')} in the thread.`)]] : []),
        ...(closed === undefined ? [] : [[closed]]),
      ],
      [
        ...asides(content),
        ...picture(shown),
        ...unscannedLines(content),
        context(...countsOf(content)),
        ...pressable(shown),
        context(footer(content)),
      ],
      (rest) =>
        context(
          `${plural(rest, 'more')} did not fit${digestId === undefined ? '' : '; *Show all* lists everything in the thread'}.`,
        ),
    ),
  };
}

function quiet(content: DigestContent): Rendered {
  const more = quietAsides(content);
  return {
    text: content.headline,
    blocks: [context([safe(content.headline), ...more].join(' · '))],
  };
}

/** Why this one is not like the others. */
function preface({ first, problem, oldest }: DigestContent): KnownBlock[] {
  const known = oldest === undefined ? '' : ` Told are the newest verdicts; the oldest is of ${dateToken(oldest)}.`;
  return [
    ...(problem === undefined ? [] : [section(`:warning: ${shortTold(problem, 500)}${known}`)]),
    ...(first ? [context('How things stand. From the next one on only what has changed is told.')] : []),
  ];
}

const closedMarks: Readonly<Record<ClosedGroup['kind'], string>> = {
  fixed: ':white_check_mark:',
  gone: ':wastebasket:',
  'set-aside': ':double_vertical_bar:',
};
const reasonShown = 200;

/** One line for everything that came about in the same way. */
function closedSection({ closed, more }: DigestContent): KnownBlock | undefined {
  if (closed.length === 0) return undefined;
  const lines = closed.map(({ kind, how, count, members, reason }) => {
    const names = members.map(({ name, accountName }) => `${bold(name)} (${safe(accountName)})`);
    const rest = count - members.length;
    const who = `${names.join(', ')}${rest > 0 ? ` and ${rest.toLocaleString('en-US')} more` : ''}`;
    const now = reason === undefined || reason === '' ? '' : `. Now: ${shortSafe(reason, reasonShown)}`;
    return `${closedMarks[kind]} ${who} · ${safe(how)}${now}`;
  });
  const left = more.closed === 0 ? [] : [`and ${plural(more.closed, 'more kind')} of these in the thread`];
  return section(truncate([...lines, ...left].join('\n'), limits.section));
}

/** Its words are those of the picture, for whoever does not see it. */
function picture({ content: { series }, pictureId }: Shown): KnownBlock[] {
  if (knownDays(series).length < 2) return [];
  if (pictureId === undefined) return [context(`Open findings: ${seriesInWords(series)}.`)];
  const alt = truncate(`Open findings per day: ${seriesInWords(series)}.`, 2_000);
  const image: ImageBlock = { type: 'image', slack_file: { id: pictureId }, alt_text: alt };
  return [image, context(`Open findings: ${seriesInWords(series)}.`)];
}

function pressable({ digestId, content }: Shown): KnownBlock[] {
  const told = content.open.length + content.closed.length;
  return digestId === undefined || told === 0
    ? []
    : [
        divider(),
        actions(`digest-${digestId}`, [
          button(
            actionIds.showDigest,
            'Show all',
            JSON.stringify({ digestId }),
            'Show all of this digest in its thread',
          ),
        ]),
      ];
}
