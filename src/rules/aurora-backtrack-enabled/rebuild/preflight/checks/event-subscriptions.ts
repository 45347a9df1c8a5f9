import {
  paginateDescribeEventSubscriptions,
  RDSClient,
  type EventSubscription as Subscription,
} from '@aws-sdk/client-rds';
import type { PlanContext } from '../../../../../domain/remediation/stage.ts';
import { incompleteAnswer, listIn, paging } from '../../../../reads.ts';
import { acknowledge, check, clear, collect, type Decision } from '../check.ts';
import type { EventSubscription } from '../facts.ts';
import { counterparts, keepsInstanceNames, type Subject } from '../subject.ts';
import { counted, few, verb } from '../words.ts';

const action = 'rds:DescribeEventSubscriptions';

/** What a subscription names of the cluster. One that names nothing is for everything of its type. */
export function naming(subscription: Subscription, { name, instances }: Subject): EventSubscription[] {
  const { CustSubscriptionId: id, SourceType: sourceType, SourceIdsList: ids = [] } = subscription;
  if (id === undefined) throw incompleteAnswer(action, 'a subscription without a name');
  const wanted = sourceType === 'db-instance' ? instances : sourceType === 'db-cluster' ? [name] : [];
  const sourceIds = ids.filter((each) => wanted.includes(each.toLowerCase()));
  return sourceType === undefined || sourceIds.length === 0 ? [] : [{ name: id, sourceType, sourceIds }];
}

const read = async ({ client, signal }: PlanContext, subject: Subject): Promise<EventSubscription[]> => {
  const pages = paginateDescribeEventSubscriptions(
    { client: client(RDSClient), ...paging },
    {},
    { abortSignal: signal },
  );
  const found = await collect(pages, (page) => listIn(action, page.EventSubscriptionsList));
  return found.flatMap((subscription) => naming(subscription, subject));
};

/** Events go with the name: RDS user guide, "Renaming a Multi-AZ DB cluster"; taken to hold for Aurora, too. */
export function decideEventSubscriptions(subscriptions: readonly EventSubscription[], subject: Subject): Decision {
  const { name, way, names } = subject;
  if (subscriptions.length === 0) return clear(`None names ${name} or its instances.`);
  const lost = subscriptions.filter(({ sourceType }) =>
    sourceType === 'db-cluster' ? way === 'new-endpoint' : !keepsInstanceNames(subject),
  );
  const called = (some: readonly EventSubscription[]): string[] => some.map((each) => each.name);
  if (lost.length === 0)
    return clear(
      `${counted(called(subscriptions), 'subscription')} ${verb(subscriptions, 'names', 'name')} ${name}, which stays the name.`,
    );
  const old = [...new Set(lost.flatMap(({ sourceIds }) => sourceIds))];
  const to = [
    ...(old.includes(name) && way === 'new-endpoint' ? [names.restored] : []),
    ...counterparts(
      old.filter((id) => id !== name),
      subject,
    ),
  ];
  return acknowledge(
    `${counted(called(lost), 'subscription')} ${verb(lost, 'names', 'name')} ${few(old)} and would not tell of the new cluster. Add ${few(to)} to ${verb(lost, 'it', 'them')} after the cut-over.`,
  );
}

export const eventSubscriptions = check<readonly EventSubscription[]>({
  id: 'event-subscriptions',
  what: 'RDS event subscriptions that name the cluster or its instances',
  read,
  decide: decideEventSubscriptions,
  facts: (found) => ({ eventSubscriptions: found }),
});
