import { acknowledge, blocked, checkOfSource, clear, type Decision } from '../check.ts';
import type { Subject } from '../subject.ts';

/** Streams are started per cluster; Aurora user guide, "Monitoring Amazon Aurora with Database Activity Streams". */
export function decideActivityStream({ source, name, names, way }: Subject): Decision {
  const { ActivityStreamStatus: status = 'stopped', ActivityStreamKinesisStreamName: stream } = source.cluster;
  if (status === 'stopped') return clear(`${name} has none.`);
  if (status !== 'started')
    return blocked(`The activity stream of ${name} is ${status}. Plan again when it is started or stopped.`);
  const then = way === 'keep-name' ? name : names.restored;
  return acknowledge(
    `${name} is audited into the Kinesis stream ${stream ?? '?'}. The new cluster is not: start an activity stream of ${then} afterwards, and point its readers to the stream that it gets.`,
  );
}

export const activityStream = checkOfSource({
  id: 'activity-stream',
  what: 'Database activity stream',
  decide: decideActivityStream,
});
