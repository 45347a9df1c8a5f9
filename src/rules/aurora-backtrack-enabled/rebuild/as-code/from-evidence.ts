import type { Evidence, Finding } from '../../../../domain/finding.ts';
import { membersWriterFirst, serverlessCapacity, targetWindow, text, texts } from '../../fix-values.ts';
import { isAutoScaledName } from './auto-scaled.ts';
import type { KnownSettings, RebuildCode } from './values.ts';

/** What an audit has kept of the cluster, which is not all; the script compares the rest before a name is changed. */
export const codeFromEvidence = ({ resource, target, evidence }: Finding): RebuildCode => ({
  target,
  source: resource.id,
  arn: resource.arn,
  sourceId: undefined,
  windowSeconds: targetWindow(evidence),
  quietMinutes: 10,
  settings: settingsIn(evidence),
  members: membersWriterFirst(evidence)
    .filter(({ name }, index) => index === 0 || !isAutoScaledName(name))
    .map(({ name, instanceClass }) => ({ name, settings: { instanceClass } })),
  complete: false,
  owner: text(evidence, 'managedBy'),
});

function settingsIn(evidence: Evidence): KnownSettings {
  const capacity = serverlessCapacity(evidence);
  const { port, nativeBackupRetentionDays: days } = evidence;
  const engineVersion = text(evidence, 'engineVersion');
  const storageType = text(evidence, 'storageType');
  return {
    parameterGroup: text(evidence, 'clusterParameterGroup') ?? null,
    subnetGroup: text(evidence, 'subnetGroup') ?? null,
    securityGroups: texts(evidence, 'securityGroups'),
    port: typeof port === 'number' ? port : null,
    kmsKey: text(evidence, 'kmsKey') ?? null,
    retentionDays: typeof days === 'number' ? days : null,
    capacity: capacity === undefined ? null : { ...capacity, pauseSeconds: null },
    networkType: text(evidence, 'networkType') ?? null,
    lifecycleSupport: text(evidence, 'lifecycleSupport') ?? null,
    backupWindow: text(evidence, 'backupWindow') ?? null,
    maintenanceWindow: text(evidence, 'maintenanceWindow') ?? null,
    logExports: texts(evidence, 'logExports'),
    ...switches(evidence),
    ...(engineVersion === undefined ? {} : { engineVersion }),
    ...(storageType === undefined ? {} : { storageType }),
  };
}

/** What is on or off; an older audit kept none of these. */
function switches(evidence: Evidence): KnownSettings {
  const { iamDatabaseAuthentication: iam, deletionProtection, copyTagsToSnapshot } = evidence;
  return {
    ...(typeof iam === 'boolean' ? { iamAuthentication: iam } : {}),
    ...(typeof deletionProtection === 'boolean' ? { deletionProtection } : {}),
    ...(typeof copyTagsToSnapshot === 'boolean' ? { copyTagsToSnapshot } : {}),
  };
}
