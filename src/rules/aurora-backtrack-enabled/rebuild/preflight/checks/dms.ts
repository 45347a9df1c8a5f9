import type { Endpoint, ReplicationTask } from '@aws-sdk/client-database-migration-service';
import type { PlanContext } from '../../../../../domain/remediation/stage.ts';
import { listIn, paging } from '../../../../reads.ts';
import { acknowledge, check, clear, collect, type Decision } from '../check.ts';
import type { Subject } from '../subject.ts';
import { few } from '../words.ts';

export interface Migrations {
  readonly endpoints: readonly Endpoint[];
  readonly tasks: readonly ReplicationTask[];
}

/** Unfiltered: a filter that nothing matches is an error in DMS (ResourceNotFoundFault). */
async function read({ client, signal }: PlanContext): Promise<Migrations> {
  const sdk = await import('@aws-sdk/client-database-migration-service');
  const config = { client: client(sdk.DatabaseMigrationServiceClient), ...paging };
  const options = { abortSignal: signal };
  const [endpoints, tasks] = await Promise.all([
    collect(sdk.paginateDescribeEndpoints(config, {}, options), (page) =>
      listIn('dms:DescribeEndpoints', page.Endpoints),
    ),
    collect(sdk.paginateDescribeReplicationTasks(config, { WithoutSettings: true }, options), (page) =>
      listIn('dms:DescribeReplicationTasks', page.ReplicationTasks),
    ),
  ]);
  return { endpoints, tasks };
}

const mySqlEngines: ReadonlySet<string | undefined> = new Set(['mysql', 'aurora', 'aurora-serverless', 'mariadb']);

const serverOf = ({ ServerName, MySQLSettings }: Endpoint): string | undefined =>
  (ServerName ?? MySQLSettings?.ServerName)?.toLowerCase();

/** Every DNS name that AWS gives the cluster and its instances. */
export function addressesOf({ cluster, members }: Subject['source']): ReadonlySet<string> {
  const all = [
    cluster.Endpoint,
    cluster.ReaderEndpoint,
    ...(cluster.CustomEndpoints ?? []),
    ...members.map(({ Endpoint: endpoint }) => endpoint?.Address),
  ];
  return new Set(all.flatMap((address) => address?.toLowerCase() ?? []));
}

/** A running task reads the binary log, or writes. An endpoint may take its server from a secret, which is not read. */
export function decideDms({ endpoints, tasks }: Migrations, { source, name, way }: Subject): Decision {
  const addresses = addressesOf(source);
  const own = endpoints.filter((endpoint) => addresses.has(serverOf(endpoint) ?? ''));
  const untold = endpoints.filter(
    (endpoint) => mySqlEngines.has(endpoint.EngineName) && (serverOf(endpoint) ?? '') === '',
  );
  const called = (some: readonly Endpoint[]): string[] => some.map(({ EndpointIdentifier: id }) => id ?? '?');
  if (own.length > 0) {
    const arns = new Set(own.map(({ EndpointArn }) => EndpointArn));
    const at = tasks.filter(({ SourceEndpointArn: from, TargetEndpointArn: to }) => arns.has(from) || arns.has(to));
    const what = at.map(
      ({ ReplicationTaskIdentifier: id, Status }) => `${id ?? '?'}, ${Status ?? 'in an unknown state'}`,
    );
    const then = way === 'keep-name' ? '' : ' and give them the new endpoint';
    return acknowledge(
      at.length === 0
        ? `DMS knows ${name} by ${few(called(own))}; no task uses it, a serverless replication may. Stop such before the cut-over${then}.`
        : `DMS replicates from or to ${name} (${few(what)}). Stop that before the cut-over${then}; what reads the binary log has to start anew, since its positions differ.`,
    );
  }
  if (untold.length > 0)
    return acknowledge(
      `No DMS endpoint names ${name}, but ${few(called(untold))} take their server from a secret, which is not read here. See that none of them is ${name}.`,
    );
  return clear(`No DMS endpoint names ${name} by an address of AWS's.`);
}

export const dms = check<Migrations>({ id: 'dms', what: 'AWS DMS', read, decide: decideDms });
