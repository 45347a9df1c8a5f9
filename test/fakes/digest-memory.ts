import { unscannedKeys } from '../../src/domain/digest/coverage.ts';
import type { Edition, Told } from '../../src/domain/digest/edition.ts';
import type { Configured, DigestStore } from '../../src/domain/digest/ports.ts';
import type { ChannelDigest } from '../../src/domain/digest/settings.ts';
import type { MessageCopy, MessageRecord } from '../../src/domain/message.ts';
import { pageSize } from '../../src/domain/message.ts';
import type { MessageStore } from '../../src/domain/ports.ts';

interface Kept extends Edition {
  readonly from?: number | undefined;
  readonly upTo?: number;
}

/** The store of digests as a Map, with the same answers as the one in Redis; one contract test holds both. */
export function memoryDigests(now: () => number): DigestStore {
  const settings = new Map<string, Configured>();
  const progress = new Map<string, Pick<ChannelDigest, 'lastDate' | 'toldUpTo' | 'toldAt' | 'unscanned'>>();
  const editions = new Map<string, Kept>();
  const lists = new Map<string, readonly Told[]>();
  const claims = new Map<string, number>();
  const waiting = new Map<string, Set<string>>();
  const underWay = new Set<string>();
  const channel = async (id: string): Promise<ChannelDigest | undefined> => {
    const set = settings.get(id);
    return set && { ...set, ...progress.get(id) };
  };
  const edition = async (id: string): Promise<Edition | undefined> => {
    const found = editions.get(id);
    if (found === undefined) return undefined;
    const { from: _, upTo: __, ...shown } = found;
    return shown;
  };
  const change = (id: string, more: Partial<Kept>) => {
    const found = editions.get(id);
    if (found !== undefined) editions.set(id, { ...found, ...more });
  };
  return {
    channel,
    channels: async () => {
      const found = await Promise.all([...settings.keys()].sort().map(channel));
      return found.flatMap((each) => each ?? []);
    },
    configure: async ({ paused: _, ...digest }) => void settings.set(digest.channelId, digest),
    claim: async (channelId, date, holdMs) => {
      const key = `${channelId} ${date}`;
      if ((claims.get(key) ?? 0) > now()) return false;
      claims.set(key, now() + holdMs);
      return true;
    },
    open: async (wanted) => {
      if (!editions.has(wanted.id)) editions.set(wanted.id, wanted);
      underWay.add(wanted.id);
      return (await edition(wanted.id)) ?? wanted;
    },
    edition,
    waitFor: async (id, auditId) => {
      change(id, { auditId });
      waiting.set(auditId, (waiting.get(auditId) ?? new Set()).add(id));
    },
    waitingFor: async (auditId) => [...(waiting.get(auditId) ?? [])],
    underWay: async () => [...underWay],
    tell: async ({ editionId, channelId, date, state, content, from, upTo, at, told }) => {
      const known = progress.get(channelId) ?? {};
      if (editions.get(editionId)?.state !== 'auditing') return 'already';
      if (date !== undefined && (known.lastDate ?? '') >= date) {
        change(editionId, { state: 'silent' });
        return 'already';
      }
      if (known.toldUpTo !== from) return 'moved';
      change(editionId, { state, content, from, upTo });
      lists.set(editionId, told);
      const unscanned = unscannedKeys(content.coverage);
      progress.set(channelId, {
        ...known,
        ...(date === undefined ? {} : { lastDate: date }),
        toldUpTo: upTo,
        toldAt: at,
        unscanned,
      });
      return 'stored';
    },
    keep: async (id, content, told) => {
      change(id, { state: 'told', content });
      lists.set(id, told);
    },
    setPicture: async (id, pictureId) => change(id, { pictureId }),
    handedOver: async (id) => void underWay.delete(id),
    page: async (id, filter, wanted) => {
      const all = lists.get(id) ?? [];
      const some =
        filter === 'all' ? all : all.filter(({ kind, group }) => kind !== 'closed' && filter === `group:${group}`);
      if (some.length === 0) return undefined;
      const pages = Math.ceil(some.length / pageSize);
      const page = Math.min(Math.max(wanted, 0), pages - 1);
      return { filter, page, pages, total: some.length, told: some.slice(page * pageSize, (page + 1) * pageSize) };
    },
    pause: async (id, pause) => {
      const found = editions.get(id);
      const set = found && settings.get(found.channelId);
      if (found === undefined || set?.on !== true) return false;
      settings.set(found.channelId, { ...set, on: false, paused: pause } as Configured);
      const known = progress.get(found.channelId) ?? {};
      if (found.upTo !== undefined && known.toldUpTo === found.upTo) {
        const { toldUpTo: _, toldAt: __, unscanned: ___, ...rest } = known;
        progress.set(found.channelId, found.from === undefined ? rest : { ...known, toldUpTo: found.from });
      }
      return true;
    },
  };
}

/** Messages as a Map, for one process at a time. */
export function memoryMessages(): MessageStore {
  const messages = new Map<string, MessageRecord>();
  const change = (id: string, how: (message: MessageRecord) => MessageRecord) => {
    const found = messages.get(id);
    if (found !== undefined) messages.set(id, how(found));
  };
  const withCopy = (message: MessageRecord, copy: MessageCopy, insteadOf = copy.channelId) => ({
    ...message,
    copies: [...message.copies.filter(({ channelId }) => ![insteadOf, copy.channelId].includes(channelId)), copy],
  });
  return {
    create: async (id, subject, copy, fallbackUserId) => {
      if (!messages.has(id))
        messages.set(id, {
          id,
          subject,
          copies: [copy],
          fallbackUserId,
          version: 1,
          renderedVersion: 0,
          renderedAt: 0,
        });
    },
    get: async (id) => messages.get(id),
    touch: async (id) => change(id, (message) => ({ ...message, version: message.version + 1 })),
    setSubject: async (id, subject) => change(id, (message) => ({ ...message, subject, version: message.version + 1 })),
    addCopy: async (id, copy) => {
      const known = messages.get(id)?.copies.some(({ channelId }) => channelId === copy.channelId) ?? true;
      if (!known) change(id, (message) => ({ ...withCopy(message, copy), version: message.version + 1 }));
      return !known;
    },
    saveCopy: async (id, copy, insteadOf) => change(id, (message) => withCopy(message, copy, insteadOf)),
    rendered: async (id, version, at) =>
      change(id, (message) => ({ ...message, renderedVersion: version, renderedAt: at })),
    behind: async () =>
      [...messages.values()].filter((each) => each.renderedVersion < each.version).map(({ id }) => id),
    locked: async (_, work) => {
      await work();
      return true;
    },
  };
}
