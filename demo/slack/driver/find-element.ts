import { type Placed, placedElements } from '../block-kit/ids.ts';
import { choicesOf } from '../display/choices.ts';
import type { DisplayContext } from '../display/context.ts';
import { asObject, asText, type Json } from '../json.ts';

/** A control by its `action_id`, or by what is written on it. */
export type ElementRef = string | { text: string };

const labelOf = ({ block, element }: Placed): string =>
  asText(asObject(element.text).text) ||
  asText(asObject(block.label).text) ||
  asText(asObject(element.placeholder).text);

const nameOf = ({ element }: Placed): string => asText(element.action_id);

/** @throws Error that lists the controls when there is none or more than one */
export function findElement(blocks: readonly Json[], reference: ElementRef): Placed {
  const placed = placedElements(blocks);
  const matches = placed.filter((each) =>
    typeof reference === 'string' ? nameOf(each) === reference : labelOf(each) === reference.text,
  );
  const [found] = matches;
  if (found !== undefined && matches.length === 1) return found;
  const wanted = typeof reference === 'string' ? reference : `"${reference.text}"`;
  const list = placed.map((each) => `${nameOf(each)} "${labelOf(each)}"`).join(', ') || 'none';
  throw new Error(`${matches.length === 0 ? 'No' : 'More than one'} control ${wanted}. There are: ${list}.`);
}

/** The value of a choice by what is written on it (or by the value itself). @throws Error that lists the choices */
export function findChoice({ element }: Placed, text: string, context: DisplayContext): string {
  const choices = choicesOf(element, context);
  const found = choices.find(({ label }) => label === text) ?? choices.find(({ value }) => value === text);
  if (found !== undefined) return found.value;
  if (element.type === 'external_select') return text;
  throw new Error(`No choice "${text}". There are: ${choices.map(({ label }) => label).join(', ') || 'none'}.`);
}
