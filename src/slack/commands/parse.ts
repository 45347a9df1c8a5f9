import { DateTime } from 'luxon';
import { parseArgsStringToArgv } from 'string-argv';
import { readSince } from '../../domain/life/since.ts';
import { type ListRequest, listStatuses } from '../../domain/listing.ts';
import { didYouMean } from '../../domain/nearest.ts';
import type { ScopeRequest } from '../../domain/scope.ts';
import { subcommands } from '../blocks/help.ts';
import { unescapeText } from '../blocks/mrkdwn.ts';
import { readOptions } from './options.ts';
import { type ParsedDigest, readDigest } from './parse-digest.ts';
import { type ParsedMute, readMute } from './parse-mute.ts';
import { readScopeRequest } from './scope-request.ts';

export type Command =
  | { readonly name: 'audit'; readonly request: ScopeRequest }
  | ({ readonly name: 'findings' } & ListRequest)
  /** Whether the first word is a format or an account is known where the accounts are. */
  | { readonly name: 'report'; readonly request: ScopeRequest; readonly status: string | undefined }
  /** A name, or an ARN. */
  | { readonly name: 'show'; readonly resource: string }
  | { readonly name: 'explain'; readonly rule: string | undefined }
  /** ISO times; `to` is the end of the range, not part of it. */
  | { readonly name: 'audit-log'; readonly from?: string | undefined; readonly to?: string | undefined }
  | { readonly name: 'pause'; readonly reason: string }
  | Extract<ParsedMute, { name: 'mute' }>
  | { readonly name: 'unmute'; readonly what: string }
  | Extract<ParsedDigest, { name: 'digest' }>
  | { readonly name: (typeof plainCommands)[number] };

const plainCommands = ['accounts', 'approvals', 'jobs', 'mutes', 'resume', 'help'] as const;

export type ParsedCommand = Command | { readonly problem: string };

const longest = 1_000;

/**
 * Reads what follows `/aurora`, as Slack sends it (`should_escape`: `&amp;`, `<@U1|name>`). Phones turn `--` into a
 * dash and quotes into curly ones; both are understood. Never throws.
 */
export function parseCommand(text: string): ParsedCommand {
  if (text.length > longest)
    return {
      problem: `That command has ${text.length.toLocaleString('en-US')} characters; at most ${longest.toLocaleString('en-US')} are read.`,
    };
  const [name = 'help', ...args] = words(text);
  switch (name.toLowerCase()) {
    case 'audit':
      return readAudit(args);
    case 'findings':
      return readFindings(args);
    case 'report':
      return readReport(args);
    case 'show':
      return args.length === 1
        ? { name: 'show', resource: args[0] ?? '' }
        : { problem: 'Show which database? Give one name or ARN, like `/aurora show orders`.' };
    case 'explain':
      return args.length > 1
        ? { problem: 'Explain which rule? Give one id, like `/aurora explain aurora-backtrack-enabled`.' }
        : { name: 'explain', rule: args[0] };
    case 'audit-log':
      return readRange(args);
    case 'pause':
      return args.length === 0
        ? { problem: 'Say why, so that others know: `/aurora pause migrating the network`.' }
        : { name: 'pause', reason: args.join(' ') };
    case 'digest':
      return readDigest(args);
    case 'mute':
      return readMute(args);
    case 'unmute':
      return args.length === 0
        ? { problem: 'Unmute what? `/aurora mutes` lists what is muted, with a button for each.' }
        : { name: 'unmute', what: args.join(' ') };
    default: {
      const plain = plainCommands.find((each) => each === name.toLowerCase());
      if (plain !== undefined) return { name: plain };
      return { problem: `There is no command \`${name.slice(0, 80)}\`.${didYouMeanCommand(name)}` };
    }
  }
}

const didYouMeanCommand = (name: string): string => {
  const suggestion = didYouMean(name, subcommands);
  return suggestion.replace('`', '`/aurora ');
};

