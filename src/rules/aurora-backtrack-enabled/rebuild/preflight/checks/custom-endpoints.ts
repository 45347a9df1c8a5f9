import { type DBClusterEndpoint, paginateDescribeDBClusterEndpoints, RDSClient } from '@aws-sdk/client-rds';
import type { PlanContext } from '../../../../../domain/remediation/stage.ts';
import { incompleteAnswer, listIn, paging } from '../../../../reads.ts';
import { acknowledge, check, clear, collect, type Decision } from '../check.ts';
import type { CustomEndpoint } from '../facts.ts';
import type { Subject } from '../subject.ts';
import { counted, verb } from '../words.ts';

const action = 'rds:DescribeDBClusterEndpoints';

/** The writer's and the reader's endpoint are in the list, too, and without an identifier. */
export function customEndpointOf(endpoint: DBClusterEndpoint): CustomEndpoint[] {
  const {
    EndpointType,
    DBClusterEndpointIdentifier: identifier,
    Endpoint: address,
    CustomEndpointType: type,
  } = endpoint;
  if (EndpointType === 'READER' || EndpointType === 'WRITER') return [];
  if (identifier === undefined || address === undefined || !(type === 'READER' || type === 'WRITER' || type === 'ANY'))
    throw incompleteAnswer(action, 'a custom endpoint without identifier, address or type');
  return [
    {
      identifier,
      address,
      type,
      staticMembers: endpoint.StaticMembers ?? [],
      excludedMembers: endpoint.ExcludedMembers ?? [],
    },
  ];
}

const read = async ({ client, signal }: PlanContext, { name }: Subject): Promise<CustomEndpoint[]> => {
  const found = await collect(
    paginateDescribeDBClusterEndpoints(
      { client: client(RDSClient), ...paging },
      { DBClusterIdentifier: name },
      { abortSignal: signal },
    ),
    (page) => listIn(action, page.DBClusterEndpoints),
  );
  return found.flatMap(customEndpointOf);
};

/**
 * A custom endpoint belongs to one cluster, names instances of it, and keeps its identifier to itself for as long as it
 * exists; Aurora user guide, "Custom endpoints for Amazon Aurora".
 */
export function decideCustomEndpoints(endpoints: readonly CustomEndpoint[], { name }: Subject): Decision {
  const called = endpoints.map(({ identifier }) => identifier);
  if (called.length === 0) return clear(`${name} has none.`);
  return acknowledge(
    `${counted(called, 'custom endpoint')} of ${name} ${verb(called, 'stays', 'stay')} with the old cluster and its instances. Delete ${verb(called, 'it', 'them')} there, or the identifier is not free, and create ${verb(called, 'it', 'them')} at the new cluster before opening for writes.`,
  );
}

export const customEndpoints = check<readonly CustomEndpoint[]>({
  id: 'custom-endpoints',
  what: 'Custom endpoints',
  read,
  decide: decideCustomEndpoints,
  facts: (found) => ({ customEndpoints: found }),
});
