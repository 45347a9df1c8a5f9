import type { ChannelBook } from '../state/channels.ts';
import type { Workspace } from '../workspace.ts';

const escapeText = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');

const PIECES =
  /<@([A-Z0-9]+)(?:\|[^<>]*)?>|<#([A-Z0-9]+)(?:\|[^<>]*)?>|(?<![^\s(])([@#])([\w.-]*\w)|(https?:\/\/[^\s<>]+)/g;

/**
 * The text of a slash command as Slack sends it with `should_escape: true`: people and channels that exist become
 * `<@U123|name>` and `<#C123|name>`, addresses `<https://…>`, and everything else is escaped, so that what looks like
 * a mention but is none reaches the app as text.
 *
 * Source: api.slack.com/interactivity/slash-commands, "Escape channels, users, and links sent to your app".
 */
export function escapeCommandText(text: string, workspace: Workspace, channels: ChannelBook): string {
  const person = (matches: (user: { id: string; name: string }) => boolean) => {
    const bot = { id: workspace.app.botUserId, name: workspace.app.botName };
    const found = [bot, ...workspace.users].find(matches);
    return found && `<@${found.id}|${found.name}>`;
  };
  const place = (found: { id: string; name: string; kind: string } | undefined) =>
    found && `<#${found.id}|${found.kind === 'private' ? '' : found.name}>`;
  const group = (handle: string) => {
    const found = workspace.userGroups.find((each) => each.handle === handle);
    return found && `<!subteam^${found.id}|@${found.handle}>`;
  };
  let shown = '';
  let at = 0;
  for (const match of text.matchAll(PIECES)) {
    const [whole, userId, channelId, sign, name, url] = match;
    let meant: string | undefined;
    if (userId !== undefined) meant = person((user) => user.id === userId);
    else if (channelId !== undefined) meant = place(channels.find(channelId));
    else if (sign === '#') meant = place(channels.findByName(name ?? ''));
    else if (sign === '@' && /^(here|channel|everyone)$/.test(name ?? '')) meant = `<!${name}>`;
    else if (sign === '@') meant = person((user) => user.name === name) ?? group(name ?? '');
    else if (url !== undefined) meant = `<${escapeText(url)}>`;
    shown += escapeText(text.slice(at, match.index)) + (meant ?? escapeText(whole));
    at = match.index + whole.length;
  }
  return shown + escapeText(text.slice(at));
}
