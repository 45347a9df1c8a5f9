import type { Finding } from '../../domain/finding.ts';
import type { Fix } from '../../domain/rule.ts';
import { codeOf } from './rebuild/as-code/fixes.ts';
import { codeFromEvidence } from './rebuild/as-code/from-evidence.ts';
import { namesFor, type RebuildCode } from './rebuild/as-code/values.ts';
import { snapshotWarning } from './rebuild/as-code/warnings.ts';

/**
 * The documented way to Backtrack for a cluster that has none: restore a snapshot with a window. A clone of such a
 * cluster is refused ("Backtrack cannot currently be enabled for this cluster"), a modification, too.
 */
export const rebuild = (finding: Finding): readonly Fix[] => rebuildAs(codeFromEvidence(finding));

export const rebuildAs = (code: RebuildCode): readonly Fix[] => [
  { format: 'console', title: 'Rebuild in the console', text: consoleSteps(code) },
  ...codeOf(code),
];

function consoleSteps(code: RebuildCode): string {
  const { target, source, settings, windowSeconds } = code;
  const names = namesFor(code);
  return [
    `1. ${snapshotWarning}`,
    `2. Open the RDS console in account ${target.accountId}, Region ${target.region}, choose Databases, select ${source}, then Actions, Take snapshot. Name it ${names.snapshot}.`,
    `3. When the snapshot is available, select it under Snapshots and choose Actions, Restore snapshot. Name the new cluster ${names.cluster}.`,
    `4. Choose the settings of ${source}, since the form starts from defaults: engine version${fact(settings.engineVersion)}, subnet group${fact(settings.subnetGroup)}, security groups${fact(settings.securityGroups?.join(', '))}, cluster parameter group${fact(settings.parameterGroup)}.`,
    `5. Under Backtrack, choose Enable Backtrack and a target window of ${windowSeconds / 3600} hours.`,
    `6. Restore, add the readers, compare every setting with ${source}, and check the Backtrack window under Configuration.`,
    `7. Point the applications to ${names.cluster}. Keep ${source} until you are sure that you need not go back.`,
  ].join('\n');
}

const fact = (value: string | null | undefined): string =>
  value === undefined || value === null || value === '' ? '' : ` (${value})`;
