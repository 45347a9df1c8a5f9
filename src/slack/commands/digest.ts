import type { AllMiddlewareArgs } from '@slack/bolt';
import { targetsOfDigest } from '../../domain/digest/belongs.ts';
import { type DigestRequest, settingsChanged, settingsInWords } from '../../domain/digest/configure.ts';
import { nextDigest } from '../../domain/digest/schedule.ts';
import { type ChannelDigest, whyPaused } from '../../domain/digest/settings.ts';
import { ConfigurationError } from '../../domain/errors.ts';
import { shortId } from '../../domain/ids.ts';
import { plural } from '../../domain/words.ts';
import { insistOnQueue } from '../answers.ts';
import { context, section } from '../blocks/limits.ts';
import { dateToken, mention, safe } from '../blocks/mrkdwn.ts';
import { render } from '../blocks/render.ts';
import { fallback, type Rendered } from '../blocks/rendered.ts';
import { renderContext, type SlackDeps } from '../deps.ts';
import type { DigestBy, TurnedOn } from '../digest-desk.ts';
import { whyUnreachable } from '../reach.ts';
import { workerWarning } from '../worker-warning.ts';
import type { DigestWord } from './parse-digest.ts';

type Client = AllMiddlewareArgs['client'];

export interface DigestCommand {
  readonly what: DigestWord;
  readonly request: DigestRequest;
}

/** For everybody in the channel, or for whoever asked. */
export type DigestAnswer = Rendered & { readonly inChannel?: true };

const said = (mrkdwn: string, ...notes: readonly string[]): Rendered => ({
  text: fallback(mrkdwn.replace(/<!date\^[^|]*\|([^>]*)>/g, '$1')),
  blocks: [section(mrkdwn), ...(notes.length === 0 ? [] : [context(...notes)])],
});

/** `/aurora digest …`: full members of the workspace set it; what is set is said to the whole channel, with who has done it. */
export async function digestCommand(
  deps: SlackDeps,
  { what, request }: DigestCommand,
  by: DigestBy & { readonly triggerId: string },
  client: Client,
): Promise<DigestAnswer> {
  insistOnQueue(deps.ready);
  switch (what) {
    case 'status':
      return status(deps, by.channelId);
    case 'off':
      return turnOff(deps, by);
    case 'preview':
      return preview(deps, by, request);
    case 'on':
      await insistOnChannel(client, by.channelId);
      return turnOn(deps, by, request);
    case 'now':
      await insistOnChannel(client, by.channelId);
      return sendNow(deps, by);
  }
}

async function insistOnChannel(client: Client, channelId: string): Promise<void> {
  const problem = await whyUnreachable(client, channelId);
  if (problem !== undefined) throw new ConfigurationError([problem]);
}

async function turnOn(deps: SlackDeps, by: DigestBy, request: DigestRequest): Promise<DigestAnswer> {
  const answer = await deps.digesting.turnOn(by, request);
  if ('problems' in answer) throw new ConfigurationError(answer.problems);
  const { before, after } = answer;
  const notes = [...routed(deps, by.channelId), ...((await warnings(deps)) ?? [])];
  const who = mention(by.userId);
  if (before?.on !== true) {
    const comes = `${before?.toldUpTo === undefined ? 'The first one' : 'The next one'} comes ${whenNext(after, deps)}.`;
    return {
      ...said(`${who} turned on the digest of this channel: ${wordsOf(after, deps)}. ${comes}`, ...notes),
      inChannel: true,
    };
  }
  return changed(deps, answer, who, notes);
}

function changed(deps: SlackDeps, { before, after }: TurnedOn, who: string, notes: readonly string[]): DigestAnswer {
  const changes = before === undefined ? [] : settingsChanged(before, after, deps.estate.accounts);
  if (changes.length === 0)
    return said(
      `The digest of this channel is on like that already: ${wordsOf(after, deps)}. The next one comes ${whenNext(after, deps)}.`,
      ...notes,
    );
  const what = changes.map(safe).join('; ');
  return {
    ...said(
      `${who} changed the digest of this channel: ${what}. The next one comes ${whenNext(after, deps)}.`,
      ...notes,
    ),
    inChannel: true,
  };
}

