import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Cover } from '../assignment/assignment.ts';
import type { LivingDatabase } from '../database.ts';
import { parseRule } from '../plans/parse-rule.ts';
import { parseSelection } from '../plans/parse-selection.ts';
import type { PlanRule } from '../plans/plan.ts';
import { allowedAgeMs, hourMs } from './allowed-age.ts';
import { freshnessOf } from './freshness.ts';
import type { PointsOf } from './recovery-points.ts';

const day = 24 * hourMs;
const epoch = Date.parse('2026-11-21T09:00:00Z');

const database: LivingDatabase = {
  arn: 'arn:aws:rds:eu-west-1:111111111111:cluster:orders',
  name: 'orders',
  kind: 'cluster',
  types: ['Aurora'],
  tags: {},
  members: [],
  engine: 'aurora-mysql',
  status: 'available',
  resourceId: 'cluster-ORDERS',
  createdAt: new Date('2020-01-01T00:00:00Z'),
  assignedAt: undefined,
  continuousPointArn: undefined,
  restorableTo: undefined,
  nativeRetentionDays: 7,
};

const coverOf = (rule: PlanRule, assigned = '2020-01-02T00:00:00Z'): Cover => ({
  plan: { id: 'gold', name: 'gold', rules: [rule], selections: [] },
  selection: parseSelection({ SelectionId: 's', CreationDate: new Date(assigned), BackupSelection: undefined }),
  clause: 'tag backup=daily',
  rules: [rule],
});

const ruleOf = (schedule: string, startMinutes: number, completionMinutes: number, now: Date): PlanRule =>
  parseRule(
    {
      RuleName: 'rule',
      TargetBackupVaultName: 'Default',
      ScheduleExpression: schedule,
      StartWindowMinutes: startMinutes,
      CompletionWindowMinutes: completionMinutes,
    },
    undefined,
    now,
  );

const none: PointsOf = { good: [], unusable: [], earlier: [], unsure: [], continuous: undefined };
const withPoint = (at: Date): PointsOf => ({
  ...none,
  good: [{ arn: 'arn', at, status: 'COMPLETED', vault: 'Default' }],
});
const options = (now: Date, policyHours?: number) => ({
  now,
  policyHours,
  jobs: { underWay: false },
  hidden: undefined,
});

const schedules = [
  'cron(0 5 ? * * *)',
  'cron(0 * ? * * *)',
  'cron(0 0/6 ? * * *)',
  'cron(0 5 ? * SUN *)',
  'cron(0 5 ? * MON-FRI *)',
  'cron(0 5 ? * TUE,FRI *)',
  'cron(0 5 1 * ? *)',
  'cron(0 5 1,15 * ? *)',
  'cron(0 5 LW * ? *)',
  'cron(0 5 ? * 6#3 *)',
  'cron(0 5 1 1/3 ? *)',
];
const moment = fc.integer({ min: 0, max: 400 * 24 * 60 }).map((minutes) => new Date(epoch + minutes * 60_000));
const schedule = fc.constantFrom(...schedules);

