import { readFileSync } from 'node:fs';

/** A parameter of a family as AWS ships it. */
export interface CatalogueEntry {
  readonly name: string;
  readonly modifiable: boolean;
}

const FAMILIES: readonly (readonly [pattern: RegExp, list: string])[] = [
  [/^(aurora-mysql(5\.7|8\.0|8\.4)|aurora5\.6|mysql[58]\.\d)$/, 'aurora-mysql'],
  [/^(aurora-postgresql|postgres)\d+$/, 'aurora-postgresql'],
  [/^neptune1(\.\d)?$/, 'neptune'],
  [/^docdb\d\.\d$/, 'docdb'],
];

const SHORT: Readonly<Record<string, string>> = {
  neptune: 'neptune_autoscaling_config neptune_enable_audit_log neptune_lab_mode neptune_query_timeout neptune_streams',
  docdb: 'audit_logs change_stream_log_retention_duration profiler profiler_threshold_ms tls ttl_monitor',
};

const lists = new Map<string, readonly CatalogueEntry[]>();

/**
 * The parameters of a cluster parameter group family, such as `aurora-mysql8.0`, by name; none for a family that does
 * not exist. Names and what can be modified are those of the Aurora user guide's lists of configuration parameters.
 * https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/AuroraMySQL.Reference.ParameterGroups.html
 */
export function parametersOf(family: string): readonly CatalogueEntry[] {
  const list = FAMILIES.find(([pattern]) => pattern.test(family))?.[1];
  if (list === undefined) return [];
  const known = lists.get(list) ?? read(list);
  lists.set(list, known);
  return known;
}

export function isParameterOf(family: string, name: string): boolean {
  return parametersOf(family).some((entry) => entry.name === name);
}

export function isModifiable(family: string, name: string): boolean {
  return parametersOf(family).some((entry) => entry.name === name && entry.modifiable);
}

/** A list is names between blanks; `!` marks one that cannot be modified. */
function read(list: string): CatalogueEntry[] {
  const text = SHORT[list] ?? readFileSync(new URL(`./${list}.txt`, import.meta.url), 'utf8');
  const words = text.split(/\s+/).filter((word) => word !== '');
  return words.map((word) => ({ name: word.replace('!', ''), modifiable: !word.endsWith('!') }));
}
