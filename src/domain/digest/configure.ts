import type { Account } from '../accounts.ts';
import type { People } from '../approval/ports.ts';
import { didYouMean } from '../nearest.ts';
import type { RuleMeta } from '../rule.ts';
import { type AuditScope, describeScope, everything, readScope, type ScopeRequest, targetsOf } from '../scope.ts';
import type { Configured } from './ports.ts';
import { type ChannelDigest, type DigestSettings, quietWays } from './settings.ts';
import { readTimeOfDay, readZone } from './time-zone.ts';

/** What somebody typed; what he left out stays as it is. */
export interface DigestRequest {
  readonly at?: string | undefined;
  readonly zone?: string | undefined;
  readonly quiet?: string | undefined;
  /** Undefined when no part of a scope was typed; `all` is a scope of its own. */
  readonly scope?: ScopeRequest | undefined;
}

/** Everybody sees a channel's digest, and colleagues alone decide about it. A sentence for whoever may not. */
export async function whyNotSet(people: Pick<People, 'person'>, userId: string): Promise<string | undefined> {
  const person = await people.person(userId).catch(() => undefined);
  if (person === undefined)
    return 'Slack does not tell who you are at the moment, so nothing was changed. Please try again.';
  return person.kind === 'member'
    ? undefined
    : 'Only full members of this workspace may turn a digest on or off, change it, or have one sent. Ask one of them. `/aurora digest preview` shows you what it would say now.';
}

const defaultAt = '09:00';

/** A channel without settings of its own, as somebody in this time zone would have it. */
export const defaultSettings = (zone: string): DigestSettings => ({
  at: defaultAt,
  zone,
  scope: everything,
  quiet: 'line',
});

export type SettingsAnswer = { readonly settings: DigestSettings } | { readonly problems: readonly string[] };

/** Checks what was typed; each problem names the nearest valid word, and with one of them nothing changes. */
export function readSettings(
  { at, zone, quiet, scope }: DigestRequest,
  before: DigestSettings,
  accounts: readonly Account[],
  metas: readonly Pick<RuleMeta, 'id' | 'references'>[],
): SettingsAnswer {
  const time = at === undefined ? { at: before.at } : readTimeOfDay(at);
  const place = zone === undefined ? { zone: before.zone } : readZone(zone);
  const way = quiet === undefined ? { quiet: before.quiet } : readQuiet(quiet);
  const within = scope === undefined ? { scope: before.scope } : readTargets(scope, accounts, metas);
  const problems = [time, place, way].flatMap((each) => ('problem' in each ? [each.problem] : []));
  if ('problems' in within) return { problems: [...problems, ...within.problems] };
  if ('problem' in time || 'problem' in place || 'problem' in way) return { problems };
  return { settings: { at: time.at, zone: place.zone, quiet: way.quiet, scope: within.scope } };
}

function readQuiet(word: string): Pick<DigestSettings, 'quiet'> | { readonly problem: string } {
  const quiet = quietWays.find((each) => each === word.toLowerCase());
  if (quiet !== undefined) return { quiet };
  return {
    problem: `On a quiet day there is a \`line\` or \`nothing\`, not \`${word.slice(0, 80)}\`.${didYouMean(word, quietWays)}`,
  };
}

function readTargets(
  request: ScopeRequest,
  accounts: readonly Account[],
  metas: readonly Pick<RuleMeta, 'id' | 'references'>[],
): { readonly scope: AuditScope } | { readonly problems: readonly string[] } {
  const answer = readScope(request, accounts, metas);
  if ('problems' in answer || targetsOf(answer.scope, accounts).length > 0) return answer;
  return { problems: ['No configured account and Region matches that.'] };
}

/** A tag of the scope that no database known so far carries, with the nearest one that some do. */
export function unknownTag(
  scope: AuditScope,
  tagged: readonly (Readonly<Record<string, string>> | undefined)[],
): string | undefined {
  const known = new Set(tagged.flatMap((tags) => Object.entries(tags ?? {}).map(([key, value]) => `${key}=${value}`)));
  const missing = Object.entries(scope.tags)
    .map(([key, value]) => `${key}=${value}`)
    .find((tag) => !known.has(tag));
  if (missing === undefined || tagged.length === 0) return undefined;
  return `No database known so far carries the tag \`${missing}\`.${didYouMean(missing, [...known])}`;
}

/** The digest of a channel that is turned on, or stays on with other settings. */
export function turnOn(
  channelId: string,
  settings: DigestSettings,
  before: ChannelDigest | undefined,
  by: string,
  now: Date,
): Configured {
  const at = now.toISOString();
  return { ...settings, channelId, on: true, by, changedAt: at, onSince: before?.on ? before.onSince : at };
}

const quietWords = { line: 'a line', nothing: 'nothing' } as const;

/** `every day at 09:00 (Europe/Berlin), all accounts; on a quiet day a line` */
export const settingsInWords = ({ at, zone, scope, quiet }: DigestSettings, accounts: readonly Account[]): string =>
  `every day at ${at} (${zone}), ${describeScope(scope, accounts)}; on a quiet day ${quietWords[quiet]}`;

/** `time 09:00 → 08:30`, one for each setting that is different. */
export function settingsChanged(before: DigestSettings, after: DigestSettings, accounts: readonly Account[]): string[] {
  const words = ({ at, zone, scope, quiet }: DigestSettings): [string, string][] => [
    ['time', at],
    ['time zone', zone],
    ['scope', describeScope(scope, accounts)],
    ['on a quiet day', quietWords[quiet]],
  ];
  const old = words(before);
  return words(after).flatMap(([name, value], index) => {
    const was = old[index]?.[1];
    return was === value ? [] : [`${name} ${was} → ${value}`];
  });
}
