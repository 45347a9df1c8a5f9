import type { PlannedStep } from '../../../domain/remediation/plan.ts';
import type { RuleContext } from '../../../domain/rule.ts';
import type { Database } from '../database.ts';

/** As much of a database as a step needs; it goes through the stored plan, so it is plain data. */
export type DatabaseRef = Readonly<Pick<Database, 'arn' | 'name' | 'kind' | 'types'>>;

export const refOf = ({ arn, name, kind, types }: Database): DatabaseRef => ({ arn, name, kind, types });

/** A finding's part of a step: its database, or all those of a target. */
export interface Part {
  readonly databases: readonly DatabaseRef[];
}

/** Parts by finding id. What a step stored is what it was planned with, so its shape is known. */
export const partsOf = <T extends Part>(step: PlannedStep): [findingId: string, part: T][] =>
  Object.entries(step.items ?? {}).map(([id, part]) => [id, part as unknown as T]);

export const databasesOf = (step: PlannedStep): DatabaseRef[] => partsOf(step).flatMap(([, part]) => part.databases);

/** Planning and steps read alike. */
export type Reader = Pick<RuleContext, 'client' | 'signal'>;
