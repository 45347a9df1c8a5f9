import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Database } from '../database.ts';
import { parseSelection } from '../plans/parse-selection.ts';
import type { Plan } from '../plans/plan.ts';
import { type Assignment, assignmentOf, type Match } from './assignment.ts';
import { evaluateSelection } from './selection.ts';

/** A selection as AWS has it, without the words around. */
interface Wishes {
  readonly resources: readonly string[];
  readonly notResources: readonly string[];
  readonly anyTag: readonly (readonly [string, string])[];
  readonly conditions: readonly (readonly [Operator, string, string])[];
}
const operators = ['StringEquals', 'StringNotEquals', 'StringLike', 'StringNotLike'] as const;
type Operator = (typeof operators)[number];

const toSelection = ({ resources, notResources, anyTag, conditions }: Wishes, name = 'prod') =>
  parseSelection({
    SelectionId: name,
    CreationDate: new Date(0),
    BackupSelection: {
      SelectionName: name,
      IamRoleArn: 'arn:aws:iam::111111111111:role/backup',
      Resources: [...resources],
      NotResources: [...notResources],
      ListOfTags: anyTag.map(([ConditionKey, ConditionValue]) => ({
        ConditionType: 'STRINGEQUALS',
        ConditionKey,
        ConditionValue,
      })),
      Conditions: Object.fromEntries(
        operators.map((operator) => [
          operator,
          conditions
            .filter(([each]) => each === operator)
            .map(([, key, value]) => ({ ConditionKey: `aws:ResourceTag/${key}`, ConditionValue: value })),
        ]),
      ),
    },
  });

const covers = (database: Database, wishes: Wishes, optIn: Record<string, boolean>): boolean =>
  evaluateSelection(database, toSelection(wishes), { optIn }).outcome === 'covers';

// The slow model: sets of databases, one for each clause, united, cut and subtracted.

const regions = ['eu-west-1', 'us-east-1'];
const names = ['orders', 'orders-2', 'carts'];
const tagSets: Record<string, string>[] = [
  {},
  { backup: 'daily' },
  { backup: 'Daily', env: 'prod' },
  { Backup: 'daily', env: 'prod-eu' },
  { env: 'dev', team: '' },
  { backup: 'daily', env: 'prod', team: 'a' },
];
const universe: Database[] = regions.flatMap((region) =>
  names.flatMap((name) =>
    (['cluster', 'instance'] as const).flatMap((kind) =>
      tagSets.map((tags) => ({
        arn: `arn:aws:rds:${region}:111111111111:${kind === 'cluster' ? 'cluster' : 'db'}:${name}`,
        name,
        kind,
        types: [kind === 'cluster' && name !== 'carts' ? ('Aurora' as const) : ('RDS' as const)],
        tags,
        members: [],
      })),
    ),
  ),
);

const tagOf = ({ tags }: Database, key: string): string | undefined => new Map(Object.entries(tags ?? {})).get(key);

function glob(pattern: string, text: string): boolean {
  const [head, ...rest] = pattern.split('*');
  if (rest.length === 0) return pattern === text;
  if (!text.startsWith(head ?? '')) return false;
  const left = text.slice((head ?? '').length);
  const tail = rest.join('*');
  return Array.from({ length: left.length + 1 }, (_, taken) => left.slice(taken)).some((end) => glob(tail, end));
}

const where = (test: (database: Database) => boolean): Set<Database> => new Set(universe.filter(test));
const union = <T>(...sets: Set<T>[]): Set<T> => new Set(sets.flatMap((set) => [...set]));
const common = <T>(a: Set<T>, b: Set<T>): Set<T> => new Set([...a].filter((each) => b.has(each)));
const without = <T>(a: Set<T>, b: Set<T>): Set<T> => new Set([...a].filter((each) => !b.has(each)));

