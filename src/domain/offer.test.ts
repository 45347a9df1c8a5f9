import { describe, expect, it } from 'vitest';
import { finding } from '../../test/helpers/findings.ts';
import { loadMeta } from '../rules/registry.ts';
import { ownEstate } from './accounts.ts';
import type { Capability } from './capability.ts';
import { mendable, offerOf } from './offer.ts';
import type { StrategyMeta } from './remediation/strategy.ts';

const strategy: StrategyMeta = {
  id: 'snapshot-restore',
  title: 'Rebuild',
  stages: [
    { id: 'rehearse', title: 'Rehearse', risk: 'additive', capability: 'build', permissions: [], many: false },
    { id: 'undo', title: 'Undo', risk: 'additive', capability: 'build', permissions: [], many: false },
  ],
};
const metas = (await loadMeta()).map((meta) => ({ ...meta, strategies: [strategy] }));

const accounts = (...capabilities: Capability[]) =>
  ownEstate('111111111111', ['eu-west-1']).accounts.map((account) => ({
    ...account,
    name: 'payments-prod',
    capabilities,
  }));

const offer = (over: Parameters<typeof finding>[0], enabled: Capability[] = ['audit', 'build'], known = metas) => {
  const what = mendable(finding(over));
  return what && offerOf(what, known, accounts(...enabled));
};

describe('offerOf', () => {
  it('offers the first stage of the recommended strategy', () => {
    expect(offer({})).toMatchObject({ kind: 'approve', stage: { id: 'rehearse' } });
  });

  it('offers the patch alone where code owns the database, whatever the account allows', () => {
    const evidence = { managedBy: 'CloudFormation stack shop' };
    expect(offer({ evidence })).toEqual({ kind: 'patch', managedBy: 'CloudFormation stack shop' });
    expect(offer({ evidence }, ['audit'])).toMatchObject({ kind: 'patch' });
  });

  it('names the capability that is missing', () => {
    expect(offer({}, ['audit', 'backup'])).toEqual({
      kind: 'not-enabled',
      capability: 'build',
      accountName: 'payments-prod',
    });
  });

  it.each<[string, Parameters<typeof finding>[0]]>([
    ['what passed', { status: 'pass' }],
    ['what is exempt', { exempt: { reason: 'dev' } }],
    ['what nothing mends', { remediation: null }],
    ['what the bot cannot do itself', { remediation: { strategies: ['by-hand'], recommended: 'by-hand' } }],
    [
      'an account that is no longer configured',
      { target: { accountId: '999999999999', accountName: 'gone', region: 'eu-west-1' } },
    ],
  ])('offers nothing for %s', (_, over) => {
    expect(offer(over)).toBeUndefined();
  });
});
