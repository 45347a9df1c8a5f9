import type { DBCluster } from '@aws-sdk/client-rds';
import type { SecretListEntry } from '@aws-sdk/client-secrets-manager';
import { z } from 'zod';
import { hoursBefore, timeFrom } from '../../clock.ts';
import { stableLetters } from '../../random.ts';
import { identifier, tags, when } from '../common.ts';
import { type Place, tagList } from '../place.ts';
import type { Built } from './built.ts';
import { moment, momentFrom } from './moment.ts';

/** A secret of AWS Secrets Manager, without a value: nobody here may read one. */
export const secret = z.strictObject({
  name: z.string().regex(/^[\w/+=.@!-]{1,512}$/, 'not a valid name of a secret'),
  description: z.string().optional(),
  tags: tags.default({}),
  rotation: z
    .strictObject({ everyDays: z.number().int().min(1).default(30), next: moment.default('in 10d') })
    .optional(),
  /** When somebody deleted it; it can still be restored. */
  deleted: when.optional(),
  /** The cluster whose master password RDS manages in it. */
  of: identifier.optional(),
  status: z.enum(['creating', 'active', 'rotating', 'impaired']).default('active'),
});
type SecretSpec = z.output<typeof secret>;

/** `arn:aws:secretsmanager:…:secret:NAME-XXXXXX`; an ARN stays what it is. */
export function secretArn({ region, accountId }: Pick<Place, 'region' | 'accountId'>, name: string): string {
  if (name.startsWith('arn:')) return name;
  return `arn:aws:secretsmanager:${region}:${accountId}:secret:${name}-${stableLetters(6, 'secret', accountId, region, name)}`;
}

export function secretFrom(spec: SecretSpec, { clusters, place }: Built): SecretListEntry {
  const ARN = secretArn(place, spec.name);
  const cluster = spec.of === undefined ? undefined : clusters.get(spec.of);
  if (cluster) cluster.MasterUserSecret = { SecretArn: ARN, SecretStatus: spec.status, KmsKeyId: place.kmsKeyArn };
  return {
    ARN,
    Name: spec.name,
    KmsKeyId: place.kmsKeyArn,
    CreatedDate: hoursBefore(place.now, 300 * 24),
    ...(spec.description !== undefined && { Description: spec.description }),
    ...rotated(spec, place),
    ...(spec.deleted !== undefined && { DeletedDate: timeFrom(spec.deleted, place.now) }),
    ...(cluster ? { ...ownedByRds(cluster), ...(spec.rotation ? {} : weekly(place)) } : {}),
    Tags: [...tagList(spec.tags), ...(cluster ? managedTags(cluster) : [])],
  };
}

/** The secret that RDS keeps for a cluster whose password it manages, when nobody has described it. */
export function managedSecret(cluster: DBCluster, place: Place): SecretListEntry {
  const ARN = cluster.MasterUserSecret?.SecretArn ?? '';
  return {
    ARN,
    Name: ARN.split(':').at(-1)?.slice(0, -7) ?? '',
    Description: `Secret associated with primary RDS DB cluster: ${cluster.DBClusterArn}`,
    ...(cluster.MasterUserSecret?.KmsKeyId !== undefined && { KmsKeyId: cluster.MasterUserSecret.KmsKeyId }),
    ...ownedByRds(cluster),
    ...weekly(place),
    Tags: managedTags(cluster),
  };
}

const ownedByRds = ({ DBClusterArn }: DBCluster): Partial<SecretListEntry> => ({
  OwningService: 'rds',
  Description: `Secret associated with primary RDS DB cluster: ${DBClusterArn}`,
});

const weekly = ({ now }: Place): Partial<SecretListEntry> => ({
  RotationEnabled: true,
  RotationRules: { AutomaticallyAfterDays: 7 },
  NextRotationDate: new Date(now.getTime() + 5 * 86_400_000),
});

const managedTags = ({ DBClusterArn = '' }: DBCluster) => tagList({ 'aws:rds:primaryDBClusterArn': DBClusterArn });

function rotated({ rotation }: SecretSpec, place: Place): Partial<SecretListEntry> {
  if (!rotation) return {};
  return {
    RotationEnabled: true,
    RotationRules: { AutomaticallyAfterDays: rotation.everyDays },
    NextRotationDate: momentFrom(rotation.next, place.now),
  };
}
