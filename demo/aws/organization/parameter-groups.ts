import type { Tag } from '@aws-sdk/client-rds';
import { z } from 'zod';
import { isModifiable, isParameterOf, parametersOf } from '../rds/parameters/catalogue.ts';
import { tags } from './common.ts';
import type { ClusterSpec } from './databases.ts';
import { engineOf, familyOf } from './engines.ts';
import { tagList } from './place.ts';

/** A DB cluster parameter group with what somebody has set in it; `default.*` groups need no description. */
export const parameterGroup = z
  .strictObject({
    name: z.string().regex(/^(?!default\.)[a-z](?!.*--)[a-z0-9-]{0,254}(?<!-)$/, 'not a name of a custom group'),
    family: z.string().default('aurora-mysql8.0'),
    description: z.string().default('set by hand'),
    set: z.record(z.string(), z.string('quote the value: parameter values are text')).default({}),
    tags: tags.default({}),
  })
  .superRefine(({ family, set }, context) => {
    if (parametersOf(family).length === 0) {
      context.addIssue({ code: 'custom', path: ['family'], message: `${family} is no parameter group family` });
      return;
    }
    for (const name of Object.keys(set)) {
      const report = (message: string) => context.addIssue({ code: 'custom', path: ['set', name], message });
      if (!isParameterOf(family, name)) report(`${family} has no parameter ${name}`);
      else if (!isModifiable(family, name)) report(`${name} cannot be modified`);
    }
  });

/** A DB cluster parameter group; tagged as other resources are. */
export interface ParameterGroup {
  readonly name: string;
  readonly family: string;
  readonly description: string;
  TagList?: Tag[] | undefined;
  /** Values that somebody has set, by parameter. */
  readonly set: Map<string, string>;
}

/** The custom groups of a Region, by lower-case name: those described, and with nothing set those that clusters name. */
export function parameterGroupsFrom(
  described: readonly z.output<typeof parameterGroup>[],
  clusters: readonly ClusterSpec[],
): Map<string, ParameterGroup> {
  const named = clusters.flatMap(({ parameterGroup: name, engine, version }): [string, ParameterGroup][] =>
    name === undefined || name.startsWith('default.')
      ? []
      : [[name.toLowerCase(), bareGroup(name, familyOf(engine, version ?? engineOf(engine).version))]],
  );
  const own = described.map(({ name, family, description, set, tags: given }): [string, ParameterGroup] => [
    name,
    { name, family, description, TagList: tagList(given), set: new Map(Object.entries(set)) },
  ]);
  return new Map([...named, ...own]);
}

function bareGroup(name: string, family: string): ParameterGroup {
  return { name, family, description: 'set by hand', TagList: [], set: new Map() };
}
