import { initialValues, isMultiple } from '../display/choices.ts';
import { asObject, asObjects, asText, type Json } from '../json.ts';

const TYPED = new Set(['plain_text_input', 'number_input', 'email_text_input', 'url_text_input']);

const optionsOf = (element: Json): Json[] => [
  ...asObjects(element.options),
  ...asObjects(element.option_groups).flatMap((group) => asObjects(group.options)),
];

const withValue = (element: Json, value: string): Json =>
  optionsOf(element).find((option) => asText(option.value) === value) ??
  asObjects(element.initial_options).find((option) => option.value === value) ??
  (asObject(element.initial_option).value === value
    ? asObject(element.initial_option)
    : { text: { type: 'plain_text', text: value, emoji: true }, value });

const richText = (text: string): Json => ({
  type: 'rich_text',
  elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text }] }],
});

/** What a person entered or chose, as plain strings, in the words of Slack's `state.values`. */
export function stateValue(element: Json, values: readonly string[]): Json {
  const type = asText(element.type);
  const first = values[0] ?? null;
  if (TYPED.has(type)) return { type, value: first === '' ? null : first };
  if (type === 'rich_text_input') return { type, rich_text_value: richText(first ?? '') };
  if (type === 'datepicker') return { type, selected_date: first };
  if (type === 'timepicker') return { type, selected_time: first };
  if (type === 'datetimepicker') return { type, selected_date_time: first === null ? null : secondsOf(first) };
  if (type === 'file_input') return { type, files: [] };
  const what = /(user|channel|conversation)s_select$/.exec(type)?.[1];
  if (what !== undefined)
    return isMultiple(element) ? { type, [`selected_${what}s`]: [...values] } : { type, [`selected_${what}`]: first };
  if (isMultiple(element)) return { type, selected_options: values.map((value) => withValue(element, value)) };
  return { type, selected_option: first === null ? null : withValue(element, first) };
}

function secondsOf(value: string): number {
  const seconds = Number(value);
  return Number.isFinite(seconds) ? seconds : Math.floor(Date.parse(`${value.trim().replace(' ', 'T')}Z`) / 1000);
}

/** What is there before anybody touched the element. */
export function untouched(element: Json): string[] {
  const typed = [element.initial_value, element.initial_date, element.initial_time, element.initial_date_time];
  const texts = typed.map(asText).filter((value) => value !== '');
  return texts.length > 0 ? texts : initialValues(element);
}

/**
 * What a person did in the local UI, as plain strings. It reports untouched fields as null, and boxes that are on from
 * the start are shown as boxes to tick off (see `display/elements.ts`).
 */
export function fromLocal(element: Json, local: Json): string[] {
  const { value, selected_option: option, selected_options: options, selected_date: date } = local;
  if (Array.isArray(options)) {
    const ticked = asObjects(options).map((each) => asText(each.value));
    const initial = initialValues(element);
    return [...initial.filter((each) => !ticked.includes(each)), ...ticked.filter((each) => !initial.includes(each))];
  }
  if (typeof value === 'string') return value === '' ? [] : [value];
  if (typeof date === 'string') return date === '' ? [] : [date];
  if (option !== undefined && option !== null) return [asText(asObject(option).value)];
  const cleared = value === undefined && option === undefined && date === undefined && local.type !== undefined;
  return cleared ? [] : untouched(element);
}

/** Whether nothing was entered. */
export function isEmpty(state: Json): boolean {
  return Object.entries(state).every(
    ([name, value]) => name === 'type' || value === null || (Array.isArray(value) && value.length === 0),
  );
}
