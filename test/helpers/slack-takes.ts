import type { KnownBlock, ModalView } from '@slack/types';
import fc from 'fast-check';
import { expect } from 'vitest';
import { checkMessageBlocks } from '../../demo/slack/block-kit/check-message.ts';
import { checkView } from '../../demo/slack/block-kit/check-view.ts';
import { limits as slackLimits } from '../../demo/slack/block-kit/limits.ts';
import type { Json } from '../../demo/slack/json.ts';
import { loadMeta, readGuide } from '../../src/rules/registry.ts';

/** What names, reasons and tags may hold at their worst. */
export const nasty = fc.oneof(
  { weight: 3, arbitrary: fc.string({ unit: 'binary', maxLength: 80 }) },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      '<!channel>',
      '<@U1> & co',
      '*_~`',
      '😀'.repeat(40),
      'x'.repeat(4_000),
      '&amp;'.repeat(900),
      '',
      '\n\n',
      'a|b>c<d',
    ),
  },
);

/** One that Slack takes, with words for notifications, in which nothing from outside acts. */
export const expectMessage = ({ text, blocks }: { text: string; blocks: readonly KnownBlock[] }): void => {
  expect(checkMessageBlocks(blocks as unknown as Json[])).toBeUndefined();
  expect(text.trim()).not.toBe('');
  expect(Buffer.byteLength(text)).toBeLessThanOrEqual(slackLimits.updateTextBytes);
  noControl(blocks);
};

export const expectModal = (view: ModalView): void => {
  expect(checkView(view as unknown as Json, 'modal')).toBeUndefined();
  noControl(view);
};

/** The sites that rules and their pages link to. */
const sites = [
  ...new Set(
    (await loadMeta())
      .flatMap(({ id, links }) => [readGuide(id), ...links.map(({ url }) => url)])
      .flatMap((text) => [...text.matchAll(/https:\/\/[\w.-]+\//g)].map(([site]) => site.replaceAll('.', '\\.'))),
  ),
];

/** Nothing from outside may turn into a mention or a link; what we write ourselves starts like one of these. */
const ours = new RegExp(
  `^<(?:@U0(?:1ALICE001|2BOB00001|3CAROL001)>|#C|!date\\^\\d+\\^|(?:${sites.join('|')}|https://console|https://acme\\.slack\\.com/)\\S*\\|)`,
);
function noControl(shown: unknown): void {
  if (typeof shown !== 'object' || shown === null) return;
  const { type, text } = shown as { type?: string; text?: unknown };
  if (type === 'mrkdwn' && typeof text === 'string')
    for (const { index } of text.matchAll(/</g)) expect(text.slice(index)).toMatch(ours);
  for (const each of Object.values(shown)) noControl(each);
}
