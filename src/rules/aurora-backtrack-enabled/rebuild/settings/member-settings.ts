import type { DBInstance } from '@aws-sdk/client-rds';
import { tagRecord } from '../../../reads.ts';
import { peoplesTags } from '../tags.ts';

/** A member's own settings; what the cluster decides is not among them. */
export interface MemberSettings {
  readonly instanceClass: string;
  /** 0 to 15; the lowest is promoted first. */
  readonly promotionTier: number;
  readonly parameterGroup: string | null;
  readonly zone: string | null;
  readonly publiclyAccessible: boolean;
  /** Seconds; 0 is off. */
  readonly monitoringInterval: number;
  readonly monitoringRole: string | null;
  /** Days; 0 is off. */
  readonly performanceInsightsDays: number;
  readonly performanceInsightsKey: string | null;
  readonly maintenanceWindow: string | null;
  readonly autoMinorVersionUpgrade: boolean;
  readonly certificate: string | null;
  readonly tags: Readonly<Record<string, string>>;
}

/** AWS gives a new member tier 1 unless told (CreateDBInstance). */
const defaultTier = 1;

export function memberSettings(member: DBInstance): MemberSettings {
  const interval = member.MonitoringInterval ?? 0;
  const insights = member.PerformanceInsightsEnabled === true;
  return {
    instanceClass: member.DBInstanceClass ?? '',
    promotionTier: member.PromotionTier ?? defaultTier,
    parameterGroup: member.DBParameterGroups?.[0]?.DBParameterGroupName ?? null,
    zone: member.AvailabilityZone ?? null,
    publiclyAccessible: member.PubliclyAccessible === true,
    monitoringInterval: interval,
    monitoringRole: interval === 0 ? null : (member.MonitoringRoleArn ?? null),
    performanceInsightsDays: insights ? (member.PerformanceInsightsRetentionPeriod ?? 7) : 0,
    performanceInsightsKey: insights ? (member.PerformanceInsightsKMSKeyId ?? null) : null,
    maintenanceWindow: member.PreferredMaintenanceWindow ?? null,
    autoMinorVersionUpgrade: member.AutoMinorVersionUpgrade === true,
    certificate: member.CACertificateIdentifier ?? null,
    tags: peoplesTags(tagRecord(member.TagList)),
  };
}
