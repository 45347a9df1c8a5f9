import type { DescribeSecretResponse } from '@aws-sdk/client-secrets-manager';
import type { PlanContext } from '../../../../../domain/remediation/stage.ts';
import { incompleteAnswer } from '../../../../reads.ts';
import { acknowledge, blocked, check, clear, type Decision } from '../check.ts';
import type { Subject } from '../subject.ts';

/** Null when RDS does not manage the master password. */
export type ManagedSecret = DescribeSecretResponse | null;

async function read({ client, signal }: PlanContext, { source }: Subject): Promise<ManagedSecret> {
  const { MasterUserSecret: secret } = source.cluster;
  if (secret === undefined) return null;
  if (secret.SecretArn === undefined) throw incompleteAnswer('rds:DescribeDBClusters', 'a master secret without ARN');
  const { SecretsManagerClient, DescribeSecretCommand } = await import('@aws-sdk/client-secrets-manager');
  const command = new DescribeSecretCommand({ SecretId: secret.SecretArn });
  return client(SecretsManagerClient).send(command, { abortSignal: signal });
}

/** `arn:aws:secretsmanager:us-east-1:111111111111:secret:NAME-AbCdEf` */
export const secretName = (arn: string): string => arn.split(':').slice(6).join(':');

/**
 * A restore takes no managed password: it is asked for afterwards, and RDS makes a secret of its own for each cluster.
 * Aurora user guide, "Password management with Amazon Aurora and AWS Secrets Manager".
 */
export function decideMasterSecret(secret: ManagedSecret, { source, name }: Subject): Decision {
  const { MasterUserSecret: managed } = source.cluster;
  if (secret === null || managed?.SecretArn === undefined)
    return clear(`RDS does not manage the master password of ${name}; it comes with the data.`);
  const called = secretName(managed.SecretArn);
  if (secret.DeletedDate !== undefined)
    return blocked(
      `Secret ${called} of ${name} is being deleted. Restore it first (aws secretsmanager restore-secret).`,
    );
  if (managed.SecretStatus !== 'active')
    return blocked(
      `Secret ${called} of ${name} is ${managed.SecretStatus ?? 'in an unknown state'}. Plan again when it is active.`,
    );
  const days = secret.RotationRules?.AutomaticallyAfterDays;
  const rotated =
    secret.RotationEnabled === true ? `, rotated ${days === undefined ? '' : `every ${days} days `}by RDS` : '';
  return acknowledge(
    `The master password of ${name} is in secret ${called}${rotated}. The new cluster gets a secret with another ARN: point whoever reads this one to it before opening for writes.`,
  );
}

export const masterSecret = check<ManagedSecret>({
  id: 'master-secret',
  what: 'Master password managed by RDS',
  read,
  decide: decideMasterSecret,
  facts: (secret, { source }) => {
    const { SecretArn: arn, KmsKeyId: kmsKeyId } = source.cluster.MasterUserSecret ?? {};
    if (secret === null || arn === undefined) return { masterSecret: null };
    return {
      masterSecret: {
        arn,
        kmsKeyId,
        rotation: secret.RotationEnabled === true,
        nextRotation: secret.NextRotationDate?.toISOString(),
      },
    };
  },
});
