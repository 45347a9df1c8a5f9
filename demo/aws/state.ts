import { DEFAULT_BACKUP_ROLES, type ServiceRole, serviceRoleFrom } from './organization/backup-roles.ts';
import { type IdentityState, identitiesFrom } from './organization/people.ts';
import { placeOf } from './organization/place.ts';
import { type RegionState, regionFrom } from './organization/region.ts';
import {
  type AccountSpec,
  DEFAULT_QUOTAS,
  DEFAULT_REGIONS,
  EMPTY_REGION,
  type Organization,
  type Quotas,
  type RegionSpec,
  type RoleSpec,
} from './organization/schema.ts';
import type { BucketLimits } from './throttle.ts';

export type { RegionState } from './organization/region.ts';

/** One account: who may enter, which Regions it has, and what stands in each. */
export interface AccountState {
  readonly id: string;
  readonly name: string;
  readonly enabledRegions: ReadonlySet<string>;
  readonly roles: Map<string, RoleSpec>;
  /** Roles that AWS services assume, by name. */
  readonly serviceRoles: Map<string, ServiceRole>;
  /** Overrides the RDS limits of `throttle.ts`. */
  readonly rdsLimits: BucketLimits | undefined;
  readonly quotas: Quotas;
  /** What IAM holds besides the roles that are entered. */
  readonly iam: IdentityState;
  /** Milliseconds before every answer. */
  readonly latencyMs: number;
  /** The state in a Region, built when it is first asked for. */
  readonly region: (name: string) => RegionState;
  /** Puts something else in the place of all that stands in a Region. */
  readonly rebuild: (name: string, spec: RegionSpec, now: Date) => void;
}

/** The whole simulated organization, the hub's account included, by account id. */
export type AwsState = ReadonlyMap<string, AccountState>;

/** Builds the state; `now` is the moment that ages in the description count back from. */
export function createState(organization: Organization, now: Date): AwsState {
  const { accounts, hub } = organization;
  const described = new Map(accounts.map((account) => [account.id, accountFrom(account, organization, now)]));
  if (!described.has(hub.accountId)) {
    const empty = { id: hub.accountId, name: 'hub', faults: [], regions: {}, roles: [] };
    described.set(hub.accountId, accountFrom(empty, organization, now));
  }
  return described;
}

function accountFrom(spec: AccountSpec, { defaults }: Organization, now: Date): AccountState {
  const regions = new Map<string, RegionState>();
  const region = (name: string): RegionState => {
    const known = regions.get(name);
    if (known) return known;
    const built = regionFrom(spec.regions[name] ?? spec.everyRegion ?? EMPTY_REGION, placeOf(spec.id, name, now));
    regions.set(name, built);
    return built;
  };
  return {
    id: spec.id,
    name: spec.name,
    enabledRegions: new Set(spec.enabledRegions ?? defaults.enabledRegions ?? DEFAULT_REGIONS),
    roles: new Map((spec.roles ?? defaults.roles ?? []).map((role) => [role.name, role])),
    serviceRoles: new Map(
      (spec.backupRoles ?? defaults.backupRoles ?? DEFAULT_BACKUP_ROLES).map((role) => [
        role.name,
        serviceRoleFrom(role, spec.id, now),
      ]),
    ),
    rdsLimits: spec.throttle ?? defaults.throttle,
    quotas: spec.quotas ?? defaults.quotas ?? DEFAULT_QUOTAS,
    iam: identitiesFrom(spec.iam ?? defaults.iam, spec.id, now),
    latencyMs: spec.latencyMs ?? defaults.latencyMs ?? 0,
    region,
    rebuild: (name, given, at) => void regions.set(name, regionFrom(given, placeOf(spec.id, name, at))),
  };
}
