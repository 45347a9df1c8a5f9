import { asObject, asText, type Json } from '../json.ts';
import { choicesOf, initialValues, isMultiple } from './choices.ts';
import type { DisplayContext } from './context.ts';
import { displayPlain } from './mrkdwn.ts';

const plain = (text: string): Json => ({ type: 'plain_text', text: displayPlain(text) });

const labelled = (value: unknown): Json => plain(asText(asObject(value).text));

// The UI cannot tick a box from the start, so ticking one that is on takes it away (see `delivery/state-values.ts`).
const ALREADY_ON = ' (on; tick to leave out)';

function options(element: Json, context: DisplayContext, mark: (value: string) => string = () => ''): Json[] {
  return choicesOf(element, context).map(({ label, value }) => ({ value, text: plain(`${label}${mark(value)}`) }));
}

function menu(element: Json, context: DisplayContext): Json {
  const initial = initialValues(element);
  const chosen = choicesOf(element, context).filter(({ value }) => initial.includes(value));
  const preset = chosen.map(({ label }) => label).join(', ');
  const placeholder = preset || asText(asObject(element.placeholder).text) || 'Select';
  return {
    type: 'static_select',
    action_id: element.action_id,
    placeholder: plain(placeholder),
    options: options(element, context),
  };
}

function tickBoxes(element: Json, context: DisplayContext): Json {
  const initial = initialValues(element);
  const mark = (value: string) => (initial.includes(value) ? ALREADY_ON : '');
  return { type: 'checkboxes', action_id: element.action_id, options: options(element, context, mark) };
}

const typedHints: Record<string, string> = {
  number_input: 'A number',
  email_text_input: 'An email address',
  url_text_input: 'A web address',
  timepicker: 'HH:MM',
  datetimepicker: 'YYYY-MM-DD HH:MM',
  rich_text_input: '',
};

function typedField(element: Json): Json {
  const type = asText(element.type);
  const initial = asText(element.initial_value) || asText(element.initial_time);
  const hint = asText(asObject(element.placeholder).text) || typedHints[type] || '';
  return { type: 'plain_text_input', action_id: element.action_id, initial_value: initial, placeholder: plain(hint) };
}

function picture(element: Json, context: DisplayContext): Json {
  const file = asObject(element.slack_file);
  const reference = asText(file.id) || asText(file.url);
  const url = reference === '' ? asText(element.image_url) : context.fileUrl(reference);
  return { ...element, image_url: url ?? '', slack_file: undefined };
}

/**
 * An element as the local UI can draw it. It knows buttons, static selects, overflow menus, date pickers and images,
 * and in inputs also text, checkboxes and radio buttons; everything else becomes the nearest of those.
 *
 * @param inInput whether it is the element of an input block
 */
export function displayElement(element: Json, context: DisplayContext, inInput: boolean): Json {
  const type = asText(element.type);
  if (type === 'image') return picture(element, context);
  if (type === 'button' || type === 'workflow_button')
    return { ...element, type: 'button', text: labelled(element.text) };
  if (type === 'overflow') return { type, action_id: element.action_id, options: options(element, context) };
  if (type === 'datepicker') return { ...element, placeholder: undefined };
  if (type === 'plain_text_input') return { ...element, placeholder: labelled(element.placeholder) };
  if (type === 'radio_buttons' && inInput && initialValues(element).length === 0) {
    return { type, action_id: element.action_id, options: options(element, context) };
  }
  if (isMultiple(element) && inInput) return tickBoxes(element, context);
  if (type === 'radio_buttons' || type === 'checkboxes' || type.endsWith('select')) return menu(element, context);
  if (type in typedHints) return typedField(element);
  return element;
}
