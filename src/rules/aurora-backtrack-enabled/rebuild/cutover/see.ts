import type { DBCluster } from '@aws-sdk/client-rds';
import type { Json } from '../../../../domain/json.ts';
import type { PlannedStep } from '../../../../domain/remediation/plan.ts';
import type { StepContext, StepResult } from '../../../../domain/remediation/stage.ts';
import { asSentence } from '../../../../domain/words.ts';
import { orWhyNot } from '../../../reads.ts';
import { duration, timestamp } from '../../duration.ts';
import { instancesOf } from '../calls/find.ts';
import { ensureTags } from '../calls/label.ts';
import { membersIn, readSince } from '../freeze/at-rest.ts';
import { waiting } from '../look.ts';
import { managedByTag } from '../tags.ts';
import { type CutoverInput, cutoverInput } from './input.ts';
import { readScene } from './scene.ts';

/**
 * The new cluster is in use from here on: what marks a copy of ours is taken off it and its instances, so that audits
 * judge it like any other, and nothing that removes copies may touch it. Undefined when that is so.
 */
async function whyNotReleased(context: StepContext, fresh: DBCluster): Promise<string | undefined> {
  const { DBClusterIdentifier: name = '', DBClusterArn: arn = '' } = fresh;
  const instances = await instancesOf(context, name);
  const down = instances.filter(({ DBInstanceStatus }) => DBInstanceStatus !== 'available');
  if (down.length > 0) return down.map((each) => `${each.DBInstanceIdentifier} is ${each.DBInstanceStatus}`).join(', ');
  const arns = [arn, ...instances.flatMap(({ DBInstanceArn }) => DBInstanceArn ?? [])];
  let clean = true;
  for (const each of arns) clean = (await ensureTags(context, each, { remove: [managedByTag] })) && clean;
  return clean ? undefined : `the tags of ${name} are being set`;
}

/** The new cluster is in place, with Backtrack, under the endpoint that the application uses. */
export async function see(context: StepContext, step: PlannedStep, memory: Json | null): Promise<StepResult> {
  const input = cutoverInput(step);
  const { source, sourceId, way, endpoint } = input;
  const { old, fresh } = await readScene(context, { sourceId, madeBy: context.remediationId });
  if (fresh === undefined || old === undefined)
    return waiting(context, memory, 'AWS does not show both clusters at the moment.');
  const { DBClusterIdentifier: name = '', Status = 'in an unknown state', Endpoint, BacktrackWindow = 0 } = fresh;
  const inPlace = name === (way === 'keep-name' ? source : input.names.cluster);
  if (!inPlace || Status !== 'available') return waiting(context, memory, `${name} is ${Status}.`);
  if (Endpoint === undefined || (way === 'keep-name' && endpoint !== null && Endpoint !== endpoint))
    return waiting(
      context,
      memory,
      `AWS tells ${Endpoint ?? 'no endpoint'} for ${name}, not ${endpoint ?? 'one'} yet.`,
    );
  const not = await whyNotReleased(context, fresh);
  if (not !== undefined) return waiting(context, memory, `${not}.`);
  const written = await writtenYet(context, fresh);
  return {
    status: 'done',
    output: { newId: fresh.DbClusterResourceId ?? '', oldName: old.DBClusterIdentifier ?? '', endpoint: Endpoint },
    says: `${saysOf(input, { name, oldName: old.DBClusterIdentifier ?? '', window: duration(BacktrackWindow) })} ${written}`,
    lines: way === 'keep-name' ? namesKept(Endpoint) : handOver(input, fresh),
  };
}

/** As far as CloudWatch shows; whoever came back by itself, before anybody has opened it, is worth knowing of. */
async function writtenYet(context: StepContext, fresh: DBCluster): Promise<string> {
  const { stoppedAt } = (context.outputs['stop-old'] ?? {}) as { readonly stoppedAt?: string };
  const from = stoppedAt === undefined ? context.now : new Date(stoppedAt);
  const read = await orWhyNot(readSince(context, membersIn(fresh), { from, now: context.now }));
  if ('unread' in read) return `Whether something has been written yet could not be read: ${asSentence(read.unread)}`;
  const { wroteAt } = read.value;
  return wroteAt === undefined
    ? 'Nothing has been written yet.'
    : `Somebody has written to it since ${timestamp(wroteAt)}: swapping back would lose that, so open it for writes.`;
}

const saysOf = (
  { way }: CutoverInput,
  { name, oldName, window }: { name: string; oldName: string; window: string },
): string =>
  way === 'keep-name'
    ? `${name} can be rewound: Backtrack ${window} is in force. Name and endpoint are unchanged; the old cluster is stopped as ${oldName}.`
    : `${name} can be rewound: Backtrack ${window} is in force. Nothing was renamed; the old cluster ${oldName} is stopped.`;

/** AWS: with TLS by the endpoint's name the cluster is stopped and started to refresh it (Aurora.Modifying). */
const namesKept = (endpoint: string): string[] => [
  `Endpoint: ${endpoint}. Names may stay cached for some minutes: let the applications connect anew.`,
  'Instances have new names and endpoints; whoever names an instance has to be changed.',
  'If clients refuse its certificate (they compare the endpoint’s name), stop and start the cluster once.',
];

/** What has to be changed where, for people who do it. */
const handOver = ({ source, endpoint }: CutoverInput, { Endpoint, ReaderEndpoint, Port }: DBCluster): string[] => [
  `Write to ${Endpoint ?? '?'} (port ${Port ?? '?'}) instead of ${endpoint ?? source}.`,
  `Read from ${ReaderEndpoint ?? '?'}.`,
  `Change it wherever ${source} is named: configurations, secrets, proxies, DNS records of yours; the checks of the plan name what AWS knows of.`,
];
