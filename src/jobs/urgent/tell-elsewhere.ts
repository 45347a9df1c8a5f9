import type { Logger } from 'pino';
import type { Estate } from '../../domain/accounts.ts';
import { belongs } from '../../domain/digest/belongs.ts';
import type { DigestStore } from '../../domain/digest/ports.ts';
import type { Finding } from '../../domain/finding.ts';
import type { FindingStore, MessageStore } from '../../domain/ports.ts';
import type { RuleMeta } from '../../domain/rule.ts';

export interface TellElsewhereDeps {
  readonly estate: Pick<Estate, 'accounts'>;
  readonly metas: readonly RuleMeta[];
  readonly digests: Pick<DigestStore, 'edition' | 'channels'>;
  readonly findings: Pick<FindingStore, 'get'>;
  readonly messages: Pick<MessageStore, 'addCopy'>;
  readonly logger: Logger;
}

/** Channels whose digest has one of these in its scope, whatever the routes say. */
export function channelsFor(
  found: readonly Finding[],
  channels: Awaited<ReturnType<DigestStore['channels']>>,
  { estate, metas }: Pick<TellElsewhereDeps, 'estate' | 'metas'>,
): string[] {
  const { accounts } = estate;
  return channels.flatMap(({ on, channelId, scope }) => {
    const where = { channelId, scope, routes: [], channels: new Set<string>(), accounts, metas };
    return on && found.some((each) => belongs(each, where).to === 'us') ? [channelId] : [];
  });
}

/** News that their home does not take go where they would go without that route: what is urgent is told to somebody. */
export async function tellElsewhere(
  deps: TellElsewhereDeps,
  digestId: string,
  { messageId, notIn }: { readonly messageId: string; readonly notIn: string },
): Promise<void> {
  const { digests, findings, messages, logger } = deps;
  const { content, channelId } = (await digests.edition(digestId)) ?? {};
  if (content?.kind !== 'urgent' || channelId !== notIn) return;
  const members = content.open.flatMap(({ group }) => group.members);
  const found = (await Promise.all(members.map((each) => findings.get(each.findingId)))).flatMap((each) => each ?? []);
  const others = channelsFor(found, await digests.channels(), deps).filter((each) => each !== channelId);
  for (const other of others) await messages.addCopy(messageId, { channelId: other });
  if (others.length === 0)
    logger.error({ digest: digestId, news: content.headline }, 'news that do not wait could be told nowhere');
}