/** An apostrophe inside a word quotes nothing. It travels as a letter that nobody types. */
const apostrophe = '\uE000';

const words = (text: string): string[] =>
  parseArgsStringToArgv(
    unescapeText(text)
      .replace(/[\u201c\u201d\u201e]/g, '"')
      .replace(/[\u2018\u2019]/g, "'")
      .replace(/(?<=\p{L})'(?=\p{L})/gu, apostrophe)
      .replace(/(^|\s)[\u2013\u2014](?=\w)/g, '$1--')
      .replace(/\s+/g, ' ')
      .trim(),
  ).map((word) => word.replaceAll(apostrophe, "'"));

function readAudit(args: readonly string[]): ParsedCommand {
  const options = readOptions(args, ['region', 'rule', 'tag']);
  if ('problem' in options) return options;
  const request = readScopeRequest(options);
  return 'problem' in request ? request : { name: 'audit', request };
}

function readReport(args: readonly string[]): ParsedCommand {
  const options = readOptions(args, ['region', 'rule', 'tag', 'status']);
  if ('problem' in options) return options;
  const request = readScopeRequest(options);
  if ('problem' in request) return request;
  const status = options.values.status.at(-1)?.toLowerCase();
  return unknownStatus(status) ?? { name: 'report', request, status };
}

function unknownStatus(status: string | undefined): { readonly problem: string } | undefined {
  if (status === undefined || listStatuses.some((each) => each === status)) return undefined;
  return {
    problem: `There is no status \`${status.slice(0, 80)}\`.${didYouMean(status, listStatuses) || ` Known: ${listStatuses.join(', ')}.`}`,
  };
}

function readFindings(args: readonly string[]): ParsedCommand {
  const options = readOptions(args, ['region', 'rule', 'tag', 'status', 'since', 'sort', 'muted']);
  if ('problem' in options) return options;
  const request = readScopeRequest(options);
  if ('problem' in request) return request;
  const [status, since, sort] = (['status', 'since', 'sort'] as const).map((name) => options.values[name].at(-1));
  const unknown = unknownStatus(status?.toLowerCase());
  if (unknown !== undefined) return unknown;
  if (options.flags.has('muted') && status !== undefined) return { problem: 'Give either `--muted` or `--status`.' };
  if (since !== undefined && readSince(since, new Date()) === undefined)
    return { problem: `\`${since.slice(0, 80)}\` is no time. Write \`7d\`, \`36h\` or a date like \`2026-11-03\`.` };
  if (sort !== undefined && sort.toLowerCase() !== 'age')
    return { problem: `Findings can be sorted by \`age\`, not by \`${sort.slice(0, 80)}\`.` };
  return {
    name: 'findings',
    request,
    status: options.flags.has('muted') ? 'muted' : status?.toLowerCase(),
    ...(since === undefined ? {} : { since }),
    ...(sort === undefined ? {} : { sort: 'age' as const }),
  };
}

/** Days are whole days in UTC, the last one included; a time of day may be given, too. */
function readRange(args: readonly string[]): ParsedCommand {
  if (args.length > 2) return { problem: 'Give at most two dates, like `/aurora audit-log 2026-11-01 2026-11-21`.' };
  const times: (DateTime | undefined)[] = [];
  for (const [index, text] of args.entries()) {
    const time = DateTime.fromISO(text, { zone: 'utc' });
    if (!time.isValid) return { problem: `\`${text.slice(0, 80)}\` is no date. Write it like \`2026-11-21\`.` };
    times.push(index === 1 && !text.includes('T') ? time.plus({ days: 1 }) : time);
  }
  const [from, to] = times;
  if (from !== undefined && to !== undefined && from >= to)
    return { problem: 'The first date has to be before the second one.' };
  return { name: 'audit-log', from: from?.toISO() ?? undefined, to: to?.toISO() ?? undefined };
}