async function turnOff({ digesting }: SlackDeps, by: DigestBy): Promise<DigestAnswer> {
  const before = await digesting.turnOff(by);
  if (before !== undefined && 'problems' in before) throw new ConfigurationError(before.problems);
  if (before === undefined) return said('This channel has no digest that could be turned off.');
  return {
    ...said(
      `${mention(by.userId)} turned off the digest of this channel. \`/aurora digest on\` turns it on again; it then goes on where it stopped.`,
    ),
    inChannel: true,
  };
}

async function sendNow(deps: SlackDeps, by: DigestBy & { readonly triggerId: string }): Promise<DigestAnswer> {
  const answer = await deps.digesting.sendNow(by, shortId(by.triggerId));
  if ('problems' in answer) throw new ConfigurationError(answer.problems);
  const { settings, already } = answer;
  if (already !== undefined) {
    const whose =
      already.askedBy === undefined ? 'Today’s digest' : `A digest that ${mention(already.askedBy)} asked for`;
    return said(`${whose} is on its way to this channel already.`, ...((await warnings(deps)) ?? []));
  }
  const targets = targetsOfDigest({ channelId: by.channelId, scope: settings.scope, ...deps.estate });
  return said(
    `The digest comes here as soon as ${plural(targets.length, 'target is', 'targets are')} audited.`,
    ...((await warnings(deps)) ?? []),
  );
}

async function preview(deps: SlackDeps, by: DigestBy, request: DigestRequest): Promise<DigestAnswer> {
  const content = await deps.digesting.preview(by, request);
  if ('problems' in content) throw new ConfigurationError(content.problems);
  const { text, blocks } = render({ kind: 'digest', content }, renderContext(deps));
  const note = context(
    'What would be posted now, from the newest verdicts, without a new scan. Only you see it, and nothing has moved.',
  );
  return { text, blocks: [note, ...blocks] };
}

async function status(deps: SlackDeps, channelId: string): Promise<DigestAnswer> {
  const digest = await deps.digesting.get(channelId);
  if (digest === undefined)
    return said('This channel has no digest. `/aurora digest on` turns it on.', ...routed(deps, channelId));
  const { on, by, changedAt, toldAt, paused } = digest;
  const last = toldAt === undefined ? 'None has been told yet.' : `The last one was told ${dateToken(toldAt)}.`;
  const set = `Set by ${mention(by)} ${dateToken(changedAt)}.`;
  if (on)
    return said(
      `The digest of this channel is on: ${wordsOf(digest, deps)}. The next one comes ${whenNext(digest, deps)}.`,
      `${set} ${last}`,
      ...routed(deps, channelId),
    );
  if (paused !== undefined)
    return said(
      `The digest of this channel is paused since ${dateToken(paused.at)}: ${safe(whyPaused(paused.code))}. \`/aurora digest on\` turns it on again.`,
      `${set} ${last}`,
    );
  return said(
    'The digest of this channel is off. `/aurora digest on` turns it on again; it then goes on where it stopped.',
    `${set} ${last}`,
  );
}

const wordsOf = (digest: ChannelDigest, { estate }: SlackDeps): string =>
  safe(settingsInWords(digest, estate.accounts));

/** In the reader's own time zone. */
function whenNext(digest: ChannelDigest, { now }: SlackDeps): string {
  const moment = now();
  const { at } = nextDigest(digest, moment);
  return at.getTime() <= moment.getTime() ? 'within a minute' : dateToken(at.toISOString());
}

/** What routes bring here, whatever scope was chosen. */
function routed({ estate }: SlackDeps, channelId: string): string[] {
  const count = estate.routes.filter(({ channel }) => channel === channelId).length;
  return count === 0
    ? []
    : [`By accounts.yaml, findings of ${plural(count, 'route')} are at home here and are told here besides.`];
}

async function warnings(deps: SlackDeps): Promise<string[] | undefined> {
  const warning = await workerWarning(deps);
  return warning === undefined ? undefined : [`:warning: ${warning}`];
}
