import { CreateDBInstanceCommand, type DBInstance, RDSClient } from '@aws-sdk/client-rds';
import { AwsCallError, PermanentError } from '../../../../domain/errors.ts';
import type { StepContext } from '../../../../domain/remediation/stage.ts';
import { tagRecord } from '../../../reads.ts';
import type { Look } from '../look.ts';
import type { MemberSettings } from '../settings/member-settings.ts';
import { tagList } from '../tags.ts';
import { send, whenMaking } from './answers.ts';
import { findInstance } from './find.ts';
import { insistOnOurs } from './ours.ts';

export interface NewMember {
  readonly name: string;
  readonly cluster: string;
  readonly engine: string;
  readonly settings: MemberSettings;
  readonly tags: Readonly<Record<string, string>>;
}

/** Statuses that a new instance does not leave by itself; "Viewing Amazon RDS DB instance status". */
const stuck = /^(?:failed|incompatible-.*|insufficient-capacity|inaccessible-encryption-credentials.*|storage-full)$/;

/**
 * An instance of a cluster of ours, available. What the cluster decides (port, security groups, backups, encryption)
 * must not be sent. https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html
 */
export async function ensureMember(context: StepContext, member: NewMember): Promise<Look<DBInstance>> {
  const { name } = member;
  const found = await findInstance(context, name);
  if (found === undefined) {
    const sent = await create(context, member);
    return { wait: sent === 'busy' ? `${member.cluster} is busy; waiting.` : `AWS makes the instance ${name}.` };
  }
  const tags = tagRecord(found.TagList);
  await insistOnOurs(context, context.remediationId, { name, arn: found.DBInstanceArn, tags });
  const { DBInstanceStatus: status = 'in an unknown state' } = found;
  if (stuck.test(status))
    throw new PermanentError(`AWS made the instance ${name}, and it is “${status}”; look at its events in the console`);
  return status === 'available' ? { done: found } : { wait: `${name} is ${status}.` };
}

/** Where its zone has no room for this class, any zone of the subnet group will do; the comparison shows it. */
async function create(context: StepContext, member: NewMember) {
  const ask = (zone: string | null) =>
    context.client(RDSClient).send(commandFor(member, zone), { abortSignal: context.signal });
  try {
    return await send(ask(member.settings.zone), whenMaking);
  } catch (error) {
    const full = error instanceof AwsCallError && /^InsufficientDBInstanceCapacity/.test(error.failure.code);
    if (!full || member.settings.zone === null) throw error;
    return send(ask(null), whenMaking);
  }
}

function commandFor({ name, cluster, engine, settings, tags }: NewMember, zone: string | null) {
  const { monitoringRole, performanceInsightsDays: insightsDays, performanceInsightsKey: insightsKey } = settings;
  return new CreateDBInstanceCommand({
    DBInstanceIdentifier: name,
    DBClusterIdentifier: cluster,
    DBInstanceClass: settings.instanceClass,
    Engine: engine,
    PromotionTier: settings.promotionTier,
    PubliclyAccessible: settings.publiclyAccessible,
    AutoMinorVersionUpgrade: settings.autoMinorVersionUpgrade,
    MonitoringInterval: settings.monitoringInterval,
    EnablePerformanceInsights: insightsDays > 0,
    ...(zone === null ? {} : { AvailabilityZone: zone }),
    ...(settings.parameterGroup === null ? {} : { DBParameterGroupName: settings.parameterGroup }),
    ...(monitoringRole === null ? {} : { MonitoringRoleArn: monitoringRole }),
    ...(insightsDays > 0 ? { PerformanceInsightsRetentionPeriod: insightsDays } : {}),
    ...(insightsKey === null ? {} : { PerformanceInsightsKMSKeyId: insightsKey }),
    ...(settings.maintenanceWindow === null ? {} : { PreferredMaintenanceWindow: settings.maintenanceWindow }),
    ...(settings.certificate === null ? {} : { CACertificateIdentifier: settings.certificate }),
    Tags: tagList(tags),
  });
}
