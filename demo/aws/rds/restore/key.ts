import { KMSKeyNotAccessibleFault$ } from '@aws-sdk/client-rds';
import { placeOf } from '../../organization/place.ts';
import { modelled } from '../../protocol/model.ts';
import type { Call } from '../../service.ts';

/** The ARN of a key told by its ARN or its id; aliases stay as they are. */
export function keyArn(key: string, { region, account }: Call): string {
  const plain = !key.startsWith('arn:') && !key.startsWith('alias/');
  return plain ? `arn:aws:kms:${region}:${account.id}:key/${key}` : key;
}

/**
 * Throws `KMSKeyNotAccessibleFault` when the key cannot be used: because it is described so, or, of a key that the
 * customer manages, because the caller may not let RDS use it.
 * https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Overview.Encryption.Keys.html
 */
export function checkKey(key: string | undefined, call: Call): void {
  if (key === undefined) return;
  const { holdings, region, account } = call;
  const refused = modelled(
    KMSKeyNotAccessibleFault$,
    `The specified KMS key [${key}] does not exist, is not enabled or you do not have permissions to access it.`,
  );
  if (holdings.inaccessibleKeys.has(key)) throw refused;
  if (key === placeOf(account.id, region, call.now).kmsKeyArn) return;
  const more = { 'kms:GrantIsForAWSResource': 'true', 'kms:ViaService': `rds.${region}.amazonaws.com` };
  try {
    for (const action of ['kms:DescribeKey', 'kms:CreateGrant']) call.authorise(action, key, { more });
  } catch {
    throw refused;
  }
}
