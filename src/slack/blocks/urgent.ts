import type { UrgentContent } from '../../domain/digest/content.ts';
import { listed, plural } from '../../domain/words.ts';
import { actionIds } from '../ids.ts';
import { digestGroup } from './digest-group.ts';
import { actions, button, context, header } from './limits.ts';
import { code } from './mrkdwn.ts';
import type { RenderContext, Rendered } from './rendered.ts';
import { withinMessage } from './within-message.ts';

/** What does not wait for the digest. */
export function urgent(
  { headline, tags, open, more, composedAt }: UrgentContent,
  digestId: string,
  drawing: RenderContext,
): Rendered {
  const called = new Set<string>();
  return {
    text: headline,
    blocks: withinMessage(
      [header(headline)],
      open.flatMap((group, index) => digestGroup(group, index, { digestId, called, composedAt }, drawing)),
      [
        ...(more.open > 0 ? [context(`${plural(more.open, 'more cause')} in the thread.`)] : []),
        actions(`digest-${digestId}`, [
          button(actionIds.showDigest, 'Show all', JSON.stringify({ digestId }), 'Show all of these in the thread'),
        ]),
        context(`Told at once, because of ${listed(tags.map(code), 3)}; the digest counts it, too.`),
      ],
      (left) => context(`${plural(left, 'more')} did not fit; *Show all* lists everything in the thread.`),
    ),
  };
}
