import type {
  DescribeEndpointsMessage,
  DescribeEndpointsResponse,
  DescribeReplicationTasksMessage,
  DescribeReplicationTasksResponse,
  Endpoint,
  Filter,
  ReplicationTask,
} from '@aws-sdk/client-database-migration-service';
import { AwsError } from '../errors.ts';
import type { Page } from '../pages.ts';
import type { Call, Operation } from '../service.ts';

export const invalidParameter = (message: string): AwsError => new AwsError('InvalidParameterValueException', message);

type Values<Item> = Readonly<Record<string, (item: Item) => readonly (string | undefined)[]>>;

const ENDPOINT_FILTERS: Values<Endpoint> = {
  'endpoint-arn': ({ EndpointArn }) => [EndpointArn],
  'endpoint-type': ({ EndpointType }) => [EndpointType],
  'endpoint-id': ({ EndpointIdentifier }) => [EndpointIdentifier],
  'engine-name': ({ EngineName }) => [EngineName],
};

const TASK_FILTERS: Values<ReplicationTask> = {
  'replication-task-arn': ({ ReplicationTaskArn }) => [ReplicationTaskArn],
  'replication-task-id': ({ ReplicationTaskIdentifier }) => [ReplicationTaskIdentifier],
  'migration-type': ({ MigrationType }) => [MigrationType],
  'endpoint-arn': ({ SourceEndpointArn, TargetEndpointArn }) => [SourceEndpointArn, TargetEndpointArn],
  'replication-instance-arn': ({ ReplicationInstanceArn }) => [ReplicationInstanceArn],
};

/** Source and target endpoints. A filter that nothing passes is an error. */
export const describeEndpoints: Operation<DescribeEndpointsMessage> = {
  run(input, call): DescribeEndpointsResponse {
    const found = passing(
      call.holdings.surroundings.migrations.endpoints,
      input.Filters,
      ENDPOINT_FILTERS,
      'endpoints',
    );
    const { items, next } = paged('DescribeEndpoints', found, input, call, (one) => one.EndpointIdentifier);
    return { Endpoints: [...items], ...(next !== undefined && { Marker: next }) };
  },
};

/** Replication tasks, their mappings and settings unless `WithoutSettings`. */
export const describeReplicationTasks: Operation<DescribeReplicationTasksMessage> = {
  run(input, call): DescribeReplicationTasksResponse {
    const found = passing(call.holdings.surroundings.migrations.tasks, input.Filters, TASK_FILTERS, 'tasks');
    const { items, next } = paged(
      'DescribeReplicationTasks',
      found,
      input,
      call,
      (one) => one.ReplicationTaskIdentifier,
    );
    const shown = items.map(({ TableMappings, ReplicationTaskSettings, ...rest }) =>
      input.WithoutSettings ? rest : { ...rest, TableMappings, ReplicationTaskSettings },
    );
    return { ReplicationTasks: shown, ...(next !== undefined && { Marker: next }) };
  },
};

function passing<Item>(
  items: readonly Item[],
  filters: readonly Filter[] | undefined,
  table: Values<Item>,
  what: string,
): Item[] {
  const found = items.filter((item) =>
    (filters ?? []).every(({ Name = '', Values: wanted = [] }) => {
      const values = table[Name];
      if (!values) throw invalidParameter(`The filter ${Name} is not valid.`);
      return values(item).some((value) => value !== undefined && wanted.includes(value));
    }),
  );
  if ((filters ?? []).length > 0 && found.length === 0)
    throw new AwsError('ResourceNotFoundFault', `No ${what} found matching provided filters`);
  return found;
}

interface Paged {
  readonly MaxRecords?: number | undefined;
  readonly Marker?: string | undefined;
}

/** 100 records unless MaxRecords, from 20 to 100, asks for fewer. */
function paged<Item>(
  action: string,
  items: readonly Item[],
  { MaxRecords: max = 100, Marker: token, ...rest }: Paged,
  call: Call,
  key: (item: Item) => string | undefined,
): Page<Item> {
  if (!Number.isInteger(max) || max < 20 || max > 100) throw invalidParameter('MaxRecords must be between 20 and 100.');
  return call.paginate({
    items,
    key: (item) => key(item) ?? '',
    scope: [call.account.id, call.region, action, rest],
    token,
    max,
    refuse: () => invalidParameter('The Marker is not valid.'),
  });
}
