import type { DBCluster, DBProxy } from '@aws-sdk/client-rds';
import { z } from 'zod';
import { hoursBefore } from '../../clock.ts';
import { stableLetters } from '../../random.ts';
import { identifier } from '../common.ts';
import { DEFAULT_VPC } from '../network.ts';
import { hostName, rdsArn } from '../place.ts';
import type { Built } from './built.ts';
import { secretArn } from './secrets.ts';

/** An RDS Proxy with the cluster that is its target. */
export const proxy = z.strictObject({
  name: identifier,
  of: identifier.optional(),
  engineFamily: z.enum(['MYSQL', 'POSTGRESQL', 'SQLSERVER']).default('MYSQL'),
  targetGroup: identifier.default('default'),
  /** Names of secrets, or ARNs. */
  secrets: z.array(z.string().min(1)).default([]),
});

/** A proxy holds on to the cluster that it was given, whatever the cluster is called later. */
export interface RegisteredProxy {
  readonly proxy: DBProxy;
  readonly targetGroup: string;
  readonly cluster: DBCluster | undefined;
}

export function proxyFrom(spec: z.output<typeof proxy>, { clusters, place }: Built): RegisteredProxy {
  const id = `prx-${stableLetters(17, 'proxy', place.accountId, place.region, spec.name).toLowerCase()}`;
  return {
    targetGroup: spec.targetGroup,
    cluster: clusters.get(spec.of ?? ''),
    proxy: {
      DBProxyName: spec.name,
      DBProxyArn: rdsArn(place, 'db-proxy', id),
      Status: 'available',
      EngineFamily: spec.engineFamily,
      VpcId: DEFAULT_VPC,
      VpcSecurityGroupIds: ['sg-0a1b2c3d4e5f60718'],
      VpcSubnetIds: [],
      Auth: spec.secrets.map((name) => ({
        AuthScheme: 'SECRETS',
        SecretArn: secretArn(place, name),
        IAMAuth: 'DISABLED',
      })),
      RoleArn: `arn:aws:iam::${place.accountId}:role/rds-proxy-secrets`,
      Endpoint: hostName(place, spec.name, 'proxy-'),
      RequireTLS: true,
      IdleClientTimeout: 1800,
      DebugLogging: false,
      CreatedDate: hoursBefore(place.now, 100 * 24),
      UpdatedDate: hoursBefore(place.now, 100 * 24),
    },
  };
}
