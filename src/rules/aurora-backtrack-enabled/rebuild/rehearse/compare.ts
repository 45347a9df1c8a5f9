import type { Json } from '../../../../domain/json.ts';
import type { PlannedStep } from '../../../../domain/remediation/plan.ts';
import type { StepContext, StepResult } from '../../../../domain/remediation/stage.ts';
import { duration } from '../../duration.ts';
import { findCluster } from '../calls/find.ts';
import { waiting } from '../look.ts';
import { clusterSettings } from '../settings/cluster-settings.ts';
import { compareClusters, compareMembers } from '../settings/compare.ts';
import { memberSettings } from '../settings/member-settings.ts';
import { settingsReport } from '../settings/report.ts';
import { membersToCreate, readSource } from '../source.ts';
import { inertCluster, inertMember } from './inert.ts';
import { rehearsalInput } from './input.ts';

/** Reads source and copy back and compares every setting; Backtrack has to be in force. */
export async function compareCopy(context: StepContext, step: PlannedStep, memory: Json | null): Promise<StepResult> {
  const { source: name, names, windowSeconds, members } = rehearsalInput(step);
  const now = await findCluster(context, names.cluster);
  if (now?.Status !== 'available')
    return waiting(context, memory, `${names.cluster} is ${now?.Status ?? 'not shown by AWS'}.`);
  if (now.BacktrackWindow !== windowSeconds)
    return waiting(
      context,
      memory,
      `${names.cluster} shows a Backtrack window of ${duration(now.BacktrackWindow ?? 0)}.`,
    );
  const [source, copy] = await Promise.all([readSource(context, name), readSource(context, names.cluster)]);
  const counterparts = new Map(copy.members.map((member) => [member.DBInstanceIdentifier, member]));
  const compared = [
    ...compareClusters(clusterSettings(source.cluster), clusterSettings(copy.cluster), inertCluster),
    ...membersToCreate(source).flatMap((member) => {
      const id = member.DBInstanceIdentifier ?? '';
      const counterpart = counterparts.get(names.members[members.findIndex((each) => each.name === id)]);
      return compareMembers(id, memberSettings(member), counterpart && memberSettings(counterpart), inertMember);
    }),
  ];
  const report = settingsReport(compared, name);
  return {
    status: 'done',
    output: {
      copy: names.cluster,
      windowSeconds,
      equal: report.equal,
      differs: compared.flatMap((each) => (each.standing === 'differs' ? [{ ...each }] : [])),
    },
    says: `Backtrack ${duration(windowSeconds)} is in force on ${names.cluster}. ${report.says}`,
    lines: report.lines,
  };
}
