import { choicesOf, initialValues } from '../display/choices.ts';
import type { DisplayContext } from '../display/context.ts';
import { decodeEntities } from '../display/parse.ts';
import { asObject, asText, type Json } from '../json.ts';

const label = (value: unknown): string => decodeEntities(asText(asObject(value).text));

/** A control as text: `[Approve]`, `[⋯ Mute… | Not mine]`, `[x] start a backup`, `[Reason ____]`. */
export function plainElement(element: Json, context: DisplayContext): string {
  const type = asText(element.type);
  const choices = () => choicesOf(element, context).map((choice) => decodeEntities(choice.label));
  const initial = initialValues(element);
  if (type === 'button' || type === 'workflow_button') return `[${label(element.text)}]`;
  if (type === 'image') return `(${asText(element.alt_text)})`;
  if (type === 'overflow') return `[⋯ ${choices().join(' | ')}]`;
  if (type === 'checkboxes' || type === 'radio_buttons') {
    const signs = type === 'checkboxes' ? ['[x]', '[ ]'] : ['(x)', '( )'];
    const lines = choicesOf(element, context).map(
      ({ label: text, value }) => `${initial.includes(value) ? signs[0] : signs[1]} ${decodeEntities(text)}`,
    );
    return lines.join('\n');
  }
  const chosen = choicesOf(element, context).filter(({ value }) => initial.includes(value));
  const preset =
    chosen.map((choice) => choice.label).join(', ') || asText(element.initial_value) || asText(element.initial_date);
  const hint = preset || label(element.placeholder);
  return type.endsWith('select') ? `[${hint || 'Select'} ▾]` : `[${hint}____]`;
}
