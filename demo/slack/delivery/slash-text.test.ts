import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createChannelBook } from '../state/channels.ts';
import { createWorkspace, ids } from '../workspace.ts';
import { escapeCommandText } from './slash-text.ts';

const workspace = createWorkspace();
const channels = createChannelBook(workspace);
const typed = (text: string) => escapeCommandText(text, workspace, channels);

describe('the text of a slash command', () => {
  it.each([
    ['mute for @alice', `mute for <@${ids.alice}|alice>`],
    [`mute for <@${ids.bob}>`, `mute for <@${ids.bob}|bob>`],
    ['digest #general', `digest <#${ids.general}|general>`],
    [`digest <#${ids.general}|whatever>`, `digest <#${ids.general}|general>`],
    ['to #private-no-bot', `to <#${ids.privateNoBot}|>`],
    ['ask @dba', `ask <!subteam^${ids.dba}|@dba>`],
    ['@here @channel', '<!here> <!channel>'],
    ['see https://e.com/?a=1&b=2', 'see <https://e.com/?a=1&amp;b=2>'],
    ['<!channel>', '&lt;!channel&gt;'],
    ['<@UNOBODY> @nobody #nowhere', '&lt;@UNOBODY&gt; @nobody #nowhere'],
    ['tag=a&b <c>', 'tag=a&amp;b &lt;c&gt;'],
    ['a@alice.com', 'a@alice.com'],
    ['', ''],
  ])('%s', (text, sent) => {
    expect(typed(text)).toBe(sent);
  });

  it('has no raw bracket but those of real tokens', () => {
    const piece = fc.constantFrom('<', '>', '&', '@alice', '#general', '<@', '|', ' ', 'x', '<!here>', 'https://e.com');
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const rest = typed(pieces.join('')).replace(/<(@U\w+\|\w+|#C\w+\|[\w-]*|!here|https:[^<>]*)>/g, '');
        expect(rest).not.toMatch(/[<>]|&(?!(amp|lt|gt);)/);
      }),
    );
  });
});
