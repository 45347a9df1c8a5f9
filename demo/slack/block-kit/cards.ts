import { button, image } from './elements.ts';
import { limits } from './limits.ts';
import { richText } from './rich-text.ts';
import { address, byType, type Check, flag, list, oneOf, shape, text } from './schema.ts';
import { anyText, confirm, mrkdwnText, plainText } from './texts.ts';

const blockId = { block_id: text(limits.blockId) };
const anything: Check = () => undefined;

export const card = shape(
  {},
  {
    ...blockId,
    hero_image: image,
    icon: image,
    slack_icon: anything,
    title: mrkdwnText(limits.cardTitle),
    subtitle: mrkdwnText(limits.cardTitle),
    body: mrkdwnText(limits.cardBody),
    subtext: mrkdwnText(limits.cardBody),
    actions: list(button, 1, limits.cardButtons),
  },
);

export const carousel = shape(
  {
    elements: list(
      byType(() => ({ card })),
      1,
      limits.carouselCards,
    ),
  },
  blockId,
);

export const alert = shape(
  { text: anyText(limits.alertText) },
  { ...blockId, level: oneOf('default', 'info', 'warning', 'error', 'success') },
);

const source = byType(() => ({ url: shape({ url: address, text: text(limits.text, 1) }) }));

export const taskCard = shape(
  { task_id: text(255, 1), title: text(limits.text, 1), status: oneOf('pending', 'in_progress', 'complete', 'error') },
  { ...blockId, details: richText, output: richText, sources: list(source, 0, 100) },
);

export const plan = shape({ title: text(limits.text, 1) }, { ...blockId, tasks: list(anything, 0, 100) });

const feedback = shape(
  { text: plainText(limits.buttonText), value: text(limits.buttonValue) },
  { accessibility_label: text(limits.accessibilityLabel) },
);

export const contextActions = shape(
  {
    elements: list(
      byType(() => ({
        feedback_buttons: shape({ positive_button: feedback, negative_button: feedback }, { action_id: text(255, 1) }),
        icon_button: shape(
          { icon: text(255, 1), text: plainText(limits.buttonText) },
          {
            action_id: text(255, 1),
            value: text(limits.buttonValue),
            accessibility_label: text(75),
            visible_to_user_ids: list(text(255, 1), 1, 100),
            confirm,
          },
        ),
      })),
      1,
      limits.contextActionsElements,
    ),
  },
  blockId,
);

export const video = shape(
  {
    video_url: address,
    thumbnail_url: address,
    alt_text: text(limits.altText, 1),
    title: plainText(limits.videoTitle),
  },
  {
    ...blockId,
    title_url: address,
    author_name: text(50),
    provider_name: text(255),
    provider_icon_url: address,
    description: plainText(200),
  },
);

export const file = shape({ source: oneOf('remote'), external_id: text(255, 1) }, blockId);

// The members of this block are not published in @slack/types 3.2.0, so only its title is looked at.
export const chart: Check = (value, pointer, context) => {
  const title = typeof value === 'object' && value !== null && 'title' in value ? value.title : undefined;
  const check = typeof title === 'string' ? text(limits.charts.title, 1) : plainText(limits.charts.title);
  if (title !== undefined) check(title, `${pointer}/title`, context);
};

export const markdown = shape({ text: text(limits.markdownTotal, 1) }, blockId);

/** A container around other blocks; `child` is the check of one of them. */
export const container = (child: Check): Check =>
  shape(
    { child_blocks: list(child, 1, limits.containerChildren) },
    {
      ...blockId,
      title: plainText(limits.containerTitle),
      rich_text_title: richText,
      subtitle: anyText(limits.containerTitle),
      width: oneOf('narrow', 'standard', 'wide', 'full'),
      icon: image,
      is_collapsible: flag,
      default_collapsed: flag,
      has_header_divider: flag,
    },
  );
