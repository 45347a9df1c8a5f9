import { expect, it } from 'vitest';
import { pending } from '../../../test/helpers/approval-facts.ts';
import { finding } from '../../../test/helpers/findings.ts';
import { exemptNow } from './set-aside.ts';

it('says which database is exempt, why, and whom to ask', async () => {
  const known = [finding({ name: 'orders' }), finding({ name: 'ledger' })];
  const get = async (id: string) => known.find((each) => each.id === id);
  const rule = {
    rule: 'aurora-backtrack-enabled',
    resources: ['ledger'],
    reason: 'rebuilt <nightly>',
    owner: 'platform',
  };
  expect(await exemptNow({ get }, [rule])(pending('additive'))).toBe(
    'ledger is exempt by accounts.yaml: rebuilt &lt;nightly&gt; (platform)',
  );
  expect(await exemptNow({ get }, [rule])(pending('disruptive'))).toBeUndefined();
  expect(await exemptNow({ get }, [])(pending('additive'))).toBeUndefined();
});
