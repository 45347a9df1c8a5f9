import type { KeyMetadata } from '@aws-sdk/client-kms';
import { AwsCallError } from '../../../../../domain/errors.ts';
import type { PlanContext } from '../../../../../domain/remediation/stage.ts';
import { incompleteAnswer } from '../../../../reads.ts';
import { blocked, check, clear, type Decision } from '../check.ts';
import type { Subject } from '../subject.ts';
import { few } from '../words.ts';

/** Key id → its state, `missing` when AWS knows no such key. */
export type KeyStates = ReadonlyMap<string, KeyMetadata['KeyState'] | 'missing'>;

/** Of the storage, of Performance Insights and of the managed password. */
export function keysOf({ cluster, members }: Subject['source']): string[] {
  const all = [
    cluster.StorageEncrypted === true ? cluster.KmsKeyId : undefined,
    cluster.PerformanceInsightsKMSKeyId,
    cluster.MasterUserSecret?.KmsKeyId,
    ...members.map(({ PerformanceInsightsKMSKeyId }) => PerformanceInsightsKMSKeyId),
  ];
  return [...new Set(all.flatMap((key) => (key === undefined || key === '' ? [] : [key])))];
}

async function read({ client, signal }: PlanContext, { source }: Subject): Promise<KeyStates> {
  const keys = keysOf(source);
  if (keys.length === 0) return new Map();
  const { KMSClient, DescribeKeyCommand } = await import('@aws-sdk/client-kms');
  const kms = client(KMSClient);
  const stateOf = async (KeyId: string): Promise<KeyMetadata['KeyState'] | 'missing'> => {
    try {
      const { KeyMetadata } = await kms.send(new DescribeKeyCommand({ KeyId }), { abortSignal: signal });
      if (KeyMetadata?.KeyState === undefined) throw incompleteAnswer('kms:DescribeKey', 'a key without a state');
      return KeyMetadata.KeyState;
    } catch (error) {
      if (error instanceof AwsCallError && error.failure.code === 'NotFoundException') return 'missing';
      throw error;
    }
  };
  return new Map(await Promise.all(keys.map(async (key) => [key, await stateOf(key)] as const)));
}

/** `arn:aws:kms:us-east-1:111111111111:key/ID` → `ID` */
const shortKey = (key: string): string => key.split('/').at(-1) ?? key;

/** Only an enabled key can be used: https://docs.aws.amazon.com/kms/latest/developerguide/key-state.html */
export function decideEncryptionKeys(states: KeyStates, { name }: Subject): Decision {
  const useless = [...states].flatMap(([key, state]) =>
    state === 'Enabled' ? [] : [`${shortKey(key)}: ${state === 'missing' ? 'does not exist' : state}`],
  );
  if (useless.length > 0)
    return blocked(`KMS cannot use ${few(useless)}. The new cluster could not be made: put the key right first.`);
  if (states.size === 0) return clear(`${name} uses no key, and the new cluster is not encrypted either.`);
  return clear(`Enabled: ${few([...states.keys()].map(shortKey))}.`);
}

export const encryptionKeys = check<KeyStates>({
  id: 'encryption-keys',
  what: 'KMS keys',
  read,
  decide: decideEncryptionKeys,
});
