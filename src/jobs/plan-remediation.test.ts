import { describe, expect, it } from 'vitest';
import { createBench } from '../../test/fakes/engine-bench.ts';
import { testFinding } from '../../test/fakes/engine-stage.ts';
import type { Approval } from '../domain/approval/record.ts';
import { AwsCallError, PeopleUnavailable } from '../domain/errors.ts';
import type { ModalContent, Notifier } from '../domain/ports.ts';
import { newRun } from '../domain/remediation/new-run.ts';
import { planRemediation } from './plan-remediation.ts';

const view = { viewId: 'V1', userId: 'U02BOB00001' };
const signal = new AbortController().signal;

function createPlanner(approval: Partial<Approval> = { state: 'planning' }, access?: () => never) {
  const bench = createBench({ approval });
  const modals: ModalContent[] = [];
  const notifier: Pick<Notifier, 'updateModal'> = {
    updateModal: async (_, modal) => {
      modals.push(modal);
      return true;
    },
  };
  const deps = {
    ...bench.deps,
    ...(access === undefined ? {} : { access: { open: async () => access() } }),
    notifier: notifier as Notifier,
  };
  const run = (lastAttempt = false) => planRemediation(deps)({ approvalId: 'k7f3m2qa', view }, { signal, lastAttempt });
  return { bench, modals, run };
}

const aws = (kind: AwsCallError['failure']['kind'], code: string) =>
  new AwsCallError({
    kind,
    action: 'rds:DescribeDBClusters',
    code,
    detail: 'no',
    role: 'aurora-keeper-audit of account 1',
  });

const throwing = (error: Error) => () => {
  throw error;
};

describe('planning', () => {
  it('stores a sealed plan from a fresh read and fills the modal with it', async () => {
    const { bench, modals, run } = createPlanner();
    bench.set({ setting: 'newer' });
    await run();
    const [modal] = modals;
    expect(modal?.sight.approval).toMatchObject({
      state: 'pending',
      plan: {
        ruleId: 'test-things-made',
        risk: 'additive',
        capability: 'backup',
        items: [{ changes: [{ before: 'newer', after: 'made' }] }],
      },
    });
    expect(modal?.viewer).toEqual({
      userId: view.userId,
      may: { may: true, because: 'you are named for the account' },
    });
    expect(bench.made).toEqual([]);
  });

  it.each([
    [
      aws('denied', 'AccessDenied'),
      /^It could not be planned: role aurora-keeper-audit of account 1 may not call rds:DescribeDBClusters \(AccessDenied\); allow it in the role's policy \(ref [0-9a-f]{6}\)\.$/,
    ],
    [
      new TypeError('x is undefined'),
      /^Planning failed in Aurora Keeper itself; tell whoever runs it \(ref [0-9a-f]{6}\)\.$/,
    ],
  ])('that fails for good is an answer, too: %s', async (error, problem) => {
    const { modals, run } = createPlanner({ state: 'planning' }, throwing(error));
    await run();
    expect(modals[0]?.sight.approval).toMatchObject({ state: 'unplannable', problem: expect.stringMatching(problem) });
  });

  it('that AWS throttles is tried again, and told of at the last attempt', async () => {
    const { modals, run } = createPlanner({ state: 'planning' }, throwing(aws('throttled', 'Throttling')));
    await expect(run()).rejects.toThrow(AwsCallError);
    expect(modals).toEqual([]);
    await run(true);
    expect(modals[0]?.sight.approval.problem).toMatch(/and went on doing so\. Try again in a few minutes \(ref/);
  });

  it('of what is exempt, or not known any more, says so', async () => {
    const { bench, modals, run } = createPlanner();
    bench.set({
      findings: [{ ...testFinding(bench.approval.target), exempt: { reason: 'rebuilt nightly', owner: 'x' } }],
    });
    await run();
    expect(modals[0]?.sight.approval.problem).toBe(
      'It cannot be planned: ledger is exempt by policy (rebuilt nightly), so nothing is changed there.',
    );
  });

  it('again, when the read fails, leaves the plan that is there', async () => {
    const { modals, run } = createPlanner({ state: 'pending' }, throwing(aws('network', 'ECONNRESET')));
    await run(true);
    expect(modals[0]?.sight.approval).toMatchObject({ state: 'pending', version: 3 });
  });

  it.each([
    'approved',
    'rejected',
    'stale',
    'expired',
  ] as const)('is over for one that is %s; it is shown as it is', async (state) => {
    const { bench, modals, run } = createPlanner({ state }, throwing(new Error('nobody must read')));
    await bench.runs.create(newRun(bench.approval, 'then'), []);
    await run();
    expect(modals[0]?.sight).toMatchObject({ approval: { state, version: 3 }, run: { id: 'k7f3m2qa' } });
  });

  it('fills the modal even when Slack does not say who looks at it', async () => {
    const { bench, modals, run } = createPlanner();
    Object.assign(bench.deps.approvals, {
      mayDecide: async () => {
        throw new PeopleUnavailable('no');
      },
    });
    await run();
    expect(modals[0]?.viewer.may).toMatchObject({ may: false, why: 'people-unavailable' });
  });
});