function modelled(
  { resources, notResources, anyTag, conditions }: Wishes,
  optIn: Record<string, boolean>,
): Set<Database> {
  const on = where(({ types }) => types.every((type) => optIn[type] === true));
  const named = (patterns: readonly string[]) =>
    union(...patterns.map((pattern) => where(({ arn }) => glob(pattern, arn))));
  const base = resources.length + anyTag.length === 0 ? where(() => true) : named(resources);
  const satisfied = conditions.map(([operator, key, value]) => {
    const equal = where((each) => tagOf(each, key) === value);
    const like = where((each) => [tagOf(each, key)].some((own) => own !== undefined && glob(value, own)));
    const everything = where(() => true);
    return {
      StringEquals: equal,
      StringNotEquals: without(everything, equal),
      StringLike: like,
      StringNotLike: without(everything, like),
    }[operator];
  });
  const byResources = satisfied.reduce(common, base);
  const tagged = union(...anyTag.map(([key, value]) => where((each) => tagOf(each, key) === value)));
  const byTags = satisfied.reduce(common, tagged);
  const typed = common(
    named(resources.filter((pattern) => pattern.split(':').slice(2, 3)[0] === 'rds' && pattern.split(':')[5] === 'db')),
    where(({ kind }) => kind === 'instance'),
  );
  const inSpite = satisfied.reduce(common, typed);
  return without(union(common(union(byResources, byTags), on), inSpite), named(notResources));
}

const pattern = fc.constantFrom(
  '*',
  'arn:aws:rds:*',
  'arn:aws:rds:*:*:cluster:*',
  'arn:aws:rds:*:*:db:*',
  'arn:aws:rds:eu-west-1:*:*',
  'arn:aws:rds:*:111111111111:cluster:orders*',
  'arn:aws:rds:*:*:db:*-2',
  'arn:aws:rds:eu-west-1:111111111111:cluster:orders',
  'arn:aws:rds:us-east-1:111111111111:db:carts',
  'arn:aws:ec2:*:*:volume/*',
  'arn:aws:rds:*:*:instance:*',
  'orders',
  '',
);
const key = fc.constantFrom('backup', 'Backup', 'env', 'team', 'constructor');
const value = fc.constantFrom('daily', 'Daily', 'prod', 'prod-eu', 'dev', '', 'a');
const wishes: fc.Arbitrary<Wishes> = fc.record({
  resources: fc.array(pattern, { maxLength: 3 }),
  notResources: fc.array(pattern, { maxLength: 2 }),
  anyTag: fc.array(fc.tuple(key, value), { maxLength: 3 }),
  conditions: fc.array(
    fc.oneof(
      fc.tuple(fc.constantFrom('StringEquals' as const, 'StringNotEquals' as const), key, value),
      fc.tuple(
        fc.constantFrom('StringLike' as const, 'StringNotLike' as const),
        key,
        fc.constantFrom('prod*', '*d*', '*', 'd*ly', '*-eu', 'daily', ''),
      ),
    ),
    { maxLength: 3 },
  ),
});
const optIn = fc.constantFrom<Record<string, boolean>[]>(
  { Aurora: true, RDS: true },
  { Aurora: true, RDS: false },
  { Aurora: false, RDS: true },
  { RDS: true },
  {},
);
const database = fc.constantFrom(...universe);
const some = { numRuns: 300 };

