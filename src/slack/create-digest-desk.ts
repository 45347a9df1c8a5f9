import { DateTime } from 'luxon';
import { composeDigest } from '../domain/digest/compose.ts';
import {
  type DigestRequest,
  defaultSettings,
  readSettings,
  type SettingsAnswer,
  turnOn,
  unknownTag,
  whyNotSet,
} from '../domain/digest/configure.ts';
import { askedEditionId, type Edition } from '../domain/digest/edition.ts';
import { type GatherDeps, gatherFacts } from '../domain/digest/gather.ts';
import type { DigestStore } from '../domain/digest/ports.ts';
import type { ChannelDigest, DigestSettings } from '../domain/digest/settings.ts';
import type { LifeStore } from '../domain/life/ports.ts';
import type { JobQueue } from '../domain/ports.ts';
import type { DigestBy, DigestDesk } from './digest-desk.ts';

export interface DigestDeskDeps extends Omit<GatherDeps, 'digests' | 'lives'> {
  readonly digests: DigestStore;
  readonly lives: GatherDeps['lives'] & Pick<LifeStore, 'head'>;
  readonly queue: Pick<JobQueue, 'sendDigest'>;
  readonly now: () => Date;
}

export function createDigestDesk(deps: DigestDeskDeps): DigestDesk {
  const { digests, queue, now } = deps;
  return {
    get: digests.channel,
    turnOn: async (by, request) => {
      const refused = await whyNotSet(deps.people, by.userId);
      if (refused !== undefined) return { problems: [refused] };
      const before = await digests.channel(by.channelId);
      const answer = await settingsFor(deps, by, request, before);
      if ('problems' in answer) return answer;
      const after = turnOn(by.channelId, answer.settings, before, by.userId, now());
      await digests.configure(after);
      return { before, after: { ...told(before), ...after } };
    },
    turnOff: async ({ userId, channelId }) => {
      const refused = await whyNotSet(deps.people, userId);
      if (refused !== undefined) return { problems: [refused] };
      const before = await digests.channel(channelId);
      if (before?.on !== true) return undefined;
      await digests.configure({ ...before, on: false, by: userId, changedAt: now().toISOString() });
      return before;
    },
    sendNow: async (by, request) => {
      const refused = await whyNotSet(deps.people, by.userId);
      if (refused !== undefined) return { problems: [refused] };
      const known = await digests.channel(by.channelId);
      const settings = await currentSettings(deps, by, known);
      // How far it has told is kept with the channel, so that there has to be one.
      if (known === undefined)
        await digests.configure({ ...turnOn(by.channelId, settings, undefined, by.userId, now()), on: false });
      const id = askedEditionId(by.channelId, request);
      const other = await onItsWay(digests, by.channelId, id);
      if (other !== undefined)
        return { settings, already: other.askedBy === undefined ? {} : { askedBy: other.askedBy } };
      const { scope, at, zone, quiet } = settings;
      await digests.open({
        id,
        channelId: by.channelId,
        date: today(zone, now()),
        askedBy: by.userId,
        openedAt: now().toISOString(),
        settings: { scope, at, zone, quiet },
        state: 'auditing',
      });
      await queue.sendDigest(id);
      return { settings };
    },
    preview: async (by, request) => {
      const channel = await digests.channel(by.channelId);
      const answer = await settingsFor(deps, by, request, channel);
      if ('problems' in answer) return answer;
      const { settings } = answer;
      const facts = await gatherFacts(deps, {
        channelId: by.channelId,
        date: today(settings.zone, now()),
        settings,
        told: channel ?? {},
        upTo: await deps.lives.head(),
        now: now(),
      });
      return composeDigest(facts).content;
    },
  };
}

/** Another digest of this channel that is not put together yet: it will tell everything up to now. */
async function onItsWay(digests: DigestStore, channelId: string, but: string): Promise<Edition | undefined> {
  const editions = await Promise.all((await digests.underWay()).filter((id) => id !== but).map(digests.edition));
  return editions.find(
    (each) => each?.channelId === channelId && each.state === 'auditing' && each.settings !== undefined,
  );
}

const today = (zone: string, now: Date): string => DateTime.fromJSDate(now, { zone }).toISODate() ?? '';

/** How far a channel has told is kept, whatever is set. */
const told = (channel: ChannelDigest | undefined): Pick<ChannelDigest, 'lastDate' | 'toldUpTo' | 'toldAt'> => ({
  ...(channel?.lastDate === undefined ? {} : { lastDate: channel.lastDate }),
  ...(channel?.toldUpTo === undefined ? {} : { toldUpTo: channel.toldUpTo }),
  ...(channel?.toldAt === undefined ? {} : { toldAt: channel.toldAt }),
});

/** A channel's own settings, or those that it would get: in the time zone of whoever asks. */
async function currentSettings(
  { people }: DigestDeskDeps,
  { userId }: DigestBy,
  channel: ChannelDigest | undefined,
): Promise<DigestSettings> {
  if (channel !== undefined) return channel;
  // Without an answer of Slack's in time the zone is the one that nobody mistakes for his own.
  const person = await people.person(userId).catch(() => undefined);
  return defaultSettings(person?.zone ?? 'UTC');
}

async function settingsFor(
  deps: DigestDeskDeps,
  by: DigestBy,
  request: DigestRequest,
  channel: ChannelDigest | undefined,
): Promise<SettingsAnswer> {
  const { accounts } = deps.estate;
  const answer = readSettings(request, await currentSettings(deps, by, channel), accounts, deps.metas);
  if ('problems' in answer || request.scope === undefined) return answer;
  const { scope } = answer.settings;
  if (Object.keys(scope.tags).length === 0) return answer;
  const tagged: (Readonly<Record<string, string>> | undefined)[] = [];
  for await (const { resource } of deps.findings.list()) tagged.push(resource.tags);
  const problem = unknownTag(scope, tagged);
  return problem === undefined ? answer : { problems: [problem] };
}
