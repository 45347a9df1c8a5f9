const isBlank = (character: string | undefined): boolean => character !== undefined && /\s/.test(character);

/**
 * Whether `pattern` is all of `text`. `*` stands for zero or more non-blank characters wherever it stands, every other
 * character for itself. AWS Backup guide, "Assign resources with AWS CLI": "* represents zero or more non-whitespace
 * characters". Only the last `*` is ever tried again, so hostile patterns cost no more than their length × the text's.
 */
export function matchesPattern(pattern: string, text: string, spansBlanks = false): boolean {
  let [at, read] = [0, 0];
  let star: number | undefined;
  let taken = 0;
  while (read < text.length) {
    if (pattern[at] === '*') {
      star = at;
      taken = read;
      at += 1;
    } else if (pattern[at] === text[read]) {
      at += 1;
      read += 1;
    } else if (star !== undefined && (spansBlanks || !isBlank(text[taken]))) {
      taken += 1;
      read = taken;
      at = star + 1;
    } else {
      return false;
    }
  }
  while (pattern[at] === '*') at += 1;
  return at === pattern.length;
}

/** ARNs and patterns of a selection: 500 without a wildcard are looked up at once, the few with one are tried in turn. */
export interface PatternList {
  readonly all: readonly string[];
  readonly exact: ReadonlySet<string>;
  /** The ones without a wildcard by the name they end in, in lower case. */
  readonly byName: ReadonlyMap<string, readonly string[]>;
  readonly wildcards: readonly string[];
}

export function patternList(all: readonly string[]): PatternList {
  const exact = new Set(all.filter((pattern) => !pattern.includes('*')));
  return {
    all,
    exact,
    byName: groupedByName(exact),
    wildcards: all.filter((pattern) => pattern.includes('*')).sort(),
  };
}

function groupedByName(arns: Iterable<string>): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const arn of arns) {
    const name = arn.slice(arn.lastIndexOf(':') + 1).toLowerCase();
    groups.set(name, [...(groups.get(name) ?? []), arn]);
  }
  return groups;
}

/** The pattern that matches, one that names the resource's type before one that does not, since opt-in depends on it. */
export function matchingPattern(list: PatternList, arn: string): string | undefined {
  if (list.exact.has(arn)) return arn;
  const found = list.wildcards.filter((pattern) => matchesPattern(pattern, arn));
  return found.find((pattern) => namesType(pattern, arn)) ?? found[0];
}

/**
 * Whether a pattern says of what RDS type it is, as `arn:aws:rds:*:*:db:*` does; `*` and `arn:aws:rds:*` name none. AWS
 * Backup guide, "Assign resources with AWS CLI", selection by service name and by resource type.
 */
export function namesType(pattern: string, arn: string): boolean {
  const [, , service, , , type] = pattern.split(':');
  return pattern.startsWith('arn:') && service === 'rds' && type === arn.split(':')[5];
}
