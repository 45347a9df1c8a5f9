import type { KnownBlock } from '@slack/types';
import type { Muting } from '../../domain/mute/list-mutes.ts';
import { returnsBetween } from '../../domain/mute/stagger.ts';
import { plural } from '../../domain/words.ts';
import { actionIds, numbered } from '../ids.ts';
import { hiddenWords } from './hides.ts';
import { actions, button, context, section } from './limits.ts';
import { bold, dateToken, mention, shortSafe } from './mrkdwn.ts';
import { fallback, type RenderContext, type Rendered } from './rendered.ts';
import { withinMessage } from './within-message.ts';

const shownOnPage = 8;

/** What is muted, by whom, why, until when, and what that hides now; seen by one person only. */
export function mutesList(mutes: readonly Muting[], page: number, _: RenderContext, said?: string): Rendered {
  const pages = Math.max(1, Math.ceil(mutes.length / shownOnPage));
  const at = Math.min(Math.max(page, 0), pages - 1);
  const shown = mutes.slice(at * shownOnPage, (at + 1) * shownOnPage);
  const hidden = mutes.reduce((sum, { failing, unknown }) => sum + failing + unknown, 0);
  const title =
    mutes.length === 0
      ? 'Nothing is muted.'
      : `${plural(mutes.length, 'mute')} in force${pages > 1 ? `, page ${at + 1} of ${pages}` : ''}`;
  const turn = [
    ...(at > 0 ? [button(actionIds.mutesPrevious, 'Previous', String(at - 1), 'Previous page of mutes')] : []),
    ...(at + 1 < pages ? [button(actionIds.mutesNext, 'Next', String(at + 1), 'Next page of mutes')] : []),
  ];
  return {
    text: fallback(title),
    blocks: withinMessage(
      [...(said === undefined ? [] : [section(said)]), section(`*${title}*`)],
      shown.map((each, index) => muteBlocks(each, at, index)),
      [
        ...(turn.length === 0 ? [] : [actions(`mutes-${at}`, turn)]),
        context(
          hidden === 0
            ? '`/aurora mute` mutes a finding, a database, or a rule in an account.'
            : 'What is muted is counted apart, stays in exports, and is not fixed from here. `/aurora findings --status muted` lists it.',
        ),
      ],
      (left) => context(`${plural(left, 'mute')} more did not fit.`),
    ),
  };
}

const reasonShown = 300;

function muteBlocks({ mute, failing, unknown }: Muting, page: number, index: number): KnownBlock[] {
  const { id, label, by, at, reason } = mute;
  const [first, last] = returnsBetween(mute).map((each) => dateToken(new Date(each).toISOString()));
  const until = first === last ? `until ${last}` : `until ${first}, the rest until ${last}`;
  const hides = `Hides ${hiddenWords({ failing, unknown })} now`;
  return [
    section(
      `${bold(label)} · ${until} · by ${mention(by)} ${dateToken(at)}\n${shortSafe(reason, reasonShown)}\n${hides}`,
    ),
    actions(`mute-${id}`, [
      button(numbered(actionIds.unmuteListed, index), 'Unmute', `${id}:${page}`, `Unmute ${label}`),
    ]),
  ];
}
