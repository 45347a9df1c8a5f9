import type { Estate } from '../../domain/accounts.ts';
import { digestMessageId, urgentEditionId } from '../../domain/digest/edition.ts';
import type { DigestStore, UrgentBatch, UrgentStore } from '../../domain/digest/ports.ts';
import { composeUrgent } from '../../domain/digest/urgent.ts';
import type { JobQueue, MessageStore } from '../../domain/ports.ts';
import type { RuleMeta } from '../../domain/rule.ts';

export interface TellUrgentDeps {
  readonly estate: Pick<Estate, 'routes'>;
  readonly metas: readonly RuleMeta[];
  readonly digests: Pick<DigestStore, 'open' | 'keep' | 'handedOver' | 'channel'>;
  readonly messages: Pick<MessageStore, 'create'>;
  readonly queue: Pick<JobQueue, 'renderMessage'>;
  readonly urgent: Pick<UrgentStore, 'due' | 'told'>;
  readonly now: () => Date;
}

/** Posts what has been collected. A worker that dies in between leaves a batch to the next one, under the same name. */
export async function tellUrgent(deps: TellUrgentDeps): Promise<void> {
  for (const batch of await deps.urgent.due(deps.now().getTime())) await tell(deps, batch);
}

async function tell(
  { estate, metas, digests, messages, queue, urgent, now }: TellUrgentDeps,
  batch: UrgentBatch,
): Promise<void> {
  const { name, channelId, news } = batch;
  const id = urgentEditionId(channelId, name);
  const openedAt = now().toISOString();
  await digests.open({ id, channelId, date: openedAt.slice(0, 10), openedAt, state: 'auditing' });
  const { content, told } = composeUrgent(news, estate.routes, metas, now());
  await digests.keep(id, content, told);
  const whom = (await digests.channel(channelId))?.by ?? '';
  await messages.create(digestMessageId(id), { kind: 'digest', digestId: id }, { channelId }, whom);
  await digests.handedOver(id);
  await queue.renderMessage(digestMessageId(id));
  await urgent.told(batch);
}