describe('freshnessOf', () => {
  it('is content at every moment with a plan that runs as it should', () => {
    fc.assert(
      fc.property(
        schedule,
        moment,
        fc.integer({ min: 60, max: 480 }),
        fc.integer({ min: 60, max: 1_440 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (expression, now, start, completion, startsAfter, takes) => {
          const rule = ruleOf(expression, start, completion, now);
          const made = (rule.schedule?.runsBefore(now, 36) ?? [])
            .map((run) => new Date(run.getTime() + startsAfter * start * 60_000))
            .filter((at) => at.getTime() + takes * completion * 60_000 <= now.getTime());
          const [newest] = made;
          expect(newest).toBeDefined();
          const found = freshnessOf(database, [coverOf(rule)], withPoint(newest as Date), options(now));
          expect(found.state).toBe('fresh');
        },
      ),
      { numRuns: 100 },
    );
  });

  it('notices when the last two runs left nothing', () => {
    fc.assert(
      fc.property(schedule, moment, (expression, now) => {
        const rule = ruleOf(expression, 60, 60, now);
        const runs = rule.schedule?.runsBefore(now, 8) ?? [];
        const [, missed] = runs.filter((run) => run.getTime() + 3 * hourMs < now.getTime());
        // The windows of an hourly rule overlap its next runs, so the one before is not enough there.
        const kept =
          runs.find((run) => missed !== undefined && run.getTime() < missed.getTime() - 3 * hourMs) ?? runs.at(-1);
        const found = freshnessOf(database, [coverOf(rule)], withPoint(kept as Date), options(now));
        expect(found.state).toBe('stale');
      }),
      { numRuns: 100 },
    );
  });

  it('excuses a new assignment until its first backup is due, and no longer', () => {
    fc.assert(
      fc.property(schedule, moment, fc.integer({ min: 0, max: 200 * 24 }), (expression, now, hours) => {
        const assignedAt = new Date(now.getTime() - hours * hourMs);
        const rule = ruleOf(expression, 60, 60, now);
        const found = freshnessOf(database, [coverOf(rule, assignedAt.toISOString())], none, options(now));
        const first = rule.schedule?.runAfter(assignedAt);
        if (first !== undefined && first.getTime() + 2 * hourMs >= now.getTime()) expect(found.state).toBe('due');
        if (found.state === 'due') expect(found.dueAt?.getTime()).toBe((first?.getTime() ?? 0) + 3 * hourMs);
        const allowed = allowedAgeMs(rule, { now, underWay: false }) ?? 0;
        expect(found.state).toBe(hours * hourMs <= allowed ? 'due' : 'stale');
      }),
      { numRuns: 100 },
    );
  });

  it('is made stricter by a policy, never laxer', () => {
    const order = ['fresh', 'due', 'stale'];
    fc.assert(
      fc.property(
        schedule,
        moment,
        fc.integer({ min: 0, max: 60 * 24 }),
        fc.integer({ min: 1, max: 8_784 }),
        (expression, now, ageHours, policyHours) => {
          const cover = coverOf(ruleOf(expression, 60, 60, now));
          const points = withPoint(new Date(now.getTime() - ageHours * hourMs));
          const free = freshnessOf(database, [cover], points, options(now)).state;
          const bound = freshnessOf(database, [cover], points, options(now, policyHours)).state;
          expect(order.indexOf(bound)).toBeGreaterThanOrEqual(order.indexOf(free));
          if (bound === 'fresh') expect(ageHours).toBeLessThanOrEqual(policyHours);
        },
      ),
    );
  });

  it('is content with a younger recovery point wherever it is with an older one', () => {
    fc.assert(
      fc.property(
        schedule,
        moment,
        fc.integer({ min: 1, max: 9_000 }),
        fc.integer({ min: 0, max: 9_000 }),
        (expression, now, age, less) => {
          const cover = coverOf(ruleOf(expression, 480, 10_080, now));
          const stateAt = (hours: number) =>
            freshnessOf(database, [cover], withPoint(new Date(now.getTime() - hours * hourMs)), options(now)).state;
          if (stateAt(age) === 'fresh') expect(stateAt(Math.min(less, age))).toBe('fresh');
        },
      ),
    );
  });
});

describe('allowedAgeMs', () => {
  const now = new Date(epoch);
  it.each<[string, number, number, boolean, number]>([
    // gap + start window + completion window, a day of it at most, + an hour
    ['cron(0 5 ? * * *)', 60, 120, false, 24 + 1 + 2 + 1],
    ['cron(0 5 ? * * *)', 480, 10_080, false, 24 + 8 + 24 + 1],
    ['cron(0 5 ? * * *)', 480, 10_080, true, 24 + 8 + 168 + 1],
    ['cron(0 * ? * * *)', 60, 60, false, 1 + 1 + 1 + 1],
    ['cron(0 5 ? * SUN *)', 60, 60, false, 7 * 24 + 3],
    // From Friday 5 o'clock to Saturday 9 o'clock it is longer than between the last two runs.
    ['cron(0 5 ? * MON-FRI *)', 60, 60, false, 28 + 3],
    ['rate(12 hours)', 60, 60, false, 12 + 3],
  ])('%s, windows of %i and %i minutes, under way: %s', (expression, start, completion, underWay, hours) => {
    const rule = ruleOf(expression, start, completion, now);
    expect(allowedAgeMs(rule, { now, underWay })).toBe(hours * hourMs);
    expect(allowedAgeMs(rule, { now, underWay, policyHours: 2 })).toBe(2 * hourMs);
    expect(allowedAgeMs(rule, { now, underWay, policyHours: 8_784 })).toBe(hours * hourMs);
  });

  it('knows no limit before the first run, and none for what it does not understand', () => {
    const future = ruleOf('cron(0 5 1 1 ? 2027)', 60, 60, now);
    expect(allowedAgeMs(future, { now, underWay: false })).toBe(Number.POSITIVE_INFINITY);
    expect(allowedAgeMs(ruleOf('whenever', 60, 60, now), { now, underWay: false })).toBeUndefined();
    expect(allowedAgeMs(ruleOf('whenever', 60, 60, now), { now, underWay: false, policyHours: 24 })).toBe(day);
  });
});
