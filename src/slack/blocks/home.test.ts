import { describe, expect, it } from 'vitest';
import { checkView } from '../../../demo/slack/block-kit/check-view.ts';
import type { Json } from '../../../demo/slack/json.ts';
import { approval, drawing, noon, run, tagPlan } from '../../../test/helpers/approval-screens.ts';
import type { Home } from '../../domain/home/home.ts';
import type { AccountPosture } from '../../domain/home/posture.ts';
import { homeView } from './home.ts';

const context = await drawing();
const account = (over: Partial<AccountPosture> = {}): AccountPosture => ({
  id: '111111111111',
  name: 'payments-prod',
  needsSomeone: 0,
  accepted: 0,
  muted: 0,
  exempt: 0,
  byStatus: { pass: 20, fail: 0, 'not-applicable': 3, unknown: 0 },
  targets: 3,
  failedTargets: 0,
  readSince: noon,
  ...over,
});
const home = (over: Partial<Home> = {}): Home => ({
  userId: 'U01ALICE001',
  waiting: [],
  requested: [],
  running: [],
  copies: [],
  accounts: [account()],
  mutesEnding: [],
  paused: undefined,
  warning: undefined,
  ...over,
});
const headline = (over: Partial<Home>): string => {
  const [first] = homeView(home(over), context).blocks;
  return first !== undefined && 'text' in first && typeof first.text === 'object' ? first.text.text : '';
};
const textOf = (over: Partial<Home>): string => JSON.stringify(homeView(home(over), context).blocks);

describe('the App Home', () => {
  it.each<[string, Partial<Home>]>([
    ['1 approval waits for you', { waiting: [{ approval: approval() }] }],
    ['Nothing has been audited yet', { accounts: [account({ targets: 0 })] }],
    ['Nothing waits for you · 2 findings need someone', { accounts: [account({ needsSomeone: 3, accepted: 1 })] }],
    ['Nothing new since the baseline; 3 known failures', { accounts: [account({ needsSomeone: 3, accepted: 3 })] }],
    ['No failures found; 1 target could not be scanned', { accounts: [account({ failedTargets: 1 })] }],
    [
      'No failures found; 4 could not be judged',
      { accounts: [account({ byStatus: { pass: 1, fail: 0, 'not-applicable': 0, unknown: 4 } })] },
    ],
    ['No database breaks your policy', {}],
  ])('says first: %s', (text, over) => expect(headline(over)).toBe(text));

  it('offers first steps until something has been audited, and never afterwards', () => {
    expect(textOf({ accounts: [account({ targets: 0 })] })).toContain('First steps');
    expect(textOf({})).not.toContain('First steps');
  });

  it('names what copies cost and when they go', () => {
    const arn = 'arn:aws:rds:eu-west-1:111111111111:cluster:orders-bt-1121';
    const copy = { arn, kind: 'AWS::RDS::DBCluster', createdAt: '2026-11-15T12:00:00.000Z', remediationId: 'r' };
    expect(textOf({ copies: [copy] })).toMatch(/orders-bt-1121.*6 days old.*its cost is not known.*kept until/);
    const dear = { ...copy, hourlyCost: { usd: 1.1, basis: 'list price' }, removeAt: '2026-11-22T12:00:00.000Z' };
    const old = { ...copy, removableFrom: '2026-12-05T12:00:00.000Z' };
    expect(textOf({ copies: [old] })).toMatch(/kept until somebody removes it, possible from <!date/);
    expect(textOf({ copies: [dear] })).toMatch(/\$26\.40 a day \(list price\).*removed <!date/);
  });

  it('fits, however much there is', () => {
    const many = <T>(make: (n: number) => T): T[] => Array.from({ length: 200 }, (_, n) => make(n));
    const full = home({
      waiting: many((n) => ({ approval: approval(tagPlan(), { id: `w${n}` }) })),
      requested: many((n) => ({ approval: approval(tagPlan(), { id: `q${n}` }) })),
      running: many((n) => ({
        approval: approval(tagPlan(), { id: `r${n}`, state: 'approved' }),
        run: run(tagPlan(), 'running', 0, { id: `r${n}` }),
      })),
      copies: many((n) => ({
        arn: `arn:aws:rds:eu-west-1:111111111111:cluster:${'c'.repeat(50)}${n}`,
        kind: 'AWS::RDS::DBCluster',
        createdAt: noon,
        remediationId: 'r',
      })),
      accounts: many((n) =>
        account({
          id: String(n).padStart(12, '0'),
          name: `<!channel> *${'n'.repeat(60)}`,
          failedTargets: 1,
          trouble: { code: 'c', message: 'x'.repeat(900) },
        }),
      ),
      mutesEnding: many((n) => ({
        id: `m${n}`,
        accountId: '111111111111',
        subject: { kind: 'finding', findingId: 'f' },
        label: '<!here>'.repeat(20),
        until: noon,
        reason: '&<>'.repeat(300),
        by: 'U01ALICE001',
        at: noon,
      })),
      paused: { by: 'U01ALICE001', at: noon, reason: 'y'.repeat(3_000) },
      warning: 'z'.repeat(3_000),
    });
    const view = homeView(full, context);
    expect(checkView(view as unknown as Json, 'home')).toBeUndefined();
    const formatted = JSON.stringify(view, (name, value) =>
      name === 'accessibility_label' || value?.type === 'plain_text' ? undefined : value,
    );
    expect(formatted).not.toMatch(/<!(?:here|channel)>/);
    expect(JSON.stringify(view)).toContain('Mutes that end soon');
  });
});
