import type { KnownBlock } from '@slack/types';
import type { Chapter, Story } from '../../domain/life/story.ts';
import type { Subject } from '../../domain/life/transition.ts';
import { mendable } from '../../domain/offer.ts';
import { actionIds, numbered } from '../ids.ts';
import { asideNotes, standing } from './aside.ts';
import { placeOf } from './finding-page.ts';
import { sinceNote, transitionLine } from './life.ts';
import { actions, button, context, limits, section } from './limits.ts';
import { code, dateToken, lengthOf, safe, shortSafe } from './mrkdwn.ts';
import { findingMenu, muteChoice, offerButtons, offerLine, offerOfFinding } from './offers.ts';
import { fallback, type RenderContext, type Rendered } from './rendered.ts';
import { withinMessage } from './within-message.ts';

const timelineShown = 15;
const reasonShown = 400;

export interface StoryOptions {
  /** Links to the cards of approvals. */
  readonly cards: ReadonlyMap<string, string>;
  /** Whether its account, Region and rule are still looked after. */
  readonly watched: (chapter: Chapter) => boolean;
}

/** What is known of one resource: verdicts, since when, and what has happened. */
export function story(
  { resource, target, chapters, timeline, isCut }: Story,
  drawing: RenderContext,
  options: StoryOptions,
): Rendered {
  const gone = chapters.every(({ life }) => life.goneAt !== undefined);
  const title = (ruleId: string): string => drawing.metas.find(({ id }) => id === ruleId)?.title ?? ruleId;
  const lines = timeline
    .slice(0, timelineShown)
    .map(
      (each) =>
        `${transitionLine(each, options.cards)}${chapters.length > 1 ? ` · _${safe(title(each.ruleId))}_` : ''}`,
    );
  const earlier = timeline.length - lines.length;
  return {
    text: fallback(`${resource.id} (${target.accountName}, ${target.region})`),
    blocks: withinMessage(
      [
        section(`${placeOf({ resource, target })}${gone ? ' · not there any more' : ''}`),
        context(`${code(resource.arn)} · account ${target.accountId}`),
      ],
      [
        ...chapters.map((chapter) => chapterBlocks(chapter, title(chapter.life.ruleId), drawing, options)),
        [section('*What has happened*')],
        ...(lines.length === 0 ? [[context('It has never failed.')]] : lines.map((line) => [context(line)])),
        ...(earlier > 0
          ? [[context(`… and ${isCut ? 'more than ' : ''}${earlier.toLocaleString('en-US')} earlier`)]]
          : []),
      ],
      [],
      () => context('… and more that did not fit.'),
    ),
  };
}

function chapterBlocks(
  chapter: Chapter,
  title: string,
  drawing: RenderContext,
  { watched }: StoryOptions,
): KnownBlock[] {
  const { life, finding } = chapter;
  if (finding === undefined || life.goneAt !== undefined)
    return [
      section(
        `:white_circle: ${life.goneAt === undefined ? 'Not audited any more' : `Not there any more, ${dateToken(life.goneAt)}`} · *${safe(title)}*\nLast verdict: ${shortSafe(life.verdict.reason, reasonShown)}`,
      ),
    ];
  const read = watched(chapter)
    ? `read ${dateToken(life.seenAt)}`
    : `read ${dateToken(life.seenAt)}; its account and Region are not in accounts.yaml any more`;
  const offer = offerOfFinding(finding, drawing);
  const named = { findingId: finding.id, name: finding.resource.id };
  const menu = findingMenu(named, {
    code: mendable(finding) !== undefined && offer?.kind !== 'patch',
    mute: muteChoice(finding),
  });
  const lines = [`${shortSafe(finding.reason, reasonShown)} _(${read})_`, ...asideNotes(finding)];
  return [
    section(`${standing(finding)} · *${safe(title)}*${sinceNote(life)}\n${lines.join('\n')}${offerLine(offer)}`),
    actions(`finding-${finding.id}`, [
      ...offerButtons(offer, named),
      button(actionIds.details, 'Details', finding.id, `Details of ${finding.resource.id}: ${title}`),
      ...menu,
    ]),
  ];
}

const choicesShown = 20;

/** Several resources have that name; the reader chooses one. */
export function chooseResource(name: string, found: readonly Pick<Subject, 'resource' | 'target'>[]): Rendered {
  const text = `${found.length} are called ${name}`;
  const shown = found.slice(0, choicesShown);
  const more = (left: number): KnownBlock => context(`… and ${left} more: \`/aurora show\` takes an ARN, too.`);
  return {
    text: fallback(text),
    blocks: withinMessage(
      [section(`*${safe(text)}*: which one?`)],
      shown.map(({ resource, target }, index) => [
        section(`${placeOf({ resource, target })}\n${code(resource.arn)}`),
        ...(lengthOf(resource.arn) > limits.buttonValue
          ? []
          : [
              actions(`resource-${index}`, [
                button(numbered(actionIds.showResource, index), 'Show', resource.arn, `Show ${resource.arn}`),
              ]),
            ]),
      ]),
      found.length > shown.length ? [more(found.length - shown.length)] : [],
      (left) => more(left),
    ),
  };
}
