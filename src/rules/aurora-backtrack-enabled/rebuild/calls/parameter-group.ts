import {
  CopyDBClusterParameterGroupCommand,
  CreateDBClusterParameterGroupCommand,
  DeleteDBClusterParameterGroupCommand,
  DescribeDBClusterParameterGroupsCommand,
  ModifyDBClusterParameterGroupCommand,
  paginateDescribeDBClusterParameters,
  RDSClient,
} from '@aws-sdk/client-rds';
import type { StepContext } from '../../../../domain/remediation/stage.ts';
import { listIn, paging } from '../../../reads.ts';
import { isDefaultGroup } from '../../binary-log.ts';
import type { Look } from '../look.ts';
import { tagList } from '../tags.ts';
import { orNothing, send, whenMaking } from './answers.ts';
import { type Reader, tagsOf } from './find.ts';
import { insistOnOurs, isMadeBy } from './ours.ts';

const eventScheduler = 'event_scheduler';

async function findGroup({ client, signal }: Reader, name: string) {
  const command = new DescribeDBClusterParameterGroupsCommand({ DBClusterParameterGroupName: name });
  const answer = await orNothing(client(RDSClient).send(command, { abortSignal: signal }));
  return answer && listIn('rds:DescribeDBClusterParameterGroups', answer.DBClusterParameterGroups)[0];
}

/** The value that somebody has set in the group, or AWS has; undefined when the engine's own default applies. */
export async function eventSchedulerIn({ client, signal }: Reader, group: string): Promise<string | undefined> {
  const config = { client: client(RDSClient), ...paging };
  const input = { DBClusterParameterGroupName: group };
  for await (const page of paginateDescribeDBClusterParameters(config, input, { abortSignal: signal })) {
    const found = listIn('rds:DescribeDBClusterParameters', page.Parameters).find(
      ({ ParameterName }) => ParameterName === eventScheduler,
    );
    if (found !== undefined) return found.ParameterValue;
  }
  return undefined;
}

/**
 * A group with the values of `from` and the event scheduler off, so that a copy does nothing by itself. AWS's default
 * groups cannot be copied: an empty one of their family is the same.
 * https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CopyDBClusterParameterGroup.html
 */
export async function ensureInertGroup(
  context: StepContext,
  { name, from, tags }: { name: string; from: string; tags: Readonly<Record<string, string>> },
): Promise<Look> {
  const rds = context.client(RDSClient);
  const options = { abortSignal: context.signal };
  const found = await findGroup(context, name);
  if (found === undefined) {
    const Tags = tagList(tags);
    const description = `Copy of ${from} with events off`;
    await send(
      isDefaultGroup(from)
        ? rds.send(
            new CreateDBClusterParameterGroupCommand({
              DBClusterParameterGroupName: name,
              DBParameterGroupFamily: from.replace(/^default\./, ''),
              Description: description,
              Tags,
            }),
            options,
          )
        : rds.send(
            new CopyDBClusterParameterGroupCommand({
              SourceDBClusterParameterGroupIdentifier: from,
              TargetDBClusterParameterGroupIdentifier: name,
              TargetDBClusterParameterGroupDescription: description,
              Tags,
            }),
            options,
          ),
      whenMaking,
    );
    return { wait: `AWS makes the parameter group ${name}.` };
  }
  const arn = found.DBClusterParameterGroupArn;
  await insistOnOurs(context, context.remediationId, { name, arn, tags: {} });
  if ((await orNothing(eventSchedulerIn(context, name)))?.toUpperCase() === 'OFF') return { done: true };
  // A new group can be described a moment before its parameters can.
  const off = { ParameterName: eventScheduler, ParameterValue: 'OFF', ApplyMethod: 'pending-reboot' as const };
  await send(
    rds.send(
      new ModifyDBClusterParameterGroupCommand({ DBClusterParameterGroupName: name, Parameters: [off] }),
      options,
    ),
  );
  return { wait: `Events are being switched off in ${name}.` };
}

/** Deletes a group that the named remediation made; while a cluster still uses it, AWS refuses, and it is asked again. */
export async function ensureGroupGone(
  context: StepContext,
  { name, madeBy }: { name: string; madeBy: string },
): Promise<Look> {
  const found = await findGroup(context, name);
  const arn = found?.DBClusterParameterGroupArn;
  if (found === undefined || arn === undefined) return { done: true };
  if (!(await isMadeBy(context, madeBy, { name, arn, tags: await tagsOf(context, arn) }))) return { done: true };
  const command = new DeleteDBClusterParameterGroupCommand({ DBClusterParameterGroupName: name });
  const sent = await send(context.client(RDSClient).send(command, { abortSignal: context.signal }));
  return sent === 'busy' ? { wait: `The parameter group ${name} is still in use.` } : { done: true };
}
