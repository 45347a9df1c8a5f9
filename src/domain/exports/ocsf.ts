import { defined } from '../defined.ts';
import type { Finding, Severity, Status } from '../finding.ts';
import { partitionOf } from '../regions.ts';
import type { AuditDocument } from './document.ts';

/**
 * OCSF 1.4.0, class Compliance Finding (2003) of category Findings (2): https://schema.ocsf.io/1.4.0/classes/compliance_finding
 */
const ocsfVersion = '1.4.0';
const classUid = 2003;
/** Create: the finding is reported, not updated. */
const activityId = 1;

const severityIds: Readonly<Record<Severity, number>> = { low: 2, medium: 3, high: 4, critical: 5 };
const severityNames: Readonly<Record<Severity, string>> = {
  low: 'Low',
  medium: 'Medium',
  high: 'High',
  critical: 'Critical',
};

/** compliance.status_id: 1 Pass, 2 Warning (no result for want of information), 3 Fail, 99 Other (with its name in `status`). */
const complianceStatus: Readonly<Record<Status, readonly [id: number, name: string]>> = {
  pass: [1, 'Pass'],
  fail: [3, 'Fail'],
  'not-applicable': [99, 'Not applicable'],
  unknown: [2, 'Warning'],
};

/** status_id of the finding: 1 New, 3 Suppressed. */
const findingStatus = ({ exempt, muted }: Finding): readonly [id: number, name: string] =>
  exempt === undefined && muted === undefined ? [1, 'New'] : [3, 'Suppressed'];

/** Why it is suppressed. */
function commentOf({ exempt, muted }: Finding): string | undefined {
  if (exempt !== undefined) return exempt.reason;
  return muted && `Muted until ${muted.until} by ${muted.by}: ${muted.reason}`;
}

/** A JSON array of events. Targets that could not be scanned are events of status Warning, too. */
export function toOcsf(document: AuditDocument, product: { version: string }): string {
  const time = Date.parse(document.finishedAt);
  const events = [
    ...document.findings.map((finding) => ({ ...common(time, product, document.auditId), ...eventOf(finding, time) })),
    ...document.targets
      .filter(({ status }) => status === 'failed')
      .map((target) => ({ ...common(time, product, document.auditId), ...unscanned(target, time) })),
  ];
  return `${JSON.stringify(events, null, 2)}\n`;
}

const common = (time: number, product: { version: string }, auditId: string) => ({
  activity_id: activityId,
  activity_name: 'Create',
  category_uid: 2,
  category_name: 'Findings',
  class_uid: classUid,
  class_name: 'Compliance Finding',
  type_uid: classUid * 100 + activityId,
  type_name: 'Compliance Finding: Create',
  time,
  metadata: {
    version: ocsfVersion,
    correlation_uid: auditId,
    profiles: ['cloud'],
    product: { name: 'Aurora Keeper', vendor_name: 'Aurora Keeper', version: product.version },
  },
});

const cloud = (accountId: string, accountName: string, region: string) => ({
  provider: 'AWS',
  region,
  account: { uid: accountId, name: accountName, type_id: 10, type: 'AWS Account' },
});

function eventOf(finding: Finding, time: number) {
  const { target, resource, remediation } = finding;
  const [statusId, status] = findingStatus(finding);
  const [complianceId, complianceName] = complianceStatus[finding.status];
  return {
    severity_id: severityIds[finding.severity],
    severity: severityNames[finding.severity],
    status_id: statusId,
    status,
    ...defined({ comment: commentOf(finding) }),
    message: finding.reason,
    finding_info: {
      uid: finding.id,
      title: finding.title,
      desc: finding.reason,
      created_time: time,
      types: [finding.ruleId],
    },
    compliance: {
      control: finding.ruleId,
      standards: ['Aurora Keeper'],
      requirements: [...finding.references],
      status_id: complianceId,
      status: complianceName,
      status_details: [finding.reason],
    },
    ...(remediation === null
      ? {}
      : {
          remediation: {
            desc: `Strategies: ${remediation.strategies.join(', ')}. Recommended: ${remediation.recommended}.`,
          },
        }),
    cloud: cloud(target.accountId, target.accountName, target.region),
    resources: [
      {
        uid: resource.arn,
        name: resource.id,
        type: resource.type === 'target' ? 'AWS::::Account' : resource.type,
        region: target.region,
        cloud_partition: partitionOf(target.region),
        labels: Object.entries(resource.tags ?? {}).map(([key, value]) => `${key}:${value}`),
        data: finding.evidence,
      },
    ],
  };
}

const unscanned = ({ accountId, accountName, region, error }: AuditDocument['targets'][number], time: number) => ({
  severity_id: 0,
  severity: 'Unknown',
  status_id: 1,
  status: 'New',
  message: `Not scanned: ${error?.message ?? 'unknown error'}`,
  finding_info: {
    uid: `unscanned/${accountId}/${region}`,
    title: 'Target could not be scanned',
    desc: error?.message ?? 'unknown error',
    created_time: time,
    types: ['target-unscanned'],
  },
  compliance: {
    control: 'target-scanned',
    standards: ['Aurora Keeper'],
    status_id: 2,
    status: 'Warning',
    status_details: [error?.code ?? 'Unknown'],
  },
  cloud: cloud(accountId, accountName, region),
  resources: [
    {
      uid: `arn:${partitionOf(region)}:rds:${region}:${accountId}:*`,
      type: 'AWS::::Account',
      region,
      cloud_partition: partitionOf(region),
    },
  ],
});
