import {
  type DBInstance,
  DeleteDBClusterCommand,
  DeleteDBInstanceCommand,
  ModifyDBClusterCommand,
  RDSClient,
} from '@aws-sdk/client-rds';
import { PermanentError } from '../../../../domain/errors.ts';
import type { Json } from '../../../../domain/json.ts';
import type { PlannedStep } from '../../../../domain/remediation/plan.ts';
import type { StepContext, StepResult } from '../../../../domain/remediation/stage.ts';
import { plural } from '../../../../domain/words.ts';
import { rdsArn } from '../arns.ts';
import { send } from '../calls/answers.ts';
import { ensureTags } from '../calls/label.ts';
import { waiting } from '../look.ts';
import { replacedByTag } from '../tags.ts';
import { type RetireInput, retireInput } from './input.ts';
import { finalSnapshot, readOld } from './the-old.ts';
import { insistOnUnused } from './wake.ts';

/** CloudWatch shows a minute two to three minutes after its end; milliseconds. */
const shownWithinMs = 4 * 60_000;

const afterwards =
  'The cluster and its data are there, without instances: add one to look at it, or plan again for another final snapshot';

/** Throws PermanentError when there is no final snapshot that is ours and whole. */
async function insistOnFinal(context: StepContext, input: RetireInput): Promise<void> {
  const { Status } = (await finalSnapshot(context, input)) ?? {};
  if (Status === 'available') return;
  throw new PermanentError(`the final snapshot ${input.snapshot} is ${Status ?? 'not there'}; nothing more is deleted`);
}

/**
 * The readers, then the writer; deletion protection does not hold them. Each is marked first as what the role may delete.
 * Aurora user guide, "Deleting Aurora DB clusters and DB instances".
 */
export async function removeMembers(context: StepContext, step: PlannedStep, memory: Json | null): Promise<StepResult> {
  const input = retireInput(step);
  const { name, members, cutover } = input;
  const old = await readOld(context, input);
  if (old.is === 'gone') return { status: 'done' };
  if (old.is === 'not-shown') return waiting(context, memory, `AWS does not show ${name} at the moment.`);
  const { instances } = old;
  if (instances.length === 0) return { status: 'done', says: `${name} has no instances any more.` };
  await insistOnFinal(context, input);
  const joined = instances.find(({ DBInstanceIdentifier: id }) => !members.some((member) => member.name === id));
  if (joined !== undefined)
    throw new PermanentError(
      `${joined.DBInstanceIdentifier} has joined ${name} since this was planned; nothing more is deleted`,
    );
  const staying = instances.filter(({ DBInstanceStatus }) => DBInstanceStatus !== 'deleting');
  if (staying.length > 0) await insistOnUnused(context, input);
  let marked = true;
  for (const { DBInstanceArn: arn = '' } of staying)
    marked = (await ensureTags(context, arn, { add: { [replacedByTag]: cutover.madeBy } })) && marked;
  if (!marked) return waiting(context, memory, `The instances of ${name} are being marked.`);
  const isWriter = ({ DBInstanceIdentifier: id }: DBInstance): boolean => members[0]?.name === id;
  const readers = instances.filter((each) => !isWriter(each));
  const next = readers.length > 0 ? readers : instances;
  for (const { DBInstanceIdentifier: id, DBInstanceStatus: status } of next) {
    if (status === 'deleting') continue;
    const command = new DeleteDBInstanceCommand({ DBInstanceIdentifier: id });
    await send(context.client(RDSClient).send(command, { abortSignal: context.signal }), ['gone', 'busy']);
  }
  return waiting(context, memory, `AWS deletes ${plural(next.length, 'instance')} of ${name}.`);
}

/**
 * The storage goes last, when every minute is known in which something could still have been written. Protection is
 * taken off only here. Automated backups stay as long as they were to be kept.
 * https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DeleteDBCluster.html
 */
export async function removeCluster(context: StepContext, step: PlannedStep, stored: Json | null): Promise<StepResult> {
  const input = retireInput(step);
  const { name, members, snapshot, cutover } = input;
  const old = await readOld(context, input);
  if (old.is === 'gone')
    return {
      status: 'done',
      output: {
        removed: [
          { arn: rdsArn(context.target, 'cluster', name), id: cutover.sourceId, at: context.now.toISOString() },
        ],
      },
      says: `${name} is deleted. Its data is in the snapshot ${snapshot}, which stays until somebody deletes it.`,
      lines: [
        `Its automated backups stay until their retention is over.`,
        `It had: ${members.map((each) => `${each.name} (${each.instanceClass})`).join(', ')}.`,
      ],
    };
  if (old.is === 'not-shown') return waiting(context, stored, `AWS does not show ${name} at the moment.`);
  const { Status = 'in an unknown state', DeletionProtection } = old.cluster;
  if (Status === 'deleting') return waiting(context, stored, `AWS deletes ${name}.`);
  if (old.instances.length > 0)
    throw new PermanentError(`${name} has an instance again; it was not deleted, and its data is there`);
  await insistOnFinal(context, input);
  const { emptySince = context.now.toISOString() } = (stored ?? {}) as { readonly emptySince?: string };
  const memory = { emptySince };
  if (context.now.getTime() - Date.parse(emptySince) < shownWithinMs)
    return waiting(context, stored, `Waiting for the last minutes of ${name} in CloudWatch.`, memory);
  await insistOnUnused(context, input, afterwards);
  if (Status !== 'available') return waiting(context, stored, `${name} is ${Status}.`, memory);
  const rds = context.client(RDSClient);
  const options = { abortSignal: context.signal };
  if (DeletionProtection === true) {
    const command = new ModifyDBClusterCommand({
      DBClusterIdentifier: name,
      DeletionProtection: false,
      ApplyImmediately: true,
    });
    await send(rds.send(command, options), ['busy']);
    return waiting(context, stored, `Deletion protection of ${name} is being switched off.`, memory);
  }
  const command = new DeleteDBClusterCommand({
    DBClusterIdentifier: name,
    // The final snapshot was taken before, and is available.
    SkipFinalSnapshot: true,
    DeleteAutomatedBackups: false,
  });
  await send(rds.send(command, options), ['gone', 'busy']);
  return waiting(context, stored, `AWS deletes ${name}.`, memory);
}
