import type { DBCluster } from '@aws-sdk/client-rds';
import { z } from 'zod';
import { stableUuid } from '../random.ts';
import type { Place } from './place.ts';

/** The VPC that AWS puts databases in when nobody names a subnet group. */
export const DEFAULT_VPC = 'vpc-0a1b2c3d4e5f60718';
const SHARED_GROUP = 'sg-0a1b2c3d4e5f60718';

/** A DB subnet group. `default`, and groups that clusters name in `raw`, are there anyway. */
export const subnetGroup = z.strictObject({
  name: z.string().regex(/^[a-z0-9][a-z0-9 ._-]{0,254}$/, 'not a valid name of a subnet group'),
  description: z.string().default('private subnets'),
  /** A VPC of its own when left out. */
  vpc: z.string().startsWith('vpc-').optional(),
  zones: z
    .array(z.enum(['a', 'b', 'c', 'd']))
    .min(1)
    .default(['a', 'b', 'c']),
  /** Addresses that are left in each of its subnets. */
  freeAddresses: z.number().int().min(0).default(4000),
});
type SubnetGroupSpec = z.output<typeof subnetGroup>;

export interface Subnet {
  readonly id: string;
  readonly zone: string;
  freeAddresses: number;
}

/** A DB subnet group as RDS holds it. */
export interface SubnetGroup {
  readonly name: string;
  readonly description: string;
  readonly vpcId: string;
  readonly subnets: readonly Subnet[];
}

/** What databases of a Region stand in. The maps may be changed. */
export interface Network {
  /** By name. */
  readonly subnetGroups: Map<string, SubnetGroup>;
  /** The VPC of a security group, by its id. */
  readonly securityGroups: Map<string, string>;
}

/** The groups described, the default ones, and those that clusters name. */
export function networkFrom(
  described: readonly SubnetGroupSpec[],
  clusters: readonly DBCluster[],
  place: Place,
): Network {
  const known = new Set(described.map(({ name }) => name));
  const named = clusters.flatMap(({ DBSubnetGroup: name = 'default' }) => (known.has(name) ? [] : [name]));
  const specs = [...described, ...[...new Set(['default', ...named])].map((name) => subnetGroup.parse({ name }))];
  const subnetGroups = new Map(specs.map((spec) => [spec.name, groupFrom(spec, place)]));
  const securityGroups = new Map([[SHARED_GROUP, DEFAULT_VPC]]);
  for (const { vpcId } of subnetGroups.values()) securityGroups.set(defaultSecurityGroup(vpcId), vpcId);
  for (const { DBSubnetGroup = 'default', VpcSecurityGroups = [] } of clusters) {
    const { vpcId = DEFAULT_VPC } = subnetGroups.get(DBSubnetGroup) ?? {};
    for (const { VpcSecurityGroupId: id } of VpcSecurityGroups) if (id !== undefined) securityGroups.set(id, vpcId);
  }
  return { subnetGroups, securityGroups };
}

/** The security group of clusters in a subnet group that name none: one for each, since none is in two VPCs. */
export function securityGroupFor(subnetGroupName = 'default'): string {
  return subnetGroupName === 'default' ? SHARED_GROUP : `sg-${hex('of-clusters-in', subnetGroupName)}`;
}

/** The security group that every VPC has, for those who name none. */
export function defaultSecurityGroup(vpcId: string): string {
  return `sg-${hex('security-group', vpcId)}`;
}

function groupFrom(spec: SubnetGroupSpec, { region, accountId }: Place): SubnetGroup {
  const own = spec.name === 'default' ? DEFAULT_VPC : `vpc-${hex('vpc', accountId, region, spec.name)}`;
  const vpcId = spec.vpc ?? own;
  return {
    name: spec.name,
    description: spec.description,
    vpcId,
    subnets: spec.zones.map((zone) => ({
      id: `subnet-${hex('subnet', vpcId, spec.name, zone)}`,
      zone: `${region}${zone}`,
      freeAddresses: spec.freeAddresses,
    })),
  };
}

function hex(...parts: readonly string[]): string {
  return stableUuid(...parts)
    .replaceAll('-', '')
    .slice(0, 17);
}
