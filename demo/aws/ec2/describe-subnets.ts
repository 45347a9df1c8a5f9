import type { DescribeSubnetsRequest, DescribeSubnetsResult, Filter, Subnet } from '@aws-sdk/client-ec2';
import { AwsError, invalidParameterValue } from '../errors.ts';
import type { Call, Operation } from '../service.ts';

const FILTERS: Readonly<Record<string, (subnet: Subnet) => string | undefined>> = {
  'subnet-id': ({ SubnetId }) => SubnetId,
  'vpc-id': ({ VpcId }) => VpcId,
  'availability-zone': ({ AvailabilityZone }) => AvailabilityZone,
  state: ({ State }) => State,
};

/**
 * Subnets with the addresses that are left in them. One that is asked for by its id and is not there fails the whole
 * call; a filter just does not find it. Without MaxResults, 5 to 1,000, AWS answers with as many as it likes.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeSubnets.html
 */
export const describeSubnets: Operation<DescribeSubnetsRequest> = {
  run(input, call): DescribeSubnetsResult {
    const { SubnetIds, Filters = [], MaxResults: max = 1000, NextToken: token } = input;
    if (!Number.isInteger(max) || max < 5 || max > 1000)
      throw invalidParameterValue(`Value ( ${max} ) for parameter maxResults is invalid.`);
    const all = subnetsOf(call);
    const missing = SubnetIds?.find((id) => !all.some(({ SubnetId }) => SubnetId === id));
    if (missing !== undefined)
      throw new AwsError('InvalidSubnetID.NotFound', `The subnet ID '${missing}' does not exist`);
    const items = all.filter(
      (one) =>
        (SubnetIds === undefined || SubnetIds.includes(one.SubnetId ?? '')) &&
        Filters.every((each) => passes(one, each)),
    );
    const page = call.paginate({
      items,
      key: ({ SubnetId = '' }) => SubnetId,
      scope: [call.account.id, call.region, 'DescribeSubnets', SubnetIds, Filters],
      token,
      max,
      refuse: () => new AwsError('InvalidNextToken', 'The specified NextToken is not valid.'),
    });
    return { Subnets: [...page.items], ...(page.next !== undefined && { NextToken: page.next }) };
  },
};

function passes(subnet: Subnet, { Name = '', Values = [] }: Filter): boolean {
  const read = FILTERS[Name];
  if (!read) throw invalidParameterValue(`The filter '${Name}' is invalid`);
  return Values.includes(read(subnet) ?? '');
}

/** The subnets that DB subnet groups name; the simulated VPCs have no others. */
function subnetsOf({ holdings, account, region }: Call): Subnet[] {
  const found = new Map<string, Subnet>();
  for (const { vpcId, subnets } of holdings.network.subnetGroups.values())
    for (const { id, zone, freeAddresses } of subnets)
      found.set(id, {
        SubnetId: id,
        SubnetArn: `arn:aws:ec2:${region}:${account.id}:subnet/${id}`,
        OwnerId: account.id,
        VpcId: vpcId,
        AvailabilityZone: zone,
        AvailableIpAddressCount: freeAddresses,
        CidrBlock: '10.0.0.0/20',
        State: 'available',
        DefaultForAz: false,
        MapPublicIpOnLaunch: false,
      });
  return [...found.values()];
}
