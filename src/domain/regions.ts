/**
 * AWS Regions by partition, as the AWS SDK for JavaScript 3.1169 (September 2026) knows them.
 * `regions.test.ts` compares the list with the SDK's own partition table.
 */
const regionsByPartition = {
  aws: `
    us-east-1 us-east-2 us-west-1 us-west-2 ca-central-1 ca-west-1 mx-central-1 sa-east-1 sa-west-1
    eu-central-1 eu-central-2 eu-north-1 eu-south-1 eu-south-2 eu-west-1 eu-west-2 eu-west-3
    ap-east-1 ap-east-2 ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-south-1 ap-south-2
    ap-southeast-1 ap-southeast-2 ap-southeast-3 ap-southeast-4 ap-southeast-5 ap-southeast-6 ap-southeast-7
    af-south-1 il-central-1 me-central-1 me-south-1 me-west-1`,
  'aws-us-gov': 'us-gov-east-1 us-gov-west-1',
  'aws-cn': 'cn-north-1 cn-northwest-1',
} as const;

const partitionByRegion = new Map(
  Object.entries(regionsByPartition).flatMap(([partition, list]) =>
    list
      .trim()
      .split(/\s+/)
      .map((region) => [region, partition] as const),
  ),
);

export const knownRegions: readonly string[] = [...partitionByRegion.keys()];

/** `aws`, `aws-us-gov` or `aws-cn`: the second field of every ARN in that Region. */
export const partitionOf = (region: string): string => partitionByRegion.get(region) ?? 'aws';
