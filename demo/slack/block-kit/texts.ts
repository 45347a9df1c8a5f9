import { limits } from './limits.ts';
import { byType, type Check, flag, list, matched, oneOf, shape, text } from './schema.ts';

/** A `plain_text` object of 1 to `max` code points. */
export const plainText = (max: number): Check =>
  matched(byType(() => ({ plain_text: shape({ text: text(max, 1) }, { emoji: flag }) })));

/** A `mrkdwn` object of 1 to `max` code points. */
export const mrkdwnText = (max: number): Check =>
  matched(byType(() => ({ mrkdwn: shape({ text: text(max, 1) }, { verbatim: flag }) })));

/** Either text object. */
export const anyText = (max: number): Check =>
  matched(
    byType(() => ({
      plain_text: shape({ text: text(max, 1) }, { emoji: flag }),
      mrkdwn: shape({ text: text(max, 1) }, { verbatim: flag }),
    })),
  );

/** The dialog before an action: a title, a text and two buttons, all optional but the text. */
export const confirm: Check = matched(
  shape(
    { text: anyText(limits.confirmText) },
    {
      title: plainText(limits.confirmTitle),
      confirm: plainText(limits.confirmButton),
      deny: plainText(limits.confirmButton),
      style: oneOf('primary', 'danger'),
    },
  ),
);

const optionExtras = { description: plainText(limits.optionDescription) };
const optionValue = { value: text(limits.optionValue, 1) };

/** An option of a select menu. */
export const plainOption = matched(shape({ text: plainText(limits.optionText), ...optionValue }, optionExtras));

/** An option of an overflow menu, which may also carry a link. */
export const overflowOption = matched(
  shape({ text: plainText(limits.optionText) }, { ...optionValue, ...optionExtras, url: text(limits.url, 1) }),
);

/** An option of checkboxes or radio buttons: its texts may be mrkdwn. */
export const choiceOption = matched(
  shape({ text: anyText(limits.optionText), ...optionValue }, { description: anyText(limits.optionDescription) }),
);

/** A named group of options. */
export const optionGroup = matched(
  shape({ label: plainText(limits.optionGroupLabel), options: list(plainOption, 1, limits.selectOptions) }),
);
