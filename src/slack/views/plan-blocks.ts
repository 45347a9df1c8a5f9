import type { KnownBlock } from '@slack/types';
import type { Plan, PlanItem, PreflightItem } from '../../domain/remediation/plan.ts';
import type { Fix } from '../../domain/rule.ts';
import { plural } from '../../domain/words.ts';
import { context, preformatted, section, sections } from '../blocks/limits.ts';
import { bold, capped, escapeText, lengthOf, safe, told, truncate } from '../blocks/mrkdwn.ts';
import { changeText } from '../blocks/plan-text.ts';

const most = { changes: 30, steps: 30, checks: 30, sentences: 6, patchText: 16_000 } as const;

/** Sentences of a plan, each on its own line. */
export const sentencesBlock = (sentences: readonly string[], mark = ''): KnownBlock[] =>
  sentences.length === 0
    ? []
    : [
        section(
          capped(
            sentences.map((each) => `${mark}${told(each)}`),
            most.sentences,
            480,
            'such',
          ).join('\n'),
        ),
      ];

/** What every database gets, once when it is the same for all. */
export function changesBlocks({ items }: Plan): KnownBlock[] {
  const texts = items.map(({ changes }) => changes.map(changeText));
  if (texts.every((lines) => lines.length === 0)) return [];
  const [first = []] = texts;
  const alike = texts.every((lines) => lines.join('\n') === first.join('\n'));
  const head = items.length === 1 ? '*What changes*' : `*What changes, for ${plural(items.length, 'database')}*`;
  const lines = alike ? first.map((text) => `• ${text}`) : items.flatMap(itemLines);
  return sections([head, ...capped(lines, most.changes, 600, 'changes')].join('\n'));
}

const itemLines = ({ resource, changes }: PlanItem): string[] => [
  `• ${bold(truncate(resource.id, 80))}: ${changes.map(changeText).join('; ') || 'no change of a setting'}`,
];

export function stepsBlocks({ steps, options }: Plan): KnownBlock[] {
  if (steps.length === 0) return [];
  const label = (id: string) => options.find((option) => option.id === id)?.label ?? id;
  const lines = steps.map(
    ({ title, option }, index) =>
      `${index + 1}. ${truncate(told(title), 250)}${option === undefined ? '' : ` (only with “${truncate(safe(label(option)), 60)}”)`}`,
  );
  return sections(['*Steps*', ...capped(lines, most.steps, 350, 'steps')].join('\n'));
}

const checkMarks: Readonly<Record<PreflightItem['state'], string>> = {
  clear: ':white_check_mark: clear',
  blocked: ':no_entry: in the way',
  acknowledge: ':warning: to be acknowledged',
  unread: ':grey_question: could not be read',
};

/** What stands in the way first. */
export function checksBlocks({ preflight }: Plan): KnownBlock[] {
  if (preflight.length === 0) return [];
  const order = ['blocked', 'unread', 'acknowledge', 'clear'];
  const lines = preflight
    .toSorted((a, b) => order.indexOf(a.state) - order.indexOf(b.state))
    .map(
      ({ what, state, detail }) =>
        `${checkMarks[state]}: ${truncate(safe(what), 120)}${detail === '' ? '' : `. ${truncate(told(detail), 300)}`}`,
    );
  return sections(['*Checks*', ...capped(lines, most.checks, 480, 'checks')].join('\n'));
}

export const costBlocks = ({ cost }: Plan): KnownBlock[] => [
  section(`*Cost*\n${truncate(told(cost.text), 500)}`),
  ...(cost.basis === '' ? [] : [context(truncate(told(cost.basis), 700))]),
];

/** The same change to paste, as much of it as one window holds. */
export function patchBlocks(patches: readonly Fix[]): KnownBlock[] {
  let room: number = most.patchText;
  const blocks: KnownBlock[] = [];
  for (const { title, text, format } of patches) {
    room -= lengthOf(text);
    if (room < 0) return [...blocks, context('The rest does not fit here; Details has it.')];
    blocks.push(
      section(`*${truncate(escapeText(title), 200)}*`),
      ...(format === 'console' ? sections(text.split('\n').map(safe).join('\n')) : preformatted(text)),
    );
  }
  return blocks;
}
