import type { BackupSelection, ConditionParameter } from '@aws-sdk/client-backup';

/** A database as AWS Backup looks at it when a plan runs. */
export interface Candidate {
  readonly arn: string;
  /** As DescribeRegionSettings names it: `RDS`, `Aurora`, … */
  readonly type: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** Types for which even an explicit assignment needs the Region's opt-in. */
const OPT_IN_ALWAYS: ReadonlySet<string> = new Set(['Aurora', 'Neptune', 'DocumentDB']);

/**
 * Whether a selection takes a resource. ARNs are alternatives and so are ListOfTags, and the two add up; Conditions
 * must all hold; NotResources takes away. A selection without ARNs and tags means everything. Assigning a type or an
 * ARN of RDS overrides the opt-in; by tags, by `*` or by service it does not.
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/assigning-resources.html
 */
export function selects(
  selection: BackupSelection,
  candidate: Candidate,
  optIn: ReadonlyMap<string, boolean>,
): boolean {
  const { Resources = [], NotResources = [], ListOfTags = [], Conditions = {} } = selection;
  const { arn, type, tags } = candidate;
  if (NotResources.some((pattern) => starMatches(pattern, arn))) return false;
  if (!conditionsHold(Conditions, tags)) return false;
  const patterns = Resources.filter((pattern) => starMatches(pattern, arn));
  const tagged = ListOfTags.some(({ ConditionKey = '', ConditionValue }) => own(tags, ConditionKey) === ConditionValue);
  const everything = Resources.length === 0 && ListOfTags.length === 0;
  if (patterns.length === 0 && !tagged && !everything) return false;
  const overridden = patterns.some(isExplicit) && !OPT_IN_ALWAYS.has(type);
  return overridden || optIn.get(type) === true;
}

/** An ARN, or a pattern that says at least the type: `arn:aws:rds:*:*:db:*`, but not `arn:aws:rds:*` or `*`. */
function isExplicit(pattern: string): boolean {
  const type = pattern.split(':')[5];
  return type !== undefined && /^[a-z-]+/.test(type) && !/^\*/.test(type);
}

function conditionsHold(
  { StringEquals, StringNotEquals, StringLike, StringNotLike }: NonNullable<BackupSelection['Conditions']>,
  tags: Candidate['tags'],
): boolean {
  const test = (list: readonly ConditionParameter[] | undefined, passes: (wanted: string, found?: string) => boolean) =>
    (list ?? []).every(({ ConditionKey = '', ConditionValue = '' }) =>
      passes(ConditionValue, own(tags, ConditionKey.replace(/^aws:ResourceTag\//, ''))),
    );
  const like = (wanted: string, found?: string): boolean => found !== undefined && starMatches(wanted, found);
  return (
    test(StringEquals, (wanted, found) => found === wanted) &&
    test(StringNotEquals, (wanted, found) => found !== wanted) &&
    test(StringLike, like) &&
    test(StringNotLike, (wanted, found) => !like(wanted, found))
  );
}

/** `*` stands for any characters; nothing else is special. */
function starMatches(pattern: string, text: string): boolean {
  const [first = '', ...rest] = pattern.split('*');
  if (rest.length === 0) return text === pattern;
  const last = rest.pop() ?? '';
  if (!text.startsWith(first)) return false;
  let at = first.length;
  for (const part of rest) {
    const found = text.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return text.length - last.length >= at && text.endsWith(last);
}

function own(tags: Candidate['tags'], key: string): string | undefined {
  return Object.hasOwn(tags, key) ? tags[key] : undefined;
}
