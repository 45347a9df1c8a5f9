import { describe, expect, it } from 'vitest';
import { accounts } from '../../../test/helpers/digest-story.ts';
import { everything, type ScopeRequest } from '../scope.ts';
import {
  type DigestRequest,
  defaultSettings,
  readSettings,
  settingsChanged,
  settingsInWords,
  turnOn,
  unknownTag,
} from './configure.ts';

const metas = [{ id: 'aurora-backtrack-enabled', references: ['RDS-034'] }];
const before = defaultSettings('Europe/Berlin');
const read = (request: DigestRequest) => readSettings(request, before, accounts, metas);
const scope = (over: Partial<ScopeRequest>): ScopeRequest => ({
  accounts: [],
  regions: [],
  rules: [],
  tags: {},
  ...over,
});

describe('readSettings', () => {
  it('keeps what was not typed', () => {
    expect(read({})).toEqual({ settings: before });
    expect(read({ at: '7:05' })).toEqual({ settings: { ...before, at: '07:05' } });
  });

  it('understands time zones as people write them', () => {
    expect(read({ zone: 'asia/tokyo' })).toEqual({ settings: { ...before, zone: 'Asia/Tokyo' } });
    expect(read({ zone: 'utc' })).toEqual({ settings: { ...before, zone: 'UTC' } });
    expect(read({ zone: 'US/Pacific' })).toEqual({ settings: { ...before, zone: 'US/Pacific' } });
  });

  it('reads a scope as an audit does; all of it when somebody says so', () => {
    expect(read({ scope: scope({ accounts: ['shop-prod'], rules: ['RDS-034'] }) })).toEqual({
      settings: {
        ...before,
        scope: { ...everything, accounts: ['222222222222'], rules: ['aurora-backtrack-enabled'] },
      },
    });
    expect(read({ scope: scope({}) })).toEqual({ settings: before });
  });

  it.each<[DigestRequest, string]>([
    [{ at: '25:00' }, '`25:00` is no time of day. Write it like `09:00`.'],
    [{ at: '9' }, '`9` is no time of day. Did you mean `09:00`?'],
    [{ at: '9.30' }, '`9.30` is no time of day. Did you mean `09:30`?'],
    [{ at: '930' }, '`930` is no time of day. Did you mean `09:30`?'],
    [{ at: '9pm' }, '`9pm` is no time of day. Did you mean `21:00`?'],
    [{ at: '12am' }, '`12am` is no time of day. Did you mean `00:00`?'],
    [{ at: 'noon' }, '`noon` is no time of day. Write it like `09:00`.'],
    [{ zone: 'Europe/Berln' }, 'There is no time zone `Europe/Berln`. Did you mean `Europe/Berlin`?'],
    [{ zone: 'berlin' }, 'There is no time zone `berlin`. Did you mean `Europe/Berlin`?'],
    [{ zone: 'new york' }, 'There is no time zone `new york`. Did you mean `America/New_York`?'],
    [{ zone: '+02:00' }, 'There is no time zone `+02:00`. Write it like `Europe/Berlin`.'],
    [{ zone: 'x'.repeat(500) }, `There is no time zone \`${'x'.repeat(80)}\`. Write it like \`Europe/Berlin\`.`],
    [{ quiet: 'nothin' }, 'On a quiet day there is a `line` or `nothing`, not `nothin`. Did you mean `nothing`?'],
    [{ scope: scope({ accounts: ['shop-prd'] }) }, 'No account is called `shop-prd`. Did you mean `shop-prod`?'],
    [
      { scope: scope({ regions: ['eu-west-1'], accounts: ['shop-prod'] }) },
      '`eu-west-1` is not among the Regions of shop-prod (us-east-1).',
    ],
  ])('%j is answered', (request, problem) => {
    expect(read(request)).toEqual({ problems: [problem] });
  });

  it('names everything that is wrong at once', () => {
    const answer = read({ at: 'x', zone: 'y', quiet: 'z', scope: scope({ accounts: ['q'] }) });
    expect('problems' in answer && answer.problems).toHaveLength(4);
  });
});

describe('unknownTag', () => {
  const tagged = [{ team: 'payments' }, undefined, { team: 'shop', env: 'prod' }];
  const within = (tags: Record<string, string>) => unknownTag({ ...everything, tags }, tagged);

  it('names a tag that nothing carries, with the nearest one', () => {
    expect(within({ team: 'paymnts' })).toBe(
      'No database known so far carries the tag `team=paymnts`. Did you mean `team=payments`?',
    );
    expect(within({ team: 'payments' })).toBeUndefined();
    expect(within({ team: 'shop', env: 'dev' })).toContain('`env=dev`');
  });

  it('says nothing while nothing is known', () => {
    expect(unknownTag({ ...everything, tags: { a: 'b' } }, [])).toBeUndefined();
  });
});

describe('turning a digest on', () => {
  const now = new Date('2026-11-21T10:00:00Z');

  it('begins anew when it was off, and goes on when it was on', () => {
    const first = turnOn('C1', before, undefined, 'U1', now);
    expect(first).toMatchObject({ on: true, by: 'U1', onSince: now.toISOString(), changedAt: now.toISOString() });
    const later = new Date('2026-11-22T10:00:00Z');
    expect(turnOn('C1', { ...before, at: '10:00' }, { ...first }, 'U2', later)).toMatchObject({
      by: 'U2',
      at: '10:00',
      onSince: now.toISOString(),
      changedAt: later.toISOString(),
    });
    expect(turnOn('C1', before, { ...first, on: false }, 'U2', later).onSince).toBe(later.toISOString());
  });

  it('is said in words, and what is different, too', () => {
    expect(settingsInWords(before, accounts)).toBe(
      'every day at 09:00 (Europe/Berlin), all accounts; on a quiet day a line',
    );
    const after = {
      ...before,
      at: '08:30',
      scope: { ...everything, accounts: ['222222222222'] },
      quiet: 'nothing' as const,
    };
    expect(settingsChanged(before, after, accounts)).toEqual([
      'time 09:00 → 08:30',
      'scope all accounts → shop-prod',
      'on a quiet day a line → nothing',
    ]);
    expect(settingsChanged(before, before, accounts)).toEqual([]);
  });
});
