import type { DBCluster } from '@aws-sdk/client-rds';
import { placeOf } from '../../organization/place.ts';
import { stableUuid } from '../../random.ts';
import type { Call } from '../../service.ts';
import { keyArn } from '../restore/key.ts';
import type { Settings } from './settings.ts';

/**
 * Gives the master user's password to Secrets Manager or takes it back. A secret belongs to one cluster: another
 * cluster gets another.
 * https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/rds-secrets-manager.html
 */
export function manageSecret(settings: Settings, cluster: DBCluster, at: Date, call: Call): void {
  const { ManageMasterUserPassword: managed, MasterUserSecretKmsKeyId: key } = settings;
  if (managed === false) delete cluster.MasterUserSecret;
  if (!managed || cluster.MasterUserSecret) return;
  const id = stableUuid('secret', cluster.DbClusterResourceId ?? '');
  const secret = {
    SecretArn: `arn:aws:secretsmanager:${call.region}:${call.account.id}:secret:rds!cluster-${id}-${id.slice(0, 6)}`,
    SecretStatus: 'creating',
    KmsKeyId: key === undefined ? placeOf(call.account.id, call.region, call.now).kmsKeyArn : keyArn(key, call),
  };
  cluster.MasterUserSecret = secret;
  call.at(new Date(at.getTime() + call.waitMs('secretCreates')), () => {
    secret.SecretStatus = 'active';
  });
}
