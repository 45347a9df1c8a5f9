import type { KnownBlock } from '@slack/types';
import type { Plan, PlanItem, PreflightItem } from '../../domain/remediation/plan.ts';
import type { Fix } from '../../domain/rule.ts';
import { plural } from '../../domain/words.ts';
import { chunkLines, context, limits, preformatted, section, sections } from '../blocks/limits.ts';
import { bold, capped, escapeText, lengthOf, safe, shortSafe, shortTold, truncate } from '../blocks/mrkdwn.ts';
import { changeText } from '../blocks/plan-text.ts';

const most = { changes: 30, steps: 30, checks: 30, sentences: 6, patchText: 16_000 } as const;

/** Sentences of a plan, each on its own line. */
export const sentencesBlock = (sentences: readonly string[], mark = ''): KnownBlock[] =>
  sentences.length === 0
    ? []
    : [section(capped(sentences, most.sentences, 'such', (each) => `${mark}${shortTold(each, 470)}`).join('\n'))];

/** What every database gets, once when it is the same for all. */
export function changesBlocks({ items }: Plan): KnownBlock[] {
  const [first] = items;
  if (first === undefined || items.every(({ changes }) => changes.length === 0)) return [];
  const head = items.length === 1 ? '*What changes*' : `*What changes, for ${plural(items.length, 'database')}*`;
  const lines = items.every((item) => isAlike(item, first))
    ? capped(first.changes, most.changes, 'changes', (change) => `• ${changeText(change)}`)
    : capped(items, most.changes, 'databases', itemLine);
  return sections([head, ...lines].join('\n'));
}

const isAlike = ({ changes }: PlanItem, { changes: others }: PlanItem): boolean =>
  changes.length === others.length &&
  changes.every(({ what, before, after }, at) => {
    const other = others[at];
    return what === other?.what && before === other.before && after === other.after;
  });

function itemLine({ resource, changes }: PlanItem): string {
  const texts = capped(changes, 3, 'changes', changeText);
  return truncate(`• ${bold(truncate(resource.id, 80))}: ${texts.join('; ') || 'no change of a setting'}`, 600);
}

/** Nothing when the only step says what the plan's title says. */
export function stepsBlocks({ steps, options, title }: Plan): KnownBlock[] {
  if (steps.length === 0 || (steps.length === 1 && steps[0]?.title === title)) return [];
  const label = (id: string) => options.find((option) => option.id === id)?.label ?? id;
  const lines = capped(steps, most.steps, 'steps', ({ title: text, option }, index) => {
    const only = option === undefined ? '' : ` (only with “${shortSafe(label(option), 60)}”)`;
    return `${index + 1}. ${shortTold(text, 250)}${only}`;
  });
  return sections(['*Steps*', ...lines].join('\n'));
}

const checkStates: Readonly<Record<PreflightItem['state'], readonly [mark: string, word: string]>> = {
  blocked: [':no_entry:', 'in the way'],
  unread: [':grey_question:', 'could not be read'],
  acknowledge: [':warning:', 'to be acknowledged'],
  clear: [':white_check_mark:', 'clear'],
};
const checkOrder = Object.keys(checkStates);

/** What stands in the way first; what is clear in small print. */
export function checksBlocks({ preflight }: Plan): KnownBlock[] {
  if (preflight.length === 0) return [];
  const clear = preflight.filter(({ state }) => state === 'clear');
  const others = preflight
    .filter(({ state }) => state !== 'clear')
    .toSorted((a, b) => checkOrder.indexOf(a.state) - checkOrder.indexOf(b.state));
  const lines = capped(others, most.checks, 'checks', ({ what, state, detail }) => {
    const [mark, word] = checkStates[state];
    return `${mark} ${bold(truncate(what, 120))}: ${word}${detail === '' ? '' : ` · ${shortTold(detail, 300)}`}`;
  });
  return [...sections(['*Checks*', ...lines].join('\n')), ...clearBlocks(clear)];
}

function clearBlocks(clear: readonly PreflightItem[]): KnownBlock[] {
  if (clear.length === 0) return [];
  const lines = capped(clear, most.checks, 'clear checks', ({ what, detail }) => {
    const [mark] = checkStates.clear;
    return `${mark} ${truncate(safe(what), 120)}${detail === '' ? '' : ` · ${shortTold(detail, 300)}`}`;
  });
  const title = `${plural(clear.length, 'check')} clear`;
  return chunkLines([title, ...lines].join('\n'), limits.section).map((text) => context(text));
}

export const costBlocks = ({ cost }: Plan): KnownBlock[] => [
  section(`*Cost*\n${shortTold(cost.text, 500)}`),
  ...(cost.basis === '' ? [] : [context(shortTold(cost.basis, 700))]),
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
