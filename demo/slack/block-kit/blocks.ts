import {
  alert,
  card,
  carousel,
  chart,
  container,
  contextActions,
  file,
  markdown,
  plan,
  taskCard,
  video,
} from './cards.ts';
import { element } from './elements.ts';
import { imageBlock, imageElement } from './images.ts';
import { limits } from './limits.ts';
import { richText } from './rich-text.ts';
import { all, byType, type Check, flag, list, rule, type Surface, shape, text, whole } from './schema.ts';
import { dataTable, table } from './tables.ts';
import { anyText, plainText } from './texts.ts';

const blockId = { block_id: text(limits.blockId) };

const contextElement: Check = (value, pointer, context) => {
  const isImage = typeof value === 'object' && value !== null && 'type' in value && value.type === 'image';
  (isImage ? imageElement : anyText(limits.text))(value, pointer, context);
};

const section = all(
  shape(
    {},
    {
      ...blockId,
      text: anyText(limits.text),
      fields: list(anyText(limits.fieldText), 1, limits.fields),
      accessory: element('accessory'),
      expand: flag,
    },
  ),
  rule((block) =>
    block.text === undefined && block.fields === undefined ? 'missing required field: text' : undefined,
  ),
);

const nested = [
  'actions',
  'context',
  'divider',
  'file',
  'header',
  'image',
  'input',
  'rich_text',
  'section',
  'table',
  'video',
];

const blocks: Record<string, Check> = {
  section,
  header: shape({ text: plainText(limits.header) }, { ...blockId, level: whole(1, 6) }),
  divider: shape({}, blockId),
  context: shape({ elements: list(contextElement, 1, limits.contextElements) }, blockId),
  actions: shape({ elements: list(element('actions'), 1, limits.actionsElements) }, blockId),
  image: imageBlock,
  input: shape(
    { label: plainText(limits.inputLabel), element: element('input') },
    { ...blockId, hint: plainText(limits.inputHint), optional: flag, dispatch_action: flag },
  ),
  rich_text: richText,
  markdown,
  table,
  data_table: dataTable,
  data_visualization: chart,
  alert,
  card,
  carousel,
  context_actions: contextActions,
  task_card: taskCard,
  plan,
  video,
  file,
  container: container((value, pointer, context) =>
    byType(() => Object.fromEntries(nested.flatMap((type) => (blocks[type] ? [[type, blocks[type]]] : []))))(
      value,
      pointer,
      context,
    ),
  ),
};

// The matrix of https://docs.slack.dev/blocks.json.
const notOn: Record<Surface, readonly string[]> = {
  message: ['alert', 'file'],
  modal: [
    'card',
    'carousel',
    'container',
    'context_actions',
    'data_table',
    'data_visualization',
    'markdown',
    'plan',
    'table',
    'task_card',
  ],
  home: ['alert', 'context_actions', 'data_table', 'data_visualization', 'markdown', 'plan', 'table', 'task_card'],
};

/** One block, of a type that the surface takes. */
export const block: Check = (value, pointer, context) =>
  byType(() => Object.fromEntries(Object.entries(blocks).filter(([type]) => !notOn[context.surface].includes(type))))(
    value,
    pointer,
    context,
  );
