import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { type Answers, answering } from '../../../test/helpers/answering-clients.ts';
import { answersOf, Given, target } from '../../../test/helpers/coverage-world.ts';
import { AwsCallError } from '../../domain/errors.ts';
import { evaluate } from './rule.ts';

const written: { name: string; given?: unknown; verdict: string }[] = parse(
  readFileSync(new URL('coverage.cases.yaml', import.meta.url), 'utf8'),
);

/** One case of each kind, and those in which a field less could make a database look better than it is. */
const chosen = [
  'the tag that the selection lists',
  'no tag at all',
  'everything but this cluster',
  'a tag that must not have a value, and has it',
  'both conditions have to hold, and one does not',
  'RDS is off, and an instance is selected by its tag',
  'an RDS Multi-AZ cluster is of type RDS',
  'the vault does not exist',
  'retention below the vault lock',
  'the role is of another account',
  'three days without a recovery point in a daily plan',
  'the most frequent rule decides',
  'the policy tightens a weekly plan',
  'our fix added the tag a week ago',
  'expired',
  'still being made',
  'a copy carries the day of the copy, not of the data',
  'recovery points from before the cluster was made',
  'the old cluster was swapped for this one after this one was made',
  'an instance that was made again under its name',
  'the snapshot does not say of whom it is',
  'a continuous rule, and a continuous backup that stopped',
  'a snapshot rule is not kept by a continuous backup',
  'the last job failed, and nothing is recent',
  'a job is running that should long have been completed',
  'plans may not be opened',
  'neither recovery points nor snapshots may be listed',
];

/** Fields that AWS leaves out for a reason: their absence says something of its own, so the verdict may follow it. */
const optional: Readonly<Record<string, string>> = {
  Resources: 'no list of resources, and with no tags either: everything',
  ListOfTags: 'the same',
  NotResources: 'nothing is left out',
  Conditions: 'no condition',
  StringEquals: 'no condition of this kind',
  StringNotEquals: 'no condition of this kind',
  Lifecycle: 'kept for ever',
  DeleteAfterDays: 'kept for ever',
  MinRetentionDays: 'the lock has no lower limit',
  MaxRetentionDays: 'the lock has no upper limit',
  ScheduleExpression: 'cron(0 5 ? * * *)',
  StartWindowMinutes: '480',
  CompletionWindowMinutes: '10080',
};

/** Fields without which less is known, and the reason says of what. */
const stated: Readonly<Record<string, RegExp>> = {
  BackupVaultList: /Could not be read: whether its vault exists/,
  RecoveryPoints: /Could not be read: the recovery points of some vault/,
  DBClusterSnapshots: /Could not be read: whose snapshots they are/,
  TargetBackupVaultName: /cannot run: it names no vault/,
};

type Path = readonly (string | number)[];

/** Every field of an answer, at any depth; never a whole element of a list. */
function fieldsOf(value: unknown, path: Path = []): Path[] {
  if (Array.isArray(value)) return value.flatMap((each, index) => fieldsOf(each, [...path, index]));
  if (value === null || typeof value !== 'object' || value instanceof Date) return [];
  return Object.entries(value).flatMap(([key, each]) =>
    each === undefined ? [] : [[...path, key], ...fieldsOf(each, [...path, key])],
  );
}

function without(value: unknown, [step, ...rest]: Path): unknown {
  if (step === undefined) return undefined;
  if (Array.isArray(value)) return value.map((each, index) => (index === step ? without(each, rest) : each));
  const copy = { ...(value as Record<string, unknown>) };
  if (rest.length === 0) delete copy[step];
  else copy[step] = without(copy[step], rest);
  return copy;
}

const judged = async (given: Given, answers: Answers): Promise<{ status: string; reason: string }> => {
  const { context } = answering(answers, { target, now: new Date(given.now), policy: given.policy });
  let found = { status: 'not judged', reason: '' };
  try {
    for await (const outcome of evaluate(context)) {
      expect(outcome.reason).toMatch(/\.$/);
      expect(outcome.reason).not.toMatch(/undefined|NaN|\[object|Invalid/);
      if (outcome.resource.id === given.database.name) found = outcome;
    }
  } catch (error) {
    if (!(error instanceof AwsCallError)) throw error;
    return { status: 'thrown on', reason: error.message };
  }
  return found;
};

describe('with one field less in one answer', () => {
  it.each(chosen)('%s: no crash, and never better than it is', async (name) => {
    const found = written.find((each) => each.name === name);
    expect(found, 'a case of this name').toBeDefined();
    const given = Given.parse(found?.given ?? {});
    const answers = answersOf(given);
    expect((await judged(given, answers)).status).toBe(found?.verdict);
    let tried = 0;
    for (const [command, answer] of Object.entries(answers)) {
      const { asked, context } = answering(answers, { target, now: new Date(given.now), policy: given.policy });
      for await (const _ of evaluate(context));
      for (const { input } of asked.filter((each) => each.command === command)) {
        for (const path of readable(() => fieldsOf(answer(input)))) {
          const poorer: Answers = {
            ...answers,
            [command]: (each) =>
              JSON.stringify(each) === JSON.stringify(input) ? (without(answer(each), path) as object) : answer(each),
          };
          const { status, reason } = await judged(given, poorer);
          tried += 1;
          if (status !== 'pass' || found?.verdict === 'pass') continue;
          const field = String(path.findLast((step) => typeof step === 'string'));
          if (stated[field] === undefined)
            expect(Object.keys(optional), `${command} ${path.join('.')}`).toContain(field);
          else expect(reason).toMatch(stated[field]);
        }
      }
    }
    expect(tried).toBeGreaterThan(25);
  });
});

/** A refused call has no fields. */
function readable(read: () => Path[]): Path[] {
  try {
    return read();
  } catch {
    return [];
  }
}
