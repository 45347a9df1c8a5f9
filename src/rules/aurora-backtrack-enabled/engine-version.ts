/** An Aurora MySQL version, as `EngineVersion` tells it. */
export interface EngineVersion {
  /** The MySQL release that it is compatible with: `5.7`, `8.0`, `8.4`. */
  readonly mysql: string;
  /** Aurora's own version, [3, 8, 1] of `8.0.mysql_aurora.3.08.1`; undefined in the old form `5.6.10a`. */
  readonly aurora: readonly number[] | undefined;
}

/**
 * Reads `8.0.mysql_aurora.3.08.1`, `8.4.mysql_aurora.8.4.7` and the old form `5.6.10a`. Aurora's number is whatever
 * follows `mysql_aurora.`: it begins with 1, 2 and 3 for MySQL 5.6, 5.7 and 8.0, but with 8.4 for MySQL 8.4.
 * Undefined for anything else.
 */
export function parseEngineVersion(text: string | undefined): EngineVersion | undefined {
  const { mysql, aurora } =
    /^(?<mysql>\d{1,3}\.\d{1,3})(?:\.mysql_aurora\.(?<aurora>\d{1,5}(?:\.\d{1,5})*)|\.\d{1,5}[a-z]?)?$/.exec(text ?? '')
      ?.groups ?? {};
  return mysql === undefined ? undefined : { mysql, aurora: aurora?.split('.').map(Number) };
}

/** Compares number by number, so that 2.10 is newer than 2.9; a missing number counts as 0. */
export function isAtLeast(version: readonly number[], least: readonly number[]): boolean {
  for (let place = 0; place < Math.max(version.length, least.length); place += 1) {
    const difference = (version[place] ?? 0) - (least[place] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return true;
}

/** `2.07.3`: two digits from the second number on, as AWS writes Aurora versions up to 3. */
export const auroraName = ([first = 0, ...rest]: readonly number[]): string =>
  [
    String(first),
    ...rest.map((number, place) => (place === 0 ? String(number).padStart(2, '0') : String(number))),
  ].join('.');
