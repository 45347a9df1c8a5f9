import { describe, expect, it } from 'vitest';
import { drawing } from '../../../test/helpers/approval-screens.ts';
import {
  accounts,
  compose,
  createStory,
  failedAt,
  payments,
  planned,
  readDigest,
  scannedAt,
  shop,
  unplanned,
} from '../../../test/helpers/digest-story.ts';
import { finding } from '../../../test/helpers/findings.ts';
import type { DigestFacts } from '../../domain/digest/facts.ts';
import { composeUrgent } from '../../domain/digest/urgent.ts';
import { everything } from '../../domain/scope.ts';
import { render } from './render.ts';

const context = await drawing({ accounts, groupNames: new Map([['S01DBAGROUP', 'dba']]) });
const { metas } = context;
const bob = { kind: 'remediation', approvalId: 'k7f3m2qa', approvedBy: ['U02BOB00001'] } as const;

/** A channel with three open findings, told up to here; answers a digest of what comes after. */
function begun() {
  const story = createStory();
  for (const name of ['reports', 'search']) story.see(finding({ name, target: shop }));
  story.see(unplanned('ledger'));
  story.see(planned('orders', { target: shop }));
  const from = story.log.length;
  story.on('2026-11-20T16:20:00.000Z');
  return { story, digest: (over: Partial<DigestFacts> = {}) => compose(story, metas, over, from) };
}

const owned = {
  channelId: 'C01DATABASE',
  scope: everything,
  routes: [{ match: { account: 'shop-prod' }, channel: 'C01DATABASE', owners: ['S01DBAGROUP'] }],
  channels: new Set(['C01DATABASE']),
  accounts,
  metas,
};
const series = [8, 9, 9].map((open, index) => ({ day: `2026-11-${19 + index}`, open, opened: 1, fixed: 0 }));

