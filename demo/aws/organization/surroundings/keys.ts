import type { KeyMetadata } from '@aws-sdk/client-kms';
import { z } from 'zod';
import { hoursBefore } from '../../clock.ts';
import type { Built } from './built.ts';

/** A KMS key that is not simply enabled; keys that databases use are there anyway. */
export const key = z.strictObject({
  /** An ARN, or `default` for the key that everything here is encrypted with. */
  arn: z.union([z.literal('default'), z.string().startsWith('arn:')]),
  state: z
    .enum(['Enabled', 'Disabled', 'PendingDeletion', 'PendingImport', 'Unavailable', 'Creating'])
    .default('Enabled'),
});

export function keyFrom({ arn, state }: z.output<typeof key>, { place }: Built): KeyMetadata {
  return keyMetadata(arn === 'default' ? place.kmsKeyArn : arn, state, place.now);
}

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_KeyMetadata.html */
export function keyMetadata(arn: string, state: NonNullable<KeyMetadata['KeyState']>, now: Date): KeyMetadata {
  return {
    AWSAccountId: arn.split(':')[4] ?? '',
    KeyId: arn.split('/').at(-1) ?? arn,
    Arn: arn,
    CreationDate: hoursBefore(now, 500 * 24),
    Enabled: state === 'Enabled',
    KeyUsage: 'ENCRYPT_DECRYPT',
    KeyState: state,
    Origin: 'AWS_KMS',
    KeyManager: 'CUSTOMER',
    KeySpec: 'SYMMETRIC_DEFAULT',
    EncryptionAlgorithms: ['SYMMETRIC_DEFAULT'],
    MultiRegion: false,
    ...(state === 'PendingDeletion' && { DeletionDate: new Date(now.getTime() + 20 * 86_400_000) }),
  };
}
