import {
  type DescribeEventSubscriptionsMessage,
  type EventSubscription,
  type EventSubscriptionsMessage,
  SubscriptionNotFoundFault$,
} from '@aws-sdk/client-rds';
import { invalidParameterValue } from '../../errors.ts';
import { modelled } from '../../protocol/model.ts';
import type { Operation } from '../../service.ts';
import { rdsPage, resourceArn } from '../arguments.ts';

/** Subscriptions keep the names that they were given, whatever becomes of the databases. */
export const describeEventSubscriptions: Operation<DescribeEventSubscriptionsMessage> = {
  resource: ({ SubscriptionName }, call) => resourceArn(call, 'es', SubscriptionName),
  run(input, call): EventSubscriptionsMessage {
    if (input.Filters) throw invalidParameterValue('DescribeEventSubscriptions does not support Filters.');
    const { SubscriptionName: asked } = input;
    const all = call.holdings.surroundings.subscriptions;
    const found = all.filter(({ CustSubscriptionId: id }) => asked === undefined || id === asked);
    if (asked !== undefined && found.length === 0)
      throw modelled(SubscriptionNotFoundFault$, `Subscription ${asked} not found.`);
    const key = (one: EventSubscription): string => one.CustSubscriptionId ?? '';
    const { items, next } = rdsPage(call, 'DescribeEventSubscriptions', input, found, key);
    return { EventSubscriptionsList: [...items], Marker: next };
  },
};
