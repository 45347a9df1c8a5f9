import type { Json } from '../../demo/slack/json.ts';
import { messageText } from '../../demo/slack/message-text.ts';
import { type Composed, composeDigest } from '../../src/domain/digest/compose.ts';
import type { DigestFacts } from '../../src/domain/digest/facts.ts';
import type { Finding } from '../../src/domain/finding.ts';
import { compare, gone } from '../../src/domain/life/compare.ts';
import type { Life } from '../../src/domain/life/life.ts';
import type { Actor, Transition } from '../../src/domain/life/transition.ts';
import type { DigestView } from '../../src/domain/message.ts';
import type { LatestTarget } from '../../src/domain/ports.ts';
import type { RuleMeta } from '../../src/domain/rule.ts';
import { everything } from '../../src/domain/scope.ts';
import { render } from '../../src/slack/blocks/render.ts';
import type { RenderContext } from '../../src/slack/blocks/rendered.ts';
import { accountWith } from './approval-screens.ts';
import { finding, target } from './findings.ts';

export const today = new Date('2026-11-21T08:00:30.000Z');
export const shop = target({ accountId: '222222222222', accountName: 'shop-prod', region: 'us-east-1' });
export const payments = target();

export const accounts = [accountWith(), accountWith({ id: '222222222222', name: 'shop-prod', regions: ['us-east-1'] })];

const step = 60_000;

/** What has happened to findings, as the product's own comparison of scans sees it. */
export function createStory() {
  const lives = new Map<string, Life>();
  const findings = new Map<string, Finding>();
  const log: Transition[] = [];
  let clock = Date.parse('2026-11-03T08:00:00.000Z');
  const add = (transitions: readonly Omit<Transition, 'seq'>[]) => {
    for (const each of transitions) log.push({ ...each, seq: log.length + 1 });
  };
  const at = () => {
    clock += step;
    return new Date(clock).toISOString();
  };
  const audit: Actor = { kind: 'audit', auditId: 'k7f3m2qa' };
  return {
    log,
    findings,
    lives,
    /** From here on it is this time. */
    on: (time: string) => {
      clock = Date.parse(time);
    },
    see: (next: Finding, by: Actor = audit) => {
      const compared = compare(lives.get(next.id), next, at(), by);
      lives.set(next.id, compared.life);
      findings.set(next.id, next);
      add(compared.transitions);
    },
    lose: ({ id }: Finding) => {
      const life = lives.get(id);
      if (life === undefined) return;
      const compared = gone(life, at(), audit);
      lives.set(id, compared.life);
      findings.delete(id);
      add(compared.transitions);
    },
    /** What is decorated, or said, without a scan. */
    change: (next: Finding, transitions: readonly Omit<Transition, 'seq'>[] = []) => {
      findings.set(next.id, next);
      add(transitions);
    },
  };
}

export type Story = ReturnType<typeof createStory>;

export const scannedAt = (where = payments, over: Partial<LatestTarget> = {}): LatestTarget => ({
  result: { target: where, status: 'scanned', findingIds: [], awsCalls: 2, elapsedMs: 9 },
  auditId: 'k7f3m2qa',
  scannedAt: today.toISOString(),
  lastScannedAt: today.toISOString(),
  ...over,
});

export const failedAt = (where = payments, lastScannedAt?: string): LatestTarget => ({
  result: {
    target: where,
    status: 'failed',
    error: { code: 'AccessDenied', message: 'role aurora-keeper-audit cannot be assumed (AccessDenied)' },
    findingIds: [],
    awsCalls: 0,
    elapsedMs: 3,
  },
  auditId: 'k7f3m2qa',
  scannedAt: today.toISOString(),
  ...(lastScannedAt === undefined ? {} : { lastScannedAt }),
});

/** The facts of a story since `from` (a sequence number). */
export const factsOf = (
  story: Story,
  metas: readonly RuleMeta[],
  over: Partial<DigestFacts> = {},
  from = 0,
): DigestFacts => ({
  where: {
    channelId: 'C01DATABASE',
    scope: everything,
    routes: [],
    channels: new Set(['C01DATABASE']),
    accounts,
    metas,
  },
  date: '2026-11-21',
  zone: 'Europe/Berlin',
  now: today,
  first: false,
  toldUnscanned: [],
  transitions: story.log.slice(from),
  findings: [...story.findings.values()],
  openSince: new Map(
    [...story.lives.values()].flatMap(({ findingId, openSince }) =>
      openSince === undefined ? [] : [[findingId, openSince]],
    ),
  ),
  targets: [scannedAt(payments), scannedAt(shop)],
  mutes: [],
  baseline: new Map(),
  approvals: [],
  copies: [],
  names: new Map([
    ['U01ALICE001', 'Alice Adams'],
    ['U02BOB00001', 'Bob Brown'],
    ['U03CAROL001', 'Carol Cruz'],
  ]),
  series: [],
  metas,
  ...over,
});

/** A digest as a person reads it. */
export const readDigest = (
  { content }: Pick<Composed, 'content'>,
  context: RenderContext,
  shown: Omit<DigestView, 'kind' | 'content'> = { digestId: 'C01DATABASE-2026-11-21' },
): string => {
  const { text, blocks } = render({ kind: 'digest', content, ...shown }, context);
  return messageText({ text, blocks: blocks as unknown as Json[] });
};

export const compose = (
  story: Story,
  metas: readonly RuleMeta[],
  over: Partial<DigestFacts> = {},
  from = 0,
): Composed => composeDigest(factsOf(story, metas, over, from));

const plans = { ruleId: 'rds-backup-plan-coverage', references: ['RDS.26'], severity: 'high' as const };

export const unplanned = (name: string, over: Partial<Finding> = {}): Finding =>
  finding({
    name,
    ...plans,
    cause: 'not-in-a-plan',
    reason:
      'Not in any backup plan (native restore: 7 days). Nearest: plan gold wants tag backup=daily; this cluster has none.',
    remediation: { strategies: ['add-tag'], recommended: 'add-tag' },
    ...over,
  });

export const planned = (name: string, over: Partial<Finding> = {}): Finding =>
  finding({
    name,
    ...plans,
    status: 'pass',
    cause: 'covered',
    reason: 'Plan gold covers it through selection prod (tag backup=daily): newest recovery point 2 h old.',
    remediation: null,
    ...over,
  });
