import { AwsError } from '../../errors.ts';

/** The version that a snapshot restore takes in every Region when it is told none: another major than most run. */
const REGION_DEFAULTS: Readonly<Record<string, string>> = {
  'aurora-mysql': '8.4.mysql_aurora.8.4.7',
  'aurora-postgresql': '17.4',
};
const MAJORS = ['5.7', '8.0', '8.4'];

/**
 * The version of a cluster restored from a snapshot. A newer one upgrades it, by one major version at most; an older
 * one is refused. https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/AuroraMySQL.Updates.MajorVersionUpgrade.html
 */
export function versionToRestore(engine: string, from: string, asked: string | undefined): string {
  const to = asked ?? REGION_DEFAULTS[engine] ?? from;
  if (to === from) return to;
  const [old, next] = [partsOf(from), partsOf(to)];
  if (!next) throw new AwsError('InvalidParameterCombination', `Cannot find version ${to} for ${engine}`);
  if (old && isUpgrade(old, next)) return to;
  throw new AwsError('InvalidParameterCombination', `Cannot upgrade ${engine} from ${from} to ${to}`);
}

interface Parts {
  readonly major: number;
  readonly rest: readonly number[];
}

function partsOf(version: string): Parts | undefined {
  const [, mysql = '', ...rest] = /^(\d+\.\d+)\.mysql_aurora\.(\d+)\.(\d+)\.(\d+)$/.exec(version) ?? [];
  const major = MAJORS.indexOf(mysql);
  return major < 0 ? undefined : { major, rest: rest.map(Number) };
}

function isUpgrade(old: Parts, next: Parts): boolean {
  if (next.major !== old.major) return next.major === old.major + 1;
  const changed = old.rest.findIndex((part, index) => part !== next.rest[index]);
  return changed < 0 || (next.rest[changed] ?? 0) > (old.rest[changed] ?? 0);
}
