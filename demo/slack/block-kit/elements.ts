import { imageElement } from './images.ts';
import { limits } from './limits.ts';
import { menus } from './menus.ts';
import { richText } from './rich-text.ts';
import {
  address,
  all,
  byType,
  type Check,
  flag,
  list,
  oneOf,
  rule,
  type Surface,
  shape,
  text,
  whole,
} from './schema.ts';
import { confirm, plainText } from './texts.ts';

const action = { action_id: text(limits.actionId, 1) };
const style = { style: oneOf('primary', 'danger') };
const label = { accessibility_label: text(limits.accessibilityLabel) };
const focus = { focus_on_load: flag };
const placeholder = { placeholder: plainText(limits.placeholder) };
const field = { ...action, ...focus, ...placeholder };
const dispatch = {
  dispatch_action_config: shape(
    {},
    { trigger_actions_on: list(oneOf('on_enter_pressed', 'on_character_entered'), 1, 2) },
  ),
};
const typed = { ...field, ...dispatch, initial_value: text(limits.plainTextInput) };
const decimal = text(100, 1, /^-?\d+(\.\d+)?$/);
const lengthsAgree = rule((input) => {
  const { min_length: min, max_length: max } = input;
  return typeof min === 'number' && typeof max === 'number' && min > max
    ? 'min_length must not exceed max_length'
    : undefined;
});

const elements: Record<string, Check> = {
  ...menus,
  image: imageElement,
  button: shape(
    { text: plainText(limits.buttonText) },
    { ...action, ...style, ...label, value: text(limits.buttonValue), url: address, confirm },
  ),
  workflow_button: shape(
    {
      text: plainText(limits.buttonText),
      workflow: shape({
        trigger: shape(
          { url: address },
          { customizable_input_parameters: list(shape({ name: text(255, 1), value: text(3000) }), 1, 100) },
        ),
      }),
    },
    { ...action, ...style, ...label, confirm },
  ),
  datepicker: shape({}, { ...field, initial_date: text(10, 10, /^\d{4}-\d{2}-\d{2}$/), confirm }),
  timepicker: shape({}, { ...field, initial_time: text(5, 5, /^\d{2}:\d{2}$/), timezone: text(100, 1), confirm }),
  datetimepicker: shape({}, { ...action, ...focus, initial_date_time: whole(1_000_000_000, 9_999_999_999), confirm }),
  plain_text_input: all(
    shape(
      {},
      {
        ...typed,
        multiline: flag,
        min_length: whole(0, limits.plainTextInput),
        max_length: whole(1, limits.plainTextInput),
      },
    ),
    lengthsAgree,
  ),
  email_text_input: shape({}, typed),
  url_text_input: shape({}, typed),
  number_input: shape(
    { is_decimal_allowed: flag },
    { ...field, ...dispatch, initial_value: decimal, min_value: decimal, max_value: decimal },
  ),
  rich_text_input: shape(
    {},
    { ...field, ...dispatch, initial_value: richText, min_lines: whole(1, 100), max_lines: whole(1, 100) },
  ),
  file_input: shape({}, { ...action, filetypes: list(text(20, 1), 1, 100), max_files: whole(1, 10) }),
};

const menuTypes = Object.keys(menus);
const selects = menuTypes.filter((type) => type.endsWith('select'));
const pickers = ['datepicker', 'timepicker'];

const places = {
  actions: ['button', 'workflow_button', 'datetimepicker', 'rich_text_input', ...pickers, ...menuTypes],
  accessory: ['button', 'workflow_button', 'image', ...pickers, ...menuTypes],
  input: [
    'plain_text_input',
    'email_text_input',
    'url_text_input',
    'number_input',
    'rich_text_input',
    'file_input',
    'datetimepicker',
    'checkboxes',
    'radio_buttons',
    ...pickers,
    ...selects,
  ],
};

// docs.slack.dev/blocks.json: elements that not every surface takes.
const onlyOn: Record<string, readonly Surface[]> = {
  number_input: ['modal'],
  url_text_input: ['modal'],
  email_text_input: ['modal'],
  file_input: ['modal'],
  datetimepicker: ['message', 'modal'],
  workflow_button: ['message'],
};

/** The interactive element of an actions block, a section's accessory or an input, as far as the surface takes it. */
export const element =
  (place: keyof typeof places): Check =>
  (value, pointer, context) => {
    const allowed = places[place].filter((type) => onlyOn[type]?.includes(context.surface) ?? true);
    const variants = Object.fromEntries(allowed.flatMap((type) => (elements[type] ? [[type, elements[type]]] : [])));
    byType(() => variants)(value, pointer, context);
  };

/** A button, where nothing else is taken. */
export const button: Check = byType(() => ({ button: elements.button ?? shape({}) }));

/** An image, where nothing else is taken. */
export const image: Check = byType(() => ({ image: imageElement }));
