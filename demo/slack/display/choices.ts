import { asObject, asObjects, asText, type Json } from '../json.ts';
import type { DisplayContext } from './context.ts';

/** One thing to choose in a menu. */
export interface Choice {
  label: string;
  value: string;
  /** The option object of menus with their own options. */
  option?: Json;
}

const own = (option: Json): Choice => ({
  label: asText(asObject(option.text).text),
  value: asText(option.value) || asText(asObject(option.text).text),
  option,
});

/** What a menu offers, in order; people and channels where the menu asks for those. */
export function choicesOf(element: Json, context: Pick<DisplayContext, 'names'>): Choice[] {
  const type = asText(element.type);
  const { names } = context;
  const people = () => names.users().map(({ id, name }) => ({ label: name, value: id }));
  const channels = () => names.channels().map(({ id, name }) => ({ label: name, value: id }));
  if (type.endsWith('users_select')) return people();
  if (type.endsWith('channels_select')) return channels();
  if (type.endsWith('conversations_select')) return [...channels(), ...people()];
  const groups = asObjects(element.option_groups);
  return [...asObjects(element.options), ...groups.flatMap((group) => asObjects(group.options))].map(own);
}

/** Values chosen before anybody touched the menu. */
export function initialValues(element: Json): string[] {
  const single = ['initial_user', 'initial_channel', 'initial_conversation'].map((name) => asText(element[name]));
  const several = ['initial_users', 'initial_channels', 'initial_conversations'].flatMap((name) => {
    const list = element[name];
    return Array.isArray(list) ? list.map(asText) : [];
  });
  const options = [element.initial_option, ...asObjects(element.initial_options)];
  return [...options.map((each) => asText(asObject(each).value)), ...single, ...several].filter(
    (value) => value !== '',
  );
}

/** Whether more than one thing can be chosen. */
export const isMultiple = (element: Json): boolean => {
  const type = asText(element.type);
  return type === 'checkboxes' || type.startsWith('multi_');
};
