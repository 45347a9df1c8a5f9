import type { DBCluster, DBInstance } from '@aws-sdk/client-rds';
import { PermanentError } from '../../../../domain/errors.ts';
import type { Json } from '../../../../domain/json.ts';
import type { PlannedStep } from '../../../../domain/remediation/plan.ts';
import type { StepContext, StepResult } from '../../../../domain/remediation/stage.ts';
import { listed } from '../../../../domain/words.ts';
import { duration } from '../../duration.ts';
import { waiting } from '../look.ts';
import { type ClusterSettings, clusterSettings } from '../settings/cluster-settings.ts';
import { type ComparedSetting, compareClusters, compareMembers } from '../settings/compare.ts';
import { memberSettings } from '../settings/member-settings.ts';
import { settingsReport } from '../settings/report.ts';
import { memberWords } from '../settings/words.ts';
import { readSource, type Source } from '../source.ts';
import { type CutoverInput, cutoverInput } from './input.ts';
import { readScene } from './scene.ts';

/** Every setting of the new cluster beside what was planned: what the old one had when people approved. */
export function compareNew(input: CutoverInput, { cluster, members }: Source): ComparedSetting[] {
  const counterparts = new Map(members.map((member) => [member.DBInstanceIdentifier, member]));
  const counterpart = (index: number): DBInstance | undefined => counterparts.get(input.names.members[index]);
  return [
    ...compareClusters(input.settings, clusterSettings(cluster)),
    ...input.members.flatMap(({ name, settings }, index) => {
      const found = counterpart(index);
      return compareMembers(name, settings, found && memberSettings(found));
    }),
  ];
}

/** What still becomes as it should be without anybody doing anything. */
const isSettling = ({ AssociatedRoles = [], MasterUserSecret: secret }: DBCluster, wanted: ClusterSettings): boolean =>
  AssociatedRoles.some(({ Status }) => Status === 'PENDING') ||
  (wanted.managedPassword && secret?.SecretStatus === 'creating');

/** Where a zone has no room for an instance it is made in another one: told, and nothing to give up for. */
const isZone = (what: string): boolean => what.startsWith(`${memberWords.zone} of `);

/** Ends the cut-over, before any name is changed, when a setting differs that the rehearsal has not shown to differ. */
export async function compare(context: StepContext, step: PlannedStep, memory: Json | null): Promise<StepResult> {
  const input = cutoverInput(step);
  const { sourceId, source, windowSeconds, settings, expected } = input;
  const { fresh } = await readScene(context, { sourceId, madeBy: context.remediationId });
  const name = fresh?.DBClusterIdentifier;
  if (fresh === undefined || name === undefined || fresh.Status !== 'available')
    return waiting(context, memory, `${name ?? input.names.cluster} is ${fresh?.Status ?? 'not shown by AWS'}.`);
  if (fresh.BacktrackWindow !== windowSeconds || isSettling(fresh, settings))
    return waiting(context, memory, `${name} is not yet as it should be.`);
  const compared = compareNew(input, await readSource(context, name));
  const report = settingsReport(compared, source);
  const surprises = compared.filter(
    ({ what, standing }) => standing === 'differs' && !expected.includes(what) && !isZone(what),
  );
  if (surprises.length > 0)
    throw new PermanentError(
      `${name} is not as ${source} is: ${listed(
        surprises.map(({ what, source: was, copy }) => `${what}: ${copy} instead of ${was}`),
        5,
      )}; nothing has been renamed, start the writers again`,
    );
  return {
    status: 'done',
    output: { equal: report.equal, differs: report.differs },
    says: `Backtrack ${duration(windowSeconds)} is in force on ${name}. ${report.says}`,
    lines: report.lines,
  };
}
