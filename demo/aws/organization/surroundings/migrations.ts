import type { Endpoint, ReplicationTask } from '@aws-sdk/client-database-migration-service';
import { z } from 'zod';
import { hoursBefore } from '../../clock.ts';
import { stableLetters } from '../../random.ts';
import { identifier } from '../common.ts';
import type { Built } from './built.ts';

/** An endpoint of AWS DMS: at a server, at a cluster of the Region, or at a host that only its secret knows. */
export const dmsEndpoint = z.strictObject({
  name: identifier,
  type: z.enum(['source', 'target']).default('source'),
  engine: z.string().default('aurora'),
  server: z.string().optional(),
  of: identifier.optional(),
  role: z.enum(['writer', 'reader']).default('writer'),
  fromSecret: z.boolean().default(false),
});

export const dmsTask = z.strictObject({
  name: identifier,
  source: identifier,
  target: identifier,
  status: z.string().default('running'),
  migration: z.enum(['full-load', 'cdc', 'full-load-and-cdc']).default('full-load-and-cdc'),
});

export interface Migrations {
  readonly endpoints: Endpoint[];
  readonly tasks: ReplicationTask[];
}

interface Specs {
  readonly dmsEndpoints: readonly z.output<typeof dmsEndpoint>[];
  readonly dmsTasks: readonly z.output<typeof dmsTask>[];
}

export function migrationsFrom({ dmsEndpoints, dmsTasks }: Specs, { clusters, place }: Built): Migrations {
  const arn = (kind: string, name: string): string =>
    `arn:aws:dms:${place.region}:${place.accountId}:${kind}:${stableLetters(26, 'dms', kind, place.accountId, place.region, name)}`;
  return {
    endpoints: dmsEndpoints.map((spec) => {
      const cluster = clusters.get(spec.of ?? '');
      const server = spec.server ?? (spec.role === 'reader' ? cluster?.ReaderEndpoint : cluster?.Endpoint);
      return {
        EndpointIdentifier: spec.name,
        EndpointType: spec.type,
        EngineName: spec.engine,
        EndpointArn: arn('endpoint', spec.name),
        Status: 'active',
        SslMode: 'none',
        ...(server !== undefined && !spec.fromSecret && { ServerName: server, Port: 3306 }),
        ...(spec.fromSecret && { MySQLSettings: { SecretsManagerSecretId: `dms/${spec.name}` } }),
      };
    }),
    tasks: dmsTasks.map((spec) => ({
      ReplicationTaskIdentifier: spec.name,
      ReplicationTaskArn: arn('task', spec.name),
      SourceEndpointArn: arn('endpoint', spec.source),
      TargetEndpointArn: arn('endpoint', spec.target),
      ReplicationInstanceArn: arn('rep', 'instance'),
      MigrationType: spec.migration,
      TableMappings: '{"rules":[]}',
      ReplicationTaskSettings: '{}',
      Status: spec.status,
      ReplicationTaskCreationDate: hoursBefore(place.now, 100 * 24),
    })),
  };
}
