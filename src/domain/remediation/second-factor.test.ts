import { describe, expect, it } from 'vitest';
import { testMeta } from '../../../test/fakes/engine-stage.ts';
import { target } from '../../../test/helpers/findings.ts';
import { auditPolicy } from '../iam/policies.ts';
import { approvalTag, missingConfirmation, needsSecondFactor } from './second-factor.ts';

const plan = { hash: 'a'.repeat(64), target: target() };
const resource = (id: string, tags: Readonly<Record<string, string>>) => ({
  id,
  arn: `arn:aws:rds:x:1:cluster:${id}`,
  tags,
});

describe('the second factor', () => {
  it.each([
    ['additive', 'aws-tag', false],
    ['live-change', 'aws-tag', false],
    ['disruptive', 'aws-tag', true],
    ['destructive', 'aws-tag', true],
    ['destructive', 'none', false],
  ] as const)('%s with %s: %s', (risk, secondFactor, needed) => {
    expect(needsSecondFactor(risk, { secondFactor })).toBe(needed);
  });

  it('is there when every resource carries the hash of this very plan', () => {
    const confirmed = resource('a', { [approvalTag]: plan.hash });
    expect(missingConfirmation([confirmed], plan)).toBeUndefined();
    const missing = missingConfirmation([confirmed, resource('b', {}), resource('c', { [approvalTag]: 'old' })], plan);
    expect(missing).toMatch(/^not confirmed in AWS: b, c \(which carries the confirmation of another plan\)\. /);
    expect(missing).toContain(`--resource-name arn:aws:rds:x:1:cluster:b --tags Key=${approvalTag},Value=${plan.hash}`);
    expect(missing).not.toContain('cluster:a ');
  });

  it('is read with the audit role, which may do so once a rule has such a stage', () => {
    const reads = (risk: 'additive' | 'disruptive') => auditPolicy([testMeta({ risk })]).Statement[0]?.Action;
    expect(reads('additive')).toEqual([]);
    expect(reads('disruptive')).toEqual(['rds:ListTagsForResource']);
  });
});
