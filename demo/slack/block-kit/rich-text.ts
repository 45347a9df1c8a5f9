import { limits } from './limits.ts';
import { address, byType, type Check, flag, list, number, oneOf, shape, text, whole } from './schema.ts';

const style = {
  style: shape(
    {},
    {
      bold: flag,
      italic: flag,
      strike: flag,
      underline: flag,
      code: flag,
      highlight: flag,
      client_highlight: flag,
      unlink: flag,
    },
  ),
};
const id = text(255, 1);

const inline: Check = byType(() => ({
  text: shape({ text: text(Number.MAX_SAFE_INTEGER, 1) }, style),
  link: shape({ url: address }, { ...style, text: text(Number.MAX_SAFE_INTEGER), unsafe: flag }),
  user: shape({ user_id: id }, style),
  usergroup: shape({ usergroup_id: id }, style),
  channel: shape({ channel_id: id }, style),
  team: shape({ team_id: id }, style),
  broadcast: shape({ range: oneOf('here', 'channel', 'everyone') }, style),
  emoji: shape({ name: id }, { ...style, unicode: id, url: address, skin_tone: whole(1, 6) }),
  date: shape(
    { timestamp: number, format: text(3000, 1) },
    { ...style, url: address, fallback: text(3000), timezone: id },
  ),
  color: shape({ value: id }, style),
}));

const plainInline: Check = byType(() => ({
  text: shape({ text: text(Number.MAX_SAFE_INTEGER, 1) }, style),
  link: shape({ url: address }, { ...style, text: text(Number.MAX_SAFE_INTEGER), unsafe: flag }),
}));

const border = { border: whole(0, 1) };
const inlines = { elements: list(inline, 0, 10_000) };
const section = shape(inlines);

const part: Check = byType(() => ({
  rich_text_section: section,
  rich_text_list: shape(
    {
      elements: list(
        byType(() => ({ rich_text_section: section })),
        0,
        10_000,
      ),
      style: oneOf('bullet', 'ordered'),
    },
    { ...border, indent: whole(0, 8), offset: whole(0, 1_000_000) },
  ),
  rich_text_preformatted: shape({ elements: list(plainInline, 0, 10_000) }, { ...border, language: text(100) }),
  rich_text_quote: shape(inlines, border),
}));

/** A `rich_text` block; Slack refuses empty text elements in it. */
export const richText: Check = byType(() => ({
  rich_text: shape({ elements: list(part, 0, 10_000) }, { block_id: text(limits.blockId) }),
}));
