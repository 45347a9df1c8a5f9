import { describe, expect, it } from 'vitest';
import { planned, unplanned } from '../../../test/helpers/digest-story.ts';
import { loadMeta } from '../../rules/registry.ts';
import type { Finding } from '../finding.ts';
import { compare } from '../life/compare.ts';
import type { Transition } from '../life/transition.ts';
import { hasLostBackups, tagThatMatters } from './urgent.ts';

const metas = await loadMeta();
const by = { kind: 'audit', auditId: 'x' } as const;

/** The last event of a finding that was seen like this, one after the other. */
function last(...seen: readonly Finding[]): Transition {
  let life: Parameters<typeof compare>[0];
  let found: Transition | undefined;
  for (const each of seen) {
    const compared = compare(life, each, '2026-11-21T08:00:00.000Z', by);
    life = compared.life;
    for (const transition of compared.transitions) found = { ...transition, seq: 1 };
  }
  if (found === undefined) throw new Error('nothing happened');
  return found;
}

const failed = (cause: string) => unplanned('orders', { cause });

describe('what does not wait for the digest', () => {
  it.each<[string, Finding[], boolean]>([
    ['a database that was in a plan and is not any more', [planned('orders'), failed('not-in-a-plan')], true],
    ['a backup job that failed', [planned('orders'), failed('last-backup-failed')], true],
    ['a plan that cannot run any more', [planned('orders'), failed('plan-cannot-run')], true],
    ['what was never backed up', [failed('not-in-a-plan')], false],
    ['what fails again', [failed('not-in-a-plan'), planned('orders'), failed('not-in-a-plan')], true],
    ['what fails for another cause of the kind', [failed('not-in-a-plan'), failed('last-backup-failed')], false],
    ['what is fixed', [failed('not-in-a-plan'), planned('orders')], false],
    ['what is exempt', [planned('orders'), { ...failed('not-in-a-plan'), exempt: { reason: 'dev' } }], false],
    [
      'what cannot be judged any more',
      [failed('not-in-a-plan'), unplanned('orders', { status: 'unknown', cause: 'could-not-read' })],
      false,
    ],
  ])('%s', (_, seen, expected) => {
    expect(hasLostBackups(last(...seen), metas)).toBe(expected);
  });

  it('is nothing but backups: a lost Backtrack window can wait', () => {
    const rule = { ruleId: 'aurora-backtrack-enabled' };
    const lost = last(planned('orders', rule), unplanned('orders', { ...rule, cause: 'created-without-backtrack' }));
    expect(hasLostBackups(lost, metas)).toBe(false);
  });
});

describe('a database that matters', () => {
  const policy = { urgentTags: [{ key: 'env', value: 'prod' }, { key: 'pager' }] };

  it.each<[Record<string, string> | undefined, string | undefined]>([
    [{ env: 'prod' }, 'env=prod'],
    [{ env: 'Prod' }, undefined],
    [{ env: 'dev', pager: 'payments' }, 'pager=payments'],
    [{}, undefined],
    [undefined, undefined],
  ])('%j', (tags, expected) => {
    expect(tagThatMatters(tags, policy)).toBe(expected);
  });

  it('is none unless the policy says so', () => {
    expect(tagThatMatters({ env: 'prod' }, { urgentTags: [] })).toBeUndefined();
  });
});
