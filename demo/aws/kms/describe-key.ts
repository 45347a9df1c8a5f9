import type { DescribeKeyRequest, DescribeKeyResponse, KeyMetadata } from '@aws-sdk/client-kms';
import { AwsError } from '../errors.ts';
import { placeOf } from '../organization/place.ts';
import { keyMetadata } from '../organization/surroundings/keys.ts';
import type { Call, Operation } from '../service.ts';

export const validation = (message: string): AwsError => new AwsError('ValidationException', message);

/**
 * A key by its id or ARN: one described, or one that something in the Region is encrypted with.
 * https://docs.aws.amazon.com/kms/latest/APIReference/API_DescribeKey.html
 */
export const describeKey: Operation<DescribeKeyRequest> = {
  resource: ({ KeyId = '' }, call) => arnOf(KeyId, call),
  run({ KeyId = '' }, call): DescribeKeyResponse {
    const arn = arnOf(KeyId, call);
    const found = call.holdings.surroundings.keys.get(arn) ?? inUse(arn, call);
    // The SDK's model holds the code of an older protocol for this error; JSON carries the shape's own name.
    if (!found) throw new AwsError('NotFoundException', `Key '${arn}' does not exist`);
    return { KeyMetadata: found };
  },
};

const arnOf = (id: string, { account, region }: Call): string =>
  id.startsWith('arn:') ? id : `arn:aws:kms:${region}:${account.id}:key/${id}`;

function inUse(arn: string, { holdings, account, region, now }: Call): KeyMetadata | undefined {
  const place = placeOf(account.id, region, now);
  const databases = [...holdings.clusters.values(), ...holdings.instances.values()];
  const known = [
    place.kmsKeyArn,
    ...databases.flatMap(({ KmsKeyId, PerformanceInsightsKMSKeyId, MasterUserSecret }) => [
      KmsKeyId,
      PerformanceInsightsKMSKeyId,
      MasterUserSecret?.KmsKeyId,
    ]),
  ];
  if (!known.includes(arn)) return undefined;
  return keyMetadata(arn, holdings.inaccessibleKeys.has(arn) ? 'Disabled' : 'Enabled', now);
}
