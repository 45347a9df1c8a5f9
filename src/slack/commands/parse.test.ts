import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseCommand } from './parse.ts';

const scope = { accounts: [], regions: [], rules: [], tags: {} };

describe('parseCommand', () => {
  it.each<[string, object]>([
    ['', { name: 'help' }],
    ['help', { name: 'help' }],
    ['  AUDIT  ', { name: 'audit', request: scope }],
    ['audit all', { name: 'audit', request: scope }],
    ['audit payments-prod', { name: 'audit', request: { ...scope, accounts: ['payments-prod'] } }],
    [
      'audit a b --region eu-west-1 --region=us-east-1',
      { name: 'audit', request: { ...scope, accounts: ['a', 'b'], regions: ['eu-west-1', 'us-east-1'] } },
    ],
    [
      'audit --rule RDS-034 --tag env=prod --tag "team name=core db"',
      { name: 'audit', request: { ...scope, rules: ['RDS-034'], tags: { env: 'prod', 'team name': 'core db' } } },
    ],
    ['audit \u2014region eu-west-1', { name: 'audit', request: { ...scope, regions: ['eu-west-1'] } }],
    ['audit --tag \u201cteam=a b\u201d', { name: 'audit', request: { ...scope, tags: { team: 'a b' } } }],
    ['audit\n--region\neu-west-1', { name: 'audit', request: { ...scope, regions: ['eu-west-1'] } }],
    ['audit --tag a=b=c', { name: 'audit', request: { ...scope, tags: { a: 'b=c' } } }],
    ['audit --tag k=a&amp;b', { name: 'audit', request: { ...scope, tags: { k: 'a&b' } } }],
    ['findings --status unknown', { name: 'findings', request: scope, status: 'unknown' }],
    [
      'findings prod --since 7d --sort AGE',
      { name: 'findings', request: { ...scope, accounts: ['prod'] }, status: undefined, since: '7d', sort: 'age' },
    ],
    [
      'findings \u2014muted \u2014since 2026-11-03',
      { name: 'findings', request: scope, status: 'muted', since: '2026-11-03' },
    ],
    ['findings --status MUTED', { name: 'findings', request: scope, status: 'muted' }],
    ['show orders', { name: 'show', resource: 'orders' }],
    [
      'SHOW arn:aws:rds:eu-west-1:111111111111:cluster:orders',
      { name: 'show', resource: 'arn:aws:rds:eu-west-1:111111111111:cluster:orders' },
    ],
    ['report', { name: 'report', request: scope, status: undefined }],
    [
      'report CSV prod --region eu-west-1 --status exempt',
      {
        name: 'report',
        request: { ...scope, accounts: ['CSV', 'prod'], regions: ['eu-west-1'] },
        status: 'exempt',
      },
    ],
    ['explain RDS-034', { name: 'explain', rule: 'RDS-034' }],
    ['explain', { name: 'explain', rule: undefined }],
    ['accounts', { name: 'accounts' }],
    ['Approvals', { name: 'approvals' }],
    ['jobs', { name: 'jobs' }],
    ['resume', { name: 'resume' }],
    ['pause "moving the network" &amp; more', { name: 'pause', reason: 'moving the network & more' }],
    ['mutes', { name: 'mutes' }],
    [
      'mute legacy-etl 14d moves to another cluster',
      {
        name: 'mute',
        what: 'legacy-etl',
        time: { amount: 14, unit: 'days' },
        reason: 'moves to another cluster',
      },
    ],
    [
      'mute "shop prod:RDS.26" until 2026-12-24 "R&amp;D’s owner is away -- really"',
      {
        name: 'mute',
        what: 'shop prod:RDS.26',
        time: { date: '2026-12-24' },
        reason: "R&D's owner is away -- really",
      },
    ],
    [
      'mute orders 2 weeks its owner’s away',
      { name: 'mute', what: 'orders', time: { amount: 2, unit: 'weeks' }, reason: "its owner's away" },
    ],
    ['unmute legacy-etl', { name: 'unmute', what: 'legacy-etl' }],
    ['audit-log', { name: 'audit-log' }],
    ['audit-log 2026-11-01', { name: 'audit-log', from: '2026-11-01T00:00:00.000Z' }],
    [
      'audit-log 2026-11-01 2026-11-21',
      { name: 'audit-log', from: '2026-11-01T00:00:00.000Z', to: '2026-11-22T00:00:00.000Z' },
    ],
    [
      'audit-log 2026-11-01T08:00+01:00 2026-11-01T12:30Z',
      { name: 'audit-log', from: '2026-11-01T07:00:00.000Z', to: '2026-11-01T12:30:00.000Z' },
    ],
  ])('%j', (text, command) => {
    expect(parseCommand(text)).toEqual(command);
  });

  it.each<[string, string]>([
    ['audt', 'There is no command `audt`. Did you mean `/aurora audit`?'],
    ['zzzzzz', 'There is no command `zzzzzz`.'],
    ['audit --regoin x', 'There is no option `--regoin`. Did you mean `--region`?'],
    ['audit --status fail', 'There is no option `--status`.'],
    ['audit -x', 'There is no option `-x`.'],
    ['audit --region', 'The option `--region` needs a value.'],
    ['audit --region=', 'The option `--region` needs a value.'],
    ['audit --tag env', 'Write a tag as `--tag key=value`, not `env`.'],
    ['audit --tag =x', 'Write a tag as `--tag key=value`, not `=x`.'],
    ['report --format csv', 'There is no option `--format`.'],
    ['reprot', 'There is no command `reprot`. Did you mean `/aurora report`?'],
    ['findings --status fial', 'There is no status `fial`. Did you mean `fail`?'],
    ['findings --since yesterday', '`yesterday` is no time. Write `7d`, `36h` or a date like `2026-11-03`.'],
    ['findings --since', 'The option `--since` needs a value.'],
    ['findings --sort name', 'Findings can be sorted by `age`, not by `name`.'],
    ['findings --muted=yes', 'The option `--muted` takes no value.'],
    ['findings --muted --status fail', 'Give either `--muted` or `--status`.'],
    ['findings --mutde', 'There is no option `--mutde`. Did you mean `--muted`?'],
    ['audit --muted', 'There is no option `--muted`.'],
    ['show', 'Show which database? Give one name or ARN, like `/aurora show orders`.'],
    ['show a b', 'Show which database? Give one name or ARN, like `/aurora show orders`.'],
    [
      'mute',
      'Mute what? Write `/aurora mute WHAT TIME REASON`, like `/aurora mute legacy-etl 14d moves to another cluster`.',
    ],
    ['mute orders', 'Until when? Write `14d`, `2w`, `2mo` or `until 2026-12-24`.'],
    ['mute orders soon because', '`soon` is not a time. Write `14d`, `2w`, `2mo` or `until 2026-12-24`.'],
    [
      'mute orders 14d',
      'Say why: whoever misses it wants to know. Write `/aurora mute WHAT TIME REASON`, like `/aurora mute legacy-etl 14d moves to another cluster`.',
    ],
    [
      'mute orders 14d ""',
      'Say why: whoever misses it wants to know. Write `/aurora mute WHAT TIME REASON`, like `/aurora mute legacy-etl 14d moves to another cluster`.',
    ],
    ['unmute', 'Unmute what? `/aurora mutes` lists what is muted, with a button for each.'],
    ['mutee x', 'There is no command `mutee`. Did you mean `/aurora mute`?'],
    ['aprovals', 'There is no command `aprovals`. Did you mean `/aurora approvals`?'],
    ['pause', 'Say why, so that others know: `/aurora pause migrating the network`.'],
    ['audit-log yesterday', '`yesterday` is no date. Write it like `2026-11-21`.'],
    ['audit-log 2026-11-21 2026-11-01', 'The first date has to be before the second one.'],
    ['audit-log 1 2 3', 'Give at most two dates, like `/aurora audit-log 2026-11-01 2026-11-21`.'],
    ['explain a b', 'Explain which rule? Give one id, like `/aurora explain aurora-backtrack-enabled`.'],
    ['&lt;!channel&gt;', 'There is no command `<!channel>`.'],
    ['😀', 'There is no command `😀`.'],
    [`audit ${'x'.repeat(10_000)}`, 'That command has 10,006 characters; at most 1,000 are read.'],
  ])('%j is answered', (text, problem) => {
    expect(parseCommand(text)).toEqual({ problem });
  });

  it('never throws and always answers with a command or a problem', () => {
    const pieces = fc.constantFrom(
      'audit',
      'findings',
      'show',
      '--since',
      '--sort',
      '--muted',
      '7d',
      'pause',
      'audit-log',
      '2026-11-21',
      '--region',
      '--tag',
      '=',
      '"',
      "'",
      '\\',
      ' ',
      '\n',
      '--',
      '—',
      '<@U1|a>',
      '&lt;',
      '__proto__=x',
      '😀',
      '\u0000',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary', maxLength: 200 }),
          fc.array(pieces, { maxLength: 20 }).map((all) => all.join(' ')),
        ),
        (text) => {
          const parsed = parseCommand(text);
          expect('problem' in parsed ? parsed.problem.length > 0 : parsed.name.length > 0).toBe(true);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('keeps a tag called __proto__ a tag', () => {
    const parsed = parseCommand('audit --tag __proto__=x');
    expect(parsed).toMatchObject({ name: 'audit' });
    expect('request' in parsed && 'tags' in parsed.request && Object.entries(parsed.request.tags)).toEqual([
      ['__proto__', 'x'],
    ]);
  });
});
