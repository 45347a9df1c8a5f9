import { randomBytes } from 'node:crypto';
import { asObjects, isObject, type Json } from '../json.ts';
import type { Issue } from './schema.ts';

const PASSIVE = new Set([
  'image',
  'plain_text',
  'mrkdwn',
  'rich_text_section',
  'rich_text_list',
  'rich_text_preformatted',
  'rich_text_quote',
  'url',
]);

const isInteractive = (element: Json): boolean => typeof element.type === 'string' && !PASSIVE.has(element.type);

/** The interactive elements of a block, wherever its type keeps them. */
export function elementsOf(block: Json): Json[] {
  if (block.type === 'rich_text') return [];
  const single = [block.accessory, block.element].filter(isObject);
  const several = [...asObjects(block.elements), ...asObjects(block.actions)];
  return [...single, ...several].filter(isInteractive);
}

/** A block and the blocks inside it (`container`, `carousel`). */
export function withNested(block: Json): Json[] {
  const cards = block.type === 'carousel' ? asObjects(block.elements) : [];
  return [block, ...[...asObjects(block.child_blocks), ...cards].flatMap(withNested)];
}

/** An interactive element with the block it is in. */
export interface Placed {
  block: Json;
  element: Json;
}

/** Every interactive element of a message or view. */
export const placedElements = (blocks: readonly Json[]): Placed[] =>
  blocks.flatMap(withNested).flatMap((block) => elementsOf(block).map((element) => ({ block, element })));

function repeats(values: { id: unknown; pointer: string }[], name: string): Issue[] {
  const seen = new Set<unknown>();
  return values.flatMap(({ id, pointer }) => {
    if (typeof id !== 'string') return [];
    if (!seen.has(id)) {
      seen.add(id);
      return [];
    }
    return [{ pointer: `${pointer}/${name}`, message: `\`${name}\` "${id}" already exists` }];
  });
}

/** `block_id` must be unique in a message or view, `action_id` in its block. */
export function repeatedIds(blocks: readonly Json[], pointer: string): Issue[] {
  const all = blocks.map((block, index) => ({ id: block.block_id, pointer: `${pointer}/${index}` }));
  const actions = blocks.flatMap((block, index) =>
    withNested(block).flatMap((each) =>
      repeats(
        elementsOf(each).map((element, at) => ({
          id: element.action_id,
          pointer: `${pointer}/${index}/elements/${at}`,
        })),
        'action_id',
      ),
    ),
  );
  return [...repeats(all, 'block_id'), ...actions];
}

const newId = () => randomBytes(4).toString('base64url').slice(0, 5);

/** Copies of blocks with the ids that Slack makes up for those without. */
export function withIds(blocks: readonly Json[]): Json[] {
  const copies = structuredClone([...blocks]);
  for (const block of copies.flatMap(withNested)) {
    block.block_id ??= newId();
    for (const element of elementsOf(block)) element.action_id ??= newId();
  }
  return copies;
}
