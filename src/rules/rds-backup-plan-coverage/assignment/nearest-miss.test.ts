import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Database } from '../database.ts';
import { parseSelection } from '../plans/parse-selection.ts';
import type { Plan, PlanRule } from '../plans/plan.ts';
import { assignmentOf } from './assignment.ts';
import { nearestMisses, sentenceOf } from './nearest-miss.ts';
import { suggestFix } from './suggest-fix.ts';

const rule: PlanRule = {
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

interface Written {
  readonly name: string;
  readonly tags?: readonly string[];
  readonly resources?: readonly string[];
  readonly notResources?: readonly string[];
  readonly equals?: readonly string[];
}

const pair = (text: string) => ({ key: text.split('=')[0] ?? '', value: text.split('=')[1] ?? '' });

const planOf = (name: string, selections: readonly Written[], over: Partial<Plan> = {}): Plan => ({
  id: `id-of-${name}`,
  name,
  rules: [rule],
  selections: selections.map(({ name: selection, tags = [], resources, notResources, equals = [] }) =>
    parseSelection({
      SelectionId: selection,
      BackupSelection: {
        SelectionName: selection,
        IamRoleArn: 'arn:aws:iam::111111111111:role/backup',
        ...(resources && { Resources: [...resources] }),
        ...(notResources && { NotResources: [...notResources] }),
        ListOfTags: tags.map(pair).map(({ key, value }) => ({
          ConditionType: 'STRINGEQUALS',
          ConditionKey: key,
          ConditionValue: value,
        })),
        Conditions: {
          StringEquals: equals
            .map(pair)
            .map(({ key, value }) => ({ ConditionKey: `aws:ResourceTag/${key}`, ConditionValue: value })),
        },
      },
    }),
  ),
  ...over,
});

const database = (tags: Record<string, string>, over: Partial<Database> = {}): Database => ({
  arn: 'arn:aws:rds:eu-west-1:111111111111:cluster:orders',
  name: 'orders',
  kind: 'cluster',
  types: ['Aurora'],
  tags,
  members: ['orders-1'],
  ...over,
});

const on = { optIn: { Aurora: true, RDS: true } };

const key = fc.constantFrom('backup', 'Backup', 'env', 'aws:x');
const value = fc.constantFrom('daily', 'Daily', 'prod', '');
const tag = fc.tuple(key, value).map(([k, v]) => `${k}=${v}`);
const written: fc.Arbitrary<Written> = fc.record({
  name: fc.constantFrom('a', 'b', 'c'),
  tags: fc.array(tag, { maxLength: 2 }),
  resources: fc.array(
    fc.constantFrom('*', 'arn:aws:rds:*:*:db:*', 'arn:aws:rds:us-east-1:111111111111:cluster:orders'),
    { maxLength: 2 },
  ),
  notResources: fc.array(fc.constantFrom('arn:aws:ec2:*', 'arn:aws:rds:*:*:cluster:*'), { maxLength: 1 }),
  equals: fc.array(tag, { maxLength: 2 }),
});
const plans = fc
  .array(fc.tuple(fc.array(written, { maxLength: 3 }), fc.boolean()), { maxLength: 3 })
  .map((list) =>
    list.map(([selections, runs], index) => planOf(`plan-${index}`, selections, runs ? {} : { rules: [] })),
  );
const tags = fc.dictionary(key, value, { maxKeys: 3 });

describe('nearestMisses', () => {
  it('names a miss for each selection of a database that is in none, in any order the same', () => {
    fc.assert(
      fc.property(plans, tags, (all, own) => {
        const each = database(own);
        fc.pre(assignmentOf(each, all, on).state === 'unassigned');
        const misses = nearestMisses(each, all);
        const selections = new Set(all.flatMap((plan) => plan.selections));
        expect(new Set(misses.map(({ selection }) => selection))).toEqual(selections);
        for (const miss of misses) {
          expect(miss.cost).toBeGreaterThan(0);
          expect(sentenceOf(miss)).toMatch(/^selection \w of plan plan-\d (?:wants|leaves|names|selects) .+/);
        }
        const turned = [...all].reverse().map((plan) => ({ ...plan, selections: [...plan.selections].reverse() }));
        expect(nearestMisses(each, turned).map(sentenceOf)).toEqual(misses.map(sentenceOf));
      }),
      { numRuns: 500 },
    );
  });

  it('offers a tag only where adding it covers the database and overwrites nothing', () => {
    let offered = 0;
    fc.assert(
      fc.property(plans, tags, fc.option(tag.map(pair), { nil: undefined }), (all, own, backupTag) => {
        const each = database(own);
        const { state } = assignmentOf(each, all, on);
        fc.pre(state !== 'assigned' && state !== 'unknown');
        const found = suggestFix(each, all, on, nearestMisses(each, all), { backupTag });
        expect(found.remediation.strategies).toContain('keeper-plan');
        expect(found.remediation.recommended).toBe(found.remediation.strategies[0]);
        expect(found.remediation.strategies.includes('add-tag')).toBe(found.tag !== undefined);
        expect(found.remediation.strategies.includes('add-selection')).toBe(all.some(({ rules }) => rules.length > 0));
        if (found.tag === undefined) return;
        offered += 1;
        expect(Object.keys(own)).not.toContain(found.tag.key);
        expect(found.tag.key).not.toMatch(/^aws:/);
        const then = database({ ...own, [found.tag.key]: found.tag.value });
        expect(assignmentOf(then, all, on).state).toBe('assigned');
      }),
      { numRuns: 500 },
    );
    expect(offered).toBeGreaterThan(10);
  });
});

describe('suggestFix', () => {
  const suggest = (each: Database, all: readonly Plan[], backupTag?: { key: string; value: string }, settings = on) =>
    suggestFix(each, all, settings, nearestMisses(each, all), { backupTag });

  it('adds the least: a tag, else a selection in the bot’s own plan, else one in somebody else’s', () => {
    const gold = planOf('gold', [{ name: 'prod', tags: ['backup=daily'] }]);
    expect(suggest(database({}), [gold])).toMatchObject({
      remediation: { strategies: ['add-tag', 'keeper-plan', 'add-selection'], recommended: 'add-tag' },
      tag: { key: 'backup', value: 'daily', plan: { name: 'gold' }, selection: { name: 'prod' } },
      home: { name: 'gold' },
    });
    expect(suggest(database({ backup: 'weekly' }), [gold]).remediation).toEqual({
      strategies: ['keeper-plan', 'add-selection'],
      recommended: 'keeper-plan',
    });
    expect(suggest(database({}), []).remediation).toEqual({ strategies: ['keeper-plan'], recommended: 'keeper-plan' });
  });

  it('takes the key with another spelling for another key, and the value for an overwrite', () => {
    const gold = planOf('gold', [{ name: 'prod', tags: ['backup=daily'] }]);
    expect(suggest(database({ Backup: 'daily' }), [gold]).tag).toMatchObject({ key: 'backup', value: 'daily' });
    expect(suggest(database({ backup: 'Daily' }), [gold]).tag).toBeUndefined();
  });

  it('takes a misspelled tag for what was meant, and offers no other', () => {
    const gold = planOf('gold', [{ name: 'prod', tags: ['backup=daily'] }]);
    const other = planOf('other', [{ name: 'all', tags: ['pitr=yes'] }], { rules: [{ ...rule, retentionDays: 900 }] });
    expect(suggest(database({ backup: 'Daily' }), [gold, other])).toMatchObject({
      remediation: { recommended: 'keeper-plan' },
      home: { name: 'gold' },
    });
    expect(suggest(database({}), [gold, other]).tag).toMatchObject({ key: 'backup', value: 'daily' });
  });

  it('prefers the tag that the policy names', () => {
    const gold = planOf('gold', [{ name: 'prod', tags: ['backup=daily', 'tier=gold'] }]);
    expect(suggest(database({}), [gold], { key: 'tier', value: 'gold' }).tag).toMatchObject({
      key: 'tier',
      value: 'gold',
    });
    expect(suggest(database({}), [gold], { key: 'other', value: 'x' }).tag).toMatchObject({
      key: 'backup',
      value: 'daily',
    });
    const like = planOf('like', [{ name: 'prod', resources: ['*'], equals: ['tier=gold', 'env=prod'] }]);
    expect(suggest(database({ env: 'prod' }), [like], { key: 'tier', value: 'gold' }).tag).toMatchObject({
      key: 'tier',
      value: 'gold',
    });
  });

  it('offers no tag where the type is not opted in, nor where several would be needed', () => {
    const gold = planOf('gold', [{ name: 'prod', tags: ['backup=daily'] }]);
    expect(suggest(database({}), [gold], undefined, { optIn: { Aurora: false, RDS: true } }).tag).toBeUndefined();
    const two = planOf('two', [{ name: 'prod', resources: ['*'], equals: ['a=1', 'b=2'] }]);
    expect(suggest(database({}), [two]).tag).toBeUndefined();
    expect(suggest(database({ a: '1' }), [two]).tag).toMatchObject({ key: 'b', value: '2' });
  });

  it('adds a selection to a plan of the bot first, then to the one that keeps longest, never to a foreign one', () => {
    const short = planOf('short', [], { rules: [{ ...rule, retentionDays: 7 }] });
    const long = planOf('long', [], { rules: [{ ...rule, retentionDays: undefined }] });
    const own = planOf('aurora-keeper-daily', []);
    const aws = planOf('aws/efs/automatic-backup-plan', [], { id: 'aws/efs/73d922fb' });
    const policy = planOf('org', [], { id: 'orgs/1234' });
    const broken = planOf('broken', [], { rules: [] });
    const chosen = (...all: Plan[]) => suggest(database({}), all).home?.name;
    expect(chosen(short, long, own)).toBe('aurora-keeper-daily');
    expect(chosen(short, long)).toBe('long');
    expect(chosen(broken, aws, policy, short)).toBe('short');
    expect(chosen(broken, aws, policy)).toBeUndefined();
  });
});
