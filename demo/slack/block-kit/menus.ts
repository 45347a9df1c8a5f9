import { isDeepStrictEqual } from 'node:util';
import { asObjects, type Json } from '../json.ts';
import { limits } from './limits.ts';
import { all, type Check, flag, list, oneOf, rule, shape, text, whole } from './schema.ts';
import { choiceOption, confirm, optionGroup, overflowOption, plainOption, plainText } from './texts.ts';

const id = text(limits.actionId, 1);
const action = { action_id: id, confirm };
const focus = { focus_on_load: flag };
const field = { ...action, ...focus, placeholder: plainText(limits.placeholder) };
const many = { max_selected_items: whole(1, 1000) };
const ids = list(id, 1, 1000);

const optionsOf = (menu: Json): Json[] => [
  ...asObjects(menu.options),
  ...asObjects(menu.option_groups).flatMap((group) => asObjects(group.options)),
];

const oneSource = rule((menu) =>
  (menu.options === undefined) === (menu.option_groups === undefined)
    ? 'must provide exactly one of options or option_groups'
    : undefined,
);

const initialIsOption = rule((menu) => {
  const initial = menu.initial_option === undefined ? asObjects(menu.initial_options) : [menu.initial_option];
  const options = optionsOf(menu);
  const isKnown = (each: unknown) => options.some((option) => isDeepStrictEqual(option, each));
  return initial.every(isKnown) ? undefined : 'initial option must match one of the options';
});

const distinctValues = rule((menu) => {
  const values = optionsOf(menu).flatMap((option) => (option.value === undefined ? [] : [option.value]));
  return new Set(values).size === values.length ? undefined : 'option values must be unique';
});

const sources = {
  options: list(plainOption, 1, limits.selectOptions),
  option_groups: list(optionGroup, 1, limits.optionGroups),
};
const query = { min_query_length: whole(0, 100) };
const filter = shape(
  {},
  {
    include: list(oneOf('im', 'mpim', 'private', 'public'), 1, 4),
    exclude_external_shared_channels: flag,
    exclude_bot_users: flag,
  },
);
const conversations = { default_to_current_conversation: flag, filter };
const urlEnabled = { response_url_enabled: flag };
const chosen = list(plainOption, 1, limits.selectOptions);

/** Everything one chooses from: selects, multi-selects, overflow, checkboxes, radio buttons. */
export const menus: Record<string, Check> = {
  static_select: all(shape({}, { ...field, ...sources, initial_option: plainOption }), oneSource, initialIsOption),
  external_select: shape({}, { ...field, ...query, initial_option: plainOption }),
  users_select: shape({}, { ...field, initial_user: id }),
  channels_select: shape({}, { ...field, ...urlEnabled, initial_channel: id }),
  conversations_select: shape({}, { ...field, ...urlEnabled, ...conversations, initial_conversation: id }),
  multi_static_select: all(
    shape({}, { ...field, ...many, ...sources, initial_options: chosen }),
    oneSource,
    initialIsOption,
  ),
  multi_external_select: shape({}, { ...field, ...many, ...query, initial_options: chosen }),
  multi_users_select: shape({}, { ...field, ...many, initial_users: ids }),
  multi_channels_select: shape({}, { ...field, ...many, initial_channels: ids }),
  multi_conversations_select: shape({}, { ...field, ...many, ...conversations, initial_conversations: ids }),
  overflow: shape({ options: list(overflowOption, 1, limits.overflowOptions) }, action),
  checkboxes: all(
    shape(
      { options: list(choiceOption, 1, limits.choiceOptions) },
      { ...action, ...focus, initial_options: list(choiceOption, 1, limits.choiceOptions) },
    ),
    initialIsOption,
    distinctValues,
  ),
  radio_buttons: all(
    shape(
      { options: list(choiceOption, 1, limits.choiceOptions) },
      { ...action, ...focus, initial_option: choiceOption },
    ),
    initialIsOption,
    distinctValues,
  ),
};