describe('a digest', () => {
  it('reads like this when something has changed', () => {
    const { story, digest } = begun();
    story.see(unplanned('orders', { target: shop }));
    story.on('2026-11-21T08:00:00.000Z');
    story.see(finding({ name: 'cart-2', target: shop }));
    story.see(planned('ledger'), bob);
    const copies = [
      {
        arn: 'arn:aws:rds:us-east-1:222222222222:cluster:x',
        kind: 'c',
        createdAt: '2026-11-15T08:00:00Z',
        hourlyCost: { usd: 2.2, basis: 'b' },
        remediationId: 'r',
      },
    ];
    const targets = [scannedAt(payments), failedAt(shop, '2026-11-19T08:00:00.000Z')];
    expect(readDigest(digest({ copies, targets, series }), context).split('\n')).toEqual([
      'Databases, Saturday 21 November · 1 lost its backup plan, 1 new without Backtrack, 1 fixed, 2 still open, 1 of 2 targets scanned',
      ':red_circle: No longer fine, seen Nov 20, 2026 4:21 PM · orders · shop-prod · us-east-1',
      'Not in any backup plan (native restore: 7 days). Nearest: plan gold wants tag backup=daily; this cluster has none. Fix: add the tag or the selection that is missing, or make a plan.',
      '[Details]  [⋯ Mute… | Show as code]',
      ':red_circle: New · cart-2 · shop-prod · us-east-1',
      'Cannot be rewound: created without Backtrack, and AWS does not let it be switched on in place. Fix: rebuild from a snapshot; rehearse it on a copy first.',
      '[Review & approve]  [Details]  [⋯ Mute… | Show as code]',
      ':white_check_mark: ledger (payments-prod) · fixed by Bob Brown’s approval. Now: Plan gold covers it through selection prod (tag backup=daily): newest recovery point 2 h old.',
      '1 kept copy, $53/day, 6 days old',
      'Open findings: 9 open today, never more; 3 new and 0 fixed in 3 days.',
      ':warning: shop-prod (us-east-1) not scanned since Nov 19, 2026 8:00 AM: role aurora-keeper-audit cannot be assumed (AccessDenied)',
      '4 open in all  longest open: reports (shop-prod), 17 days',
      '────────',
      '[Show all]',
      'all accounts · 1 of 2 targets scanned · `/aurora findings` lists what is open, `/aurora digest status` says when this comes',
    ]);
  });

  it('is one line on a quiet day, which calls nobody', () => {
    const { digest } = begun();
    const { blocks } = render({ kind: 'digest', digestId: 'd', content: digest({ where: owned }).content }, context);
    expect(blocks).toHaveLength(1);
    expect(JSON.stringify(blocks)).not.toMatch(/<[!@]/);
    expect(readDigest(digest(), context)).toBe(
      'Databases, Saturday 21 November · nothing changed, 3 still open, 2 of 2 targets scanned',
    );
  });

  it('calls an owner once, and only because something of his needs somebody', () => {
    const { story, digest } = begun();
    story.see(unplanned('orders', { target: shop }));
    story.see(finding({ name: 'cart-2', target: shop }));
    const blocksOf = (content: ReturnType<typeof digest>['content']) =>
      JSON.stringify(render({ kind: 'digest', digestId: 'd', content }, context).blocks);
    const called = blocksOf(digest({ where: owned }).content);
    expect(called.match(/<!subteam\^S01DBAGROUP>/g)).toHaveLength(1);
    expect(called.match(/@dba/g)).toHaveLength(1);
    expect(blocksOf(compose(story, metas, { first: true, where: owned }).content)).not.toContain('<!subteam');
    const fixed = begun();
    fixed.story.see(finding({ name: 'reports', target: shop, status: 'pass', cause: 'in-force' }));
    expect(blocksOf(fixed.digest({ where: owned }).content)).not.toContain('<!subteam');
  });

  it('shows its picture with the same in words, and does without', () => {
    const { story, digest } = begun();
    story.see(unplanned('orders', { target: shop }));
    const { content } = digest({ series });
    const withPicture = render({ kind: 'digest', digestId: 'd', content, pictureId: 'F1' }, context).blocks;
    expect(withPicture).toContainEqual({
      type: 'image',
      slack_file: { id: 'F1' },
      alt_text: 'Open findings per day: 9 open today, never more; 3 new and 0 fixed in 3 days.',
    });
    const without = render({ kind: 'digest', digestId: 'd', content }, context).blocks;
    expect(without.map(({ type }) => type)).not.toContain('image');
    expect(JSON.stringify(without)).toContain('9 open today');
  });

  it('has nothing to press, and calls nobody, where it is only looked at beforehand', () => {
    const { story, digest } = begun();
    story.see(unplanned('orders', { target: shop }));
    const { blocks } = render({ kind: 'digest', content: digest({ where: owned }).content }, context);
    expect(blocks.map(({ type }) => type)).not.toContain('actions');
    expect(JSON.stringify(blocks)).not.toContain('<!subteam');
    expect(JSON.stringify(blocks)).toContain('@dba');
  });

  it('says when no audit stands behind it', () => {
    const { digest } = begun();
    expect(readDigest(digest({ problem: 'The audit did not end within an hour.' }), context)).toContain(
      ':warning: The audit did not end within an hour. Told are the newest verdicts; the oldest is of Nov 21, 2026 8:00 AM.',
    );
  });

  it('says what is counted here and told elsewhere', () => {
    const { story, digest } = begun();
    story.see(unplanned('orders', { target: shop }));
    const where = { ...owned, channelId: 'CALL', channels: new Set(['CALL', 'C01DATABASE']) };
    expect(readDigest(digest({ where }), context)).toBe(
      'Databases, Saturday 21 November · nothing changed, 1 still open, 2 of 2 targets scanned · 1 change is told in #C01DATABASE',
    );
  });
});

describe('an urgent message', () => {
  it('says what was lost, and why it does not wait', () => {
    const orders = unplanned('orders', { target: shop });
    const news = [{ transitionId: 't', lost: true, finding: orders, tag: 'env=prod' }];
    const { content } = composeUrgent(news, owned.routes, metas, new Date());
    const { blocks } = render({ kind: 'digest', digestId: 'C1-urgent-x', content }, context);
    const text = JSON.stringify(blocks);
    expect(content.headline).toBe('Now: 1 lost its backup plan');
    expect(text).toContain('<!subteam^S01DBAGROUP>');
    expect(text).toContain('Told at once, because of `env=prod`');
  });

  it('is one for two hundred databases', () => {
    const news = Array.from({ length: 200 }, (_, n) => ({
      transitionId: `t${n}`,
      lost: true,
      finding: unplanned(`db-${n}`, { target: shop }),
      tag: 'env=prod',
    }));
    const { content, told } = composeUrgent(news, [], metas, new Date());
    expect(content.headline).toBe('Now: 200 lost their backup plan');
    expect(content.open).toHaveLength(1);
    expect(told).toHaveLength(200);
  });
});
