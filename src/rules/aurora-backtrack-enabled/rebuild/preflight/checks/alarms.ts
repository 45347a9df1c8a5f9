import type { CompositeAlarm, MetricAlarm } from '@aws-sdk/client-cloudwatch';
import type { PlanContext } from '../../../../../domain/remediation/stage.ts';
import { incompleteAnswer, paging } from '../../../../reads.ts';
import { alarmsNaming } from '../alarms.ts';
import { acknowledge, check, clear, type Decision } from '../check.ts';
import type { NamedAlarm } from '../facts.ts';
import { counterparts, keepsInstanceNames, type Subject } from '../subject.ts';
import { counted, few, verb } from '../words.ts';

/** Every alarm of the Region: AWS finds alarms by one whole set of dimensions, or not at all. */
async function read({ client, signal }: PlanContext, subject: Subject): Promise<NamedAlarm[]> {
  const { CloudWatchClient, paginateDescribeAlarms } = await import('@aws-sdk/client-cloudwatch');
  const config = { client: client(CloudWatchClient), ...paging, pageSize: 100 };
  const metric: MetricAlarm[] = [];
  const composite: CompositeAlarm[] = [];
  const pages = paginateDescribeAlarms(
    config,
    { AlarmTypes: ['MetricAlarm', 'CompositeAlarm'] },
    { abortSignal: signal },
  );
  for await (const { MetricAlarms, CompositeAlarms } of pages) {
    if (MetricAlarms === undefined && CompositeAlarms === undefined)
      throw incompleteAnswer('cloudwatch:DescribeAlarms', 'its lists were missing');
    metric.push(...(MetricAlarms ?? []));
    composite.push(...(CompositeAlarms ?? []));
  }
  return alarmsNaming(metric, composite, subject);
}

/** An alarm on a name watches whatever has that name; one on an instance goes on watching the old one. */
export function decideAlarms(alarms: readonly NamedAlarm[], subject: Subject): Decision {
  const { name, way, names } = subject;
  const own = alarms.filter(({ kind }) => kind === 'metric');
  if (own.length === 0) return clear(`None names ${name} or its instances.`);
  const staysBehind = ({ namesCluster, namesResourceId, instances }: NamedAlarm): boolean =>
    namesResourceId ||
    (instances.length > 0 && !keepsInstanceNames(subject)) ||
    (namesCluster && way === 'new-endpoint');
  const lost = own.filter(staysBehind);
  const called = (some: readonly NamedAlarm[]): string[] => some.map((each) => each.name);
  if (lost.length === 0)
    return clear(
      `${counted(called(own), 'alarm')} ${verb(own, 'names', 'name')} ${name} and will watch the new cluster, which takes over the name.`,
    );
  const namesOld = lost.some((each) => each.namesResourceId || (each.namesCluster && way === 'new-endpoint'));
  const old = [...new Set(lost.flatMap((each) => each.instances))];
  const what = [...(namesOld ? [name] : []), ...old];
  const to = [...(namesOld ? [way === 'keep-name' ? name : names.restored] : []), ...counterparts(old, subject)];
  return acknowledge(
    `${counted(called(lost), 'alarm')} ${verb(lost, 'names', 'name')} ${few(what)} and would go on watching the old cluster. Point ${verb(lost, 'it', 'them')} to ${few(to)} after the cut-over.`,
  );
}

export const alarms = check<readonly NamedAlarm[]>({
  id: 'alarms',
  what: 'CloudWatch alarms that name the cluster or its instances',
  read,
  decide: decideAlarms,
  facts: (found) => ({ alarms: found }),
});
