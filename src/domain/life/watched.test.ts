import { describe, expect, it } from 'vitest';
import { finding, target } from '../../../test/helpers/findings.ts';
import { everything } from '../scope.ts';
import { isWatched } from './watched.ts';

const accounts = [{ id: '111111111111', regions: ['eu-west-1'], packs: ['recoverability' as const] }];
const metas = [
  { id: 'aurora-backtrack-enabled', pack: 'recoverability' as const },
  { id: 'rds-backup-retention', pack: 'hygiene' as const },
];
const of = (over: Parameters<typeof finding>[0], scope = everything) =>
  isWatched(finding(over), accounts, metas, scope);

describe('what is looked after', () => {
  it('is of a configured account, Region and rule', () => {
    expect(of({})).toBe(true);
    expect(of({ target: target({ accountId: '222222222222' }) })).toBe(false);
    expect(of({ target: target({ region: 'us-east-1' }) })).toBe(false);
    expect(of({ ruleId: 'removed-from-the-product' })).toBe(false);
  });

  it('leaves out a pack that is off, except for whoever asks for the rule by name', () => {
    expect(of({ ruleId: 'rds-backup-retention' })).toBe(false);
    expect(of({ ruleId: 'rds-backup-retention' }, { ...everything, rules: ['rds-backup-retention'] })).toBe(true);
  });
});
