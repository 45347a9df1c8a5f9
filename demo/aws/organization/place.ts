import { stableLetters, stableUuid } from '../random.ts';

/** Where and when a described database stands. */
export interface Place {
  readonly accountId: string;
  readonly region: string;
  /** The moment that ages in the organization file count back from. */
  readonly now: Date;
  /** What endpoints of this account and Region have in common. */
  readonly zone: string;
  /** The key that encrypts what stands here. */
  readonly kmsKeyArn: string;
}

export function placeOf(accountId: string, region: string, now: Date): Place {
  const zone = stableLetters(12, 'zone', accountId, region).toLowerCase();
  const kmsKeyArn = `arn:aws:kms:${region}:${accountId}:key/${stableUuid('key', accountId, region)}`;
  return { accountId, region, now, zone, kmsKeyArn };
}

/** `arn:aws:rds:<region>:<account>:<type>:<name>`. */
export function rdsArn({ region, accountId }: Pick<Place, 'region' | 'accountId'>, type: string, name: string): string {
  return `arn:aws:rds:${region}:${accountId}:${type}:${name}`;
}

/** An endpoint's host name; `role` is `cluster-`, `cluster-ro-` or nothing for an instance. */
export function hostName({ region, zone }: Place, name: string, role = ''): string {
  return `${name}.${role}${zone}.${region}.rds.amazonaws.com`;
}

/** A resource id such as `cluster-ABC…`: stable for the same parts, another for every other database. */
export function resourceId(prefix: string, { region, accountId }: Place, ...parts: readonly string[]): string {
  return `${prefix}-${stableLetters(26, prefix, accountId, region, ...parts)}`;
}

export function zonesOf({ region }: Place): string[] {
  return ['a', 'b', 'c'].map((letter) => `${region}${letter}`);
}

/** Tags in AWS's shape. */
export function tagList(tags: Readonly<Record<string, string>>): { Key: string; Value: string }[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}
