import type { CompositeAlarm, MetricAlarm } from '@aws-sdk/client-cloudwatch';
import type { NamedAlarm } from './facts.ts';
import type { Subject } from './subject.ts';

/** Whether a text names an identifier: a word of its own, hyphens being part of words. */
const namesWord = (text: string, word: string): boolean =>
  text.split(/[^A-Za-z0-9-]+/).some((each) => each.toLowerCase() === word.toLowerCase());

/** Expressions of other services may use the same words for something else. */
const isAboutRds = (expression: string): boolean => /AWS\/RDS|DB_PERF_INSIGHTS/.test(expression);

type About = Omit<NamedAlarm, 'name' | 'kind'>;

/**
 * What a metric alarm names: in its dimensions, in those of its metric math, or in a query of it.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricAlarm.html
 */
export function namedBy({ Dimensions = [], Metrics = [] }: MetricAlarm, subject: Subject): About {
  const dimensions = [...Dimensions, ...Metrics.flatMap(({ MetricStat }) => MetricStat?.Metric?.Dimensions ?? [])];
  const expressions = Metrics.flatMap(({ Expression }) =>
    Expression !== undefined && isAboutRds(Expression) ? [Expression] : [],
  );
  const has = (dimension: string, value: string | undefined): boolean =>
    value !== undefined &&
    (dimensions.some(({ Name, Value }) => Name === dimension && Value === value) ||
      expressions.some((expression) => namesWord(expression, value)));
  return {
    namesCluster: has('DBClusterIdentifier', subject.name),
    namesResourceId: has('DbClusterResourceId', subject.resourceId),
    instances: subject.source.members.flatMap(({ DBInstanceIdentifier: id = '', DbiResourceId: resourceId }) =>
      has('DBInstanceIdentifier', id) || has('DbiResourceId', resourceId) ? [id] : [],
    ),
  };
}

const isAbout = ({ namesCluster, namesResourceId, instances }: About): boolean =>
  namesCluster || namesResourceId || instances.length > 0;

/** Application Auto Scaling makes these itself, and again with its policies. */
const isOfAutoscaling = (name: string, { name: cluster }: Subject): boolean =>
  name.startsWith(`TargetTracking-cluster:${cluster}-`);

/** `ALARM("name")`, `OK(name)`, or by ARN. */
const refersTo = (rule: string, name: string): boolean =>
  rule.includes(`"${name}"`) ||
  rule.includes(`(${name})`) ||
  rule.includes(`:alarm:${name}"`) ||
  rule.includes(`:alarm:${name})`);

/** Alarms about the cluster, those that depend on them last. */
export function alarmsNaming(
  metric: readonly MetricAlarm[],
  composite: readonly CompositeAlarm[],
  subject: Subject,
): NamedAlarm[] {
  const found: NamedAlarm[] = metric.flatMap((alarm): NamedAlarm[] => {
    const { AlarmName: name = '' } = alarm;
    const about = namedBy(alarm, subject);
    return isAbout(about) && !isOfAutoscaling(name, subject) ? [{ name, kind: 'metric', ...about }] : [];
  });
  for (let left = [...composite]; ; ) {
    const [next, rest] = [left.filter(dependsOn(found)), left.filter((each) => !dependsOn(found)(each))];
    if (next.length === 0) return found;
    found.push(...next.map((each) => withParts(each, found)));
    left = rest;
  }
}

const dependsOn =
  (found: readonly NamedAlarm[]) =>
  ({ AlarmRule: rule = '' }: CompositeAlarm): boolean =>
    found.some(({ name }) => refersTo(rule, name));

function withParts(
  { AlarmName: name = '', AlarmRule: rule = '' }: CompositeAlarm,
  found: readonly NamedAlarm[],
): NamedAlarm {
  const parts = found.filter((each) => refersTo(rule, each.name));
  return {
    name,
    kind: 'composite',
    namesCluster: parts.some((each) => each.namesCluster),
    namesResourceId: parts.some((each) => each.namesResourceId),
    instances: [...new Set(parts.flatMap(({ instances }) => instances))],
  };
}