describe('a selection', () => {
  it('covers what a slow model of sets covers', () => {
    let covered = 0;
    fc.assert(
      fc.property(wishes, optIn, (selection, settings) => {
        const expected = modelled(selection, settings);
        covered += expected.size;
        const parsed = toSelection(selection);
        const found = universe.filter(
          (each) => evaluateSelection(each, parsed, { optIn: settings }).outcome === 'covers',
        );
        expect(new Set(found)).toEqual(expected);
      }),
      some,
    );
    expect(covered).toBeGreaterThan(1_000);
  });

  it('is never widened by leaving something out', () => {
    fc.assert(
      fc.property(wishes, pattern, database, optIn, (selection, more, each, settings) => {
        const narrower = { ...selection, notResources: [...selection.notResources, more] };
        if (covers(each, narrower, settings)) expect(covers(each, selection, settings)).toBe(true);
      }),
      some,
    );
  });

  it('is never widened by another condition', () => {
    fc.assert(
      fc.property(
        wishes,
        fc.tuple(fc.constantFrom(...operators), key, value),
        database,
        optIn,
        (selection, more, each, settings) => {
          const narrower = { ...selection, conditions: [...selection.conditions, more] };
          if (covers(each, narrower, settings)) expect(covers(each, selection, settings)).toBe(true);
        },
      ),
      some,
    );
  });

  it('is never narrowed by another tag or resource, unless it took everything', () => {
    fc.assert(
      fc.property(wishes, fc.tuple(key, value), pattern, database, optIn, (selection, tag, arn, each, settings) => {
        fc.pre(selection.resources.length + selection.anyTag.length > 0);
        if (!covers(each, selection, settings)) return;
        expect(covers(each, { ...selection, anyTag: [...selection.anyTag, tag] }, settings)).toBe(true);
        expect(covers(each, { ...selection, resources: [...selection.resources, arn] }, settings)).toBe(true);
      }),
      some,
    );
  });

  it('is never narrowed by opting in', () => {
    fc.assert(
      fc.property(wishes, database, optIn, (selection, each, settings) => {
        if (covers(each, selection, settings)) expect(covers(each, selection, { Aurora: true, RDS: true })).toBe(true);
      }),
      some,
    );
  });

  it('never covers Aurora where Aurora is off', () => {
    const aurora = universe.filter(({ types }) => types.includes('Aurora'));
    fc.assert(
      fc.property(wishes, fc.constantFrom(...aurora), (selection, each) => {
        expect(covers(each, selection, { RDS: true })).toBe(false);
      }),
      some,
    );
  });

  it('means the same in any order', () => {
    const turned = <T>(list: readonly T[]): T[] => [...list].reverse();
    fc.assert(
      fc.property(wishes, database, optIn, (selection, each, settings) => {
        const other = {
          resources: turned(selection.resources),
          notResources: turned(selection.notResources),
          anyTag: turned(selection.anyTag),
          conditions: turned(selection.conditions),
        };
        expect(covers(each, other, settings)).toBe(covers(each, selection, settings));
      }),
      some,
    );
  });
});

describe('an assignment', () => {
  const rule = {
    name: 'daily',
    expression: 'cron(0 5 ? * * *)',
    timezone: 'UTC',
    schedule: undefined,
    startWindowMinutes: 60,
    completionWindowMinutes: 60,
    retentionDays: 35,
    vault: 'Default',
    vaultLocked: false,
    continuous: false,
    copies: [],
  };
  const plans: fc.Arbitrary<Plan[]> = fc
    .array(fc.tuple(fc.array(wishes, { maxLength: 3 }), fc.boolean()), { maxLength: 3 })
    .map((list) =>
      list.map(([selections, runs], index) => ({
        id: `plan-${index}`,
        name: `plan-${index}`,
        rules: runs ? [rule] : [],
        selections: selections.map((each, number) => toSelection(each, `selection-${number}`)),
      })),
    );

  const names = ({ plan, selection, clause }: Match) => [plan.name, selection.name, clause];
  const told = (assignment: Assignment) => {
    switch (assignment.state) {
      case 'assigned':
        return [assignment.state, ...assignment.covers.map(names)];
      case 'cannot-run':
      case 'opted-out':
        return [assignment.state, names(assignment.match)];
      default:
        return [assignment.state];
    }
  };

  it('is there when any selection of a plan that runs covers, whatever the order', () => {
    fc.assert(
      fc.property(plans, database, optIn, (all, each, settings) => {
        const expected = all.some(
          ({ rules, selections }) =>
            rules.length > 0 &&
            selections.some(
              (selection) => evaluateSelection(each, selection, { optIn: settings }).outcome === 'covers',
            ),
        );
        const found = assignmentOf(each, all, { optIn: settings });
        expect(found.state === 'assigned').toBe(expected);
        const turned = [...all].reverse().map((plan) => ({ ...plan, selections: [...plan.selections].reverse() }));
        expect(told(assignmentOf(each, turned, { optIn: settings }))).toEqual(told(found));
      }),
      some,
    );
  });

  it('is not lost by another plan', () => {
    fc.assert(
      fc.property(plans, plans, database, optIn, (all, more, each, settings) => {
        if (assignmentOf(each, all, { optIn: settings }).state !== 'assigned') return;
        expect(assignmentOf(each, [...all, ...more], { optIn: settings }).state).toBe('assigned');
      }),
      some,
    );
  });
});
