import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createBench, leaseMs, testTarget, workThrough } from '../../test/fakes/engine-bench.ts';
import { Crash, type Fate, fateAt, mortal } from '../../test/fakes/engine-crash.ts';
import { stepIds, testFinding, testPlan } from '../../test/fakes/engine-stage.ts';
import { AwsCallError, PeopleUnavailable, PermanentError, TryAgainIn } from '../domain/errors.ts';
import { narrowPlan } from '../domain/remediation/plan.ts';
import { approvalTag } from '../domain/remediation/second-factor.ts';
import { stopAsked } from '../domain/remediation/transitions.ts';

const aws = (kind: AwsCallError['failure']['kind'], code: string) =>
  new AwsCallError({ kind, action: 'backup:CreateBackupSelection', code, detail: 'no', role: 'r of account 1' });
const names = ['first', 'slow', 'twice', 'last'].map((step) => `aurora-keeper-k7f3m2qa-${step}`);
const madeBy = (bench: ReturnType<typeof createBench>) => bench.made.map(({ name }) => name);
const trailOf = (bench: ReturnType<typeof createBench>) =>
  bench.runs.events.flatMap((event) => (event.kind === 'trail' ? [event.entry.what] : []));

describe('a run', () => {
  it('does its steps in order, waits without a worker, and is judged afterwards', async () => {
    const bench = createBench({ settleMs: 60_000 });
    await bench.launch();
    const run = await workThrough(bench);
    expect(run).toMatchObject({ state: 'verified', judgeAt: run.finishedAt });
    expect(madeBy(bench)).toEqual(names);
    expect(run.steps.map(({ state }) => state)).toEqual(['done', 'done', 'done', 'done']);
    expect(run.steps.map(({ output }) => Object(output).after)).toEqual([
      [],
      ['first'],
      ['first', 'slow'],
      ['first', 'slow', 'twice'],
    ]);
    expect(bench.jobs).toMatchObject([{ name: 'judge', turn: 0 }]);
    expect(trailOf(bench)).toEqual([
      'run.queued',
      'run.started',
      ...['first', 'slow'].flatMap(() => ['run.step-started', 'run.step-done']),
      ...['run.step-started', 'run.waiting', 'run.step-done', 'run.step-started', 'run.step-done', 'run.verified'],
    ]);
    expect(run.turn).toBeGreaterThanOrEqual(3);
  });

  it('enters the account in the name of who completed the approval, for the approved resources', async () => {
    const bench = createBench({ permissions: ['backup:CreateBackupSelection'] });
    await bench.launch();
    await workThrough(bench);
    expect(bench.opened).toEqual([
      {
        capability: 'backup',
        remediationId: 'k7f3m2qa',
        approvedBy: 'U02BOB00001',
        approvers: ['U02BOB00001'],
        resources: bench.approval.plan?.resources,
        actions: ['backup:CreateBackupSelection'],
      },
    ]);
  });

  it('is launched once, however often it is asked for', async () => {
    const bench = createBench();
    await Promise.all([bench.launch(), bench.launch()]);
    await workThrough(bench);
    await bench.launch();
    expect(await bench.run()).toMatchObject({ state: 'verified' });
    expect(await workThrough(bench)).toMatchObject({ state: 'verified' });
    expect(madeBy(bench)).toEqual(names);
  });

  it('adopts what is there when its records were lost', async () => {
    const bench = createBench();
    await bench.launch();
    await workThrough(bench);
    const again = createBench();
    again.made.push(...bench.made);
    await again.launch();
    expect(await workThrough(again)).toMatchObject({ state: 'verified' });
    expect(again.made).toEqual(bench.made);
  });

  it('does nothing for a job of an older turn, or while another worker holds it', async () => {
    const bench = createBench();
    await bench.launch();
    const job = bench.next();
    if (job === undefined) throw new Error('no job');
    await bench.work({ ...job, turn: 7 });
    const lease = await bench.runs.lease('k7f3m2qa', 'other', leaseMs);
    await bench.work(job);
    expect(bench.made).toEqual([]);
    await lease?.release();
    await bench.work(job);
    expect(madeBy(bench)).toEqual(names);
  });

  it('waits while another run works on the same database, and takes it when that has ended', async () => {
    const bench = createBench();
    const { arn } = testFinding(bench.approval.target).resource;
    await bench.runs.create({ ...(await created(bench)), id: 'other' }, []);
    await bench.runs.holdResources('other', [arn]);
    await bench.launch();
    const job = bench.next();
    if (job === undefined) throw new Error('no job');
    await bench.work(job);
    expect(await bench.run()).toMatchObject({
      state: 'queued',
      steps: [{ says: expect.stringContaining('other') }, {}, {}, {}],
    });
    const other = await bench.runs.get('other');
    if (other !== undefined) await bench.runs.save({ ...other, version: 2, state: 'cancelled' }, []);
    expect(await workThrough(bench)).toMatchObject({ state: 'verified' });
  });
});

const created = async (bench: ReturnType<typeof createBench>) => {
  const other = createBench({ approval: { id: 'other' } });
  await other.launch();
  return { ...(await other.run()), queuedAt: new Date(bench.clock.now()).toISOString() };
};

describe('before its first write a run', () => {
  const refusedWith = async (bench: ReturnType<typeof createBench>) => {
    await bench.launch();
    const run = await workThrough(bench);
    expect(bench.made).toEqual([]);
    expect(bench.opened).toEqual([]);
    return run;
  };

  it('is stale when what was read is not so any more, and says what', async () => {
    const bench = createBench();
    bench.set({ setting: 'new' });
    const run = await refusedWith(bench);
    expect(run.state).toBe('stale');
    expect(run.problem?.message).toBe(
      'Nothing has been changed: things are not as they were when this was approved. ledger: setting was old and is new now. Review the finding again to see the plan as it would be now.',
    );
    expect(await bench.approvals.get('k7f3m2qa')).toMatchObject({ state: 'stale', problem: run.problem?.message });
    expect(bench.runs.events.filter(({ kind }) => kind === 'tell')).toHaveLength(1);
  });

  it('does not close its approval when its lease has run out meanwhile: another worker carries it out', async () => {
    const bench = createBench();
    await bench.launch();
    const job = bench.next();
    if (job === undefined) throw new Error('no job');
    const late: typeof bench.deps.access = {
      open: (...asked) => {
        bench.clock.advance(leaseMs + 1);
        bench.set({ setting: 'new' });
        return bench.deps.access.open(...asked);
      },
    };
    await bench.work(job, { ...bench.deps, access: late });
    expect(await bench.approvals.get('k7f3m2qa')).toMatchObject({ state: 'approved' });
    bench.set({ setting: 'old' });
    await bench.reconcile();
    expect(await workThrough(bench)).toMatchObject({ state: 'verified' });
  });

  it('is not planned again once a step has been begun', async () => {
    const bench = createBench({ settleMs: 60_000 });
    await bench.launch();
    const job = bench.next();
    if (job === undefined) throw new Error('no job');
    await bench.work(job);
    bench.set({ setting: 'new' });
    expect(await workThrough(bench)).toMatchObject({ state: 'verified' });
  });

  it('leaves out what was left out, and does not touch it', async () => {
    const both = ['ledger', 'orders'].map((name) => testFinding(testTarget, name));
    const whole = testPlan(both, 'old');
    const plan = narrowPlan(whole, [both[0]?.id ?? ''], []);
    const bench = createBench({ approval: { findingIds: both.map(({ id }) => id), plan } });
    bench.set({ findings: both });
    await bench.launch();
    expect(await workThrough(bench)).toMatchObject({ state: 'verified' });
    const [{ resources }] = bench.opened as [{ resources: string[] }];
    expect(resources).toHaveLength(2);
    expect(resources.join(' ')).not.toContain('orders');
  });

  it('refuses what is not among the verdicts any more', async () => {
    const bench = createBench();
    expect((await refusedAfter(bench, { findings: [] })).problem?.message).toMatch(
      /^Not carried out: finding \w+ is not among the newest verdicts any more; audit again\. Nothing has been changed\./,
    );
  });

  it('refuses what is exempt', async () => {
    const bench = createBench();
    const exempt = { ...testFinding(bench.approval.target), exempt: { reason: 'rebuilt nightly', owner: 'platform' } };
    expect((await refusedAfter(bench, { findings: [exempt] })).problem?.message).toContain('exempt by policy');
  });

  const refusedAfter = (bench: ReturnType<typeof createBench>, change: Parameters<typeof bench.set>[0]) => {
    bench.set(change);
    return refusedWith(bench);
  };

  it('refuses a signature that does not hold, with the reason', async () => {
    const bench = createBench();
    bench.approvals.answer({ valid: false, why: '0 of 1 approvals hold' });
    expect((await refusedWith(bench)).problem).toMatchObject({
      code: 'Refused',
      message: expect.stringMatching(/^Not carried out: 0 of 1 approvals hold\. Nothing has been changed\. /),
      reference: expect.stringMatching(/^[0-9a-f]{6}$/),
    });
  });

  it('refuses a plan that was changed in Redis', async () => {
    const bench = createBench();
    const plan = bench.approval.plan;
    if (plan === undefined) throw new Error('no plan');
    bench.approvals.put({ ...bench.approval, plan: { ...plan, resources: ['*'] } });
    expect((await refusedWith(bench)).problem?.message).toMatch(/not the one that its hash stands for/);
  });

  it.each([
    ['the capability is off', { account: { capabilities: ['audit' as const] } }, /does not have the capability backup/],
    ['a disruptive one was not started', { risk: 'disruptive' as const }, /approved, not started by a person/],
  ])('refuses when %s', async (_, options, message) => {
    expect((await refusedWith(createBench(options))).problem?.message).toMatch(message);
  });

  it('refuses when its approval is not approved any more', async () => {
    const bench = createBench();
    await bench.launch();
    bench.approvals.put({ ...bench.approval, state: 'rejected' });
    expect((await workThrough(bench)).problem?.message).toMatch(/its approval is rejected, not approved/);
  });

  it('waits while Slack does not say who may approve', async () => {
    const bench = createBench();
    bench.approvals.answer(new PeopleUnavailable('Slack is down'));
    await bench.launch();
    const job = bench.next();
    if (job === undefined) throw new Error('no job');
    await bench.work(job);
    expect(await bench.run()).toMatchObject({ state: 'queued', steps: [{ trouble: { count: 1 } }, {}, {}, {}] });
    bench.approvals.answer(undefined);
    expect(await workThrough(bench)).toMatchObject({ state: 'verified' });
  });
});

describe('a disruptive stage', () => {
  const started = { risk: 'disruptive' as const, approval: { state: 'started' as const } };

  it('needs the confirmation that a person sets in AWS, and prints how', async () => {
    const bench = createBench(started);
    await bench.launch();
    const run = await workThrough(bench);
    const hash = bench.approval.plan?.hash;
    expect(run.problem?.message).toContain(
      `Not carried out: not confirmed in AWS: ledger. An approver who is signed in to AWS runs: aws rds add-tags-to-resource --resource-name arn:aws:rds:us-east-1:111111111111:cluster:ledger --tags Key=aurora-keeper-approved,Value=${hash} --region us-east-1. Nothing has been changed.`,
    );
    expect(bench.made).toEqual([]);
  });

  it.each<[string, Record<string, string>, boolean]>([
    ['of this plan', {}, true],
    ['of another plan', { [approvalTag]: 'f'.repeat(64) }, false],
  ])('goes by a confirmation %s', async (_, tags, goes) => {
    const bench = createBench(started);
    bench.set({ tags: { [approvalTag]: bench.approval.plan?.hash ?? '', ...tags } });
    await bench.launch();
    expect((await workThrough(bench)).state).toBe(goes ? 'verified' : 'failed');
  });

  it('goes without one where the account has turned it off', async () => {
    const policy = { ...createBench().deps.accounts[0]?.policy, secondFactor: 'none' as const };
    const bench = createBench({ ...started, account: { policy: policy as never } });
    await bench.launch();
    expect((await workThrough(bench)).state).toBe('verified');
  });
});

describe('stop', () => {
  it.each([
    [
      'before anything',
      0,
      'Stopped before “Make the first thing for ledger”. The things before the first one are there.',
      0,
    ],
    [
      'while a step waits: it ends after it',
      1,
      'Stopped before “Make the last thing for ledger”. The things before the last one are there.',
      3,
    ],
  ])('%s', async (_, turns, message, things) => {
    const bench = createBench({ settleMs: 60_000 });
    await bench.launch();
    for (let turn = 0; turn < turns; turn += 1) {
      const job = bench.next();
      if (job !== undefined) await bench.work(job);
    }
    const { run } = stopAsked(await bench.run(), 'U04DAVE0001');
    expect(await bench.runs.save(run, [])).toBe(true);
    const ended = await workThrough(bench);
    expect(ended).toMatchObject({ state: 'cancelled', stopAskedBy: 'U04DAVE0001' });
    expect(ended.problem?.message).toContain(message);
    expect(bench.made).toHaveLength(things);
  });

  it('pressed while a step works takes effect after it, and the step is not lost', async () => {
    const bench = createBench({
      onCall: async (call, when) => {
        if (call.endsWith('-first') && when === 'after')
          await bench.runs.save(stopAsked(await bench.run(), 'U04').run, []);
      },
    });
    await bench.launch();
    const run = await workThrough(bench);
    expect(run.state).toBe('cancelled');
    expect(run.steps.map(({ state }) => state)).toEqual(['done', 'todo', 'todo', 'todo']);
  });
});

describe('the pause switch', () => {
  const pause = { by: 'U03CAROL001', at: '2026-11-21T09:00:00.000Z', reason: 'a migration' };

  it('holds a run before it begins, and lets it go on afterwards', async () => {
    const bench = createBench();
    await bench.pause.set(pause);
    await bench.launch();
    for (let turn = 0; turn < 3; turn += 1) {
      const job = bench.next();
      if (job !== undefined) await bench.work(job);
    }
    expect(await bench.run()).toMatchObject({
      state: 'queued',
      steps: [{ says: 'Everything is paused: a migration' }, {}, {}, {}],
    });
    expect(bench.runs.events.filter(({ kind }) => kind === 'render')).toHaveLength(2);
    await bench.pause.clear();
    expect(await workThrough(bench)).toMatchObject({ state: 'verified' });
  });

  it('set in the middle of a step keeps its next write from being sent', async () => {
    let set = false;
    const bench = createBench({
      lingerMs: 1,
      sleep: async () => {
        if (!set) await bench.pause.set(pause);
        set = true;
      },
    });
    await bench.launch();
    const job = bench.next();
    if (job === undefined) throw new Error('no job');
    await bench.work(job);
    expect(madeBy(bench)).toEqual(names.slice(0, 1));
    expect(await bench.run()).toMatchObject({ state: 'waiting' });
    await bench.pause.clear();
    expect(await workThrough(bench)).toMatchObject({ state: 'verified' });
    expect(madeBy(bench)).toEqual(names);
  });
});

describe('trouble', () => {
  it('that passes is waited out, ever longer, and counted', async () => {
    let failures = 3;
    const bench = createBench({
      onCall: (_, when) => {
        if (when === 'before' && failures > 0) {
          failures -= 1;
          throw aws('throttled', 'Throttling');
        }
      },
    });
    await bench.launch();
    const delays: number[] = [];
    for (let turn = 0; turn < 3; turn += 1) {
      const job = bench.next();
      if (job !== undefined) await bench.work(job);
      delays.push((bench.jobs[0]?.dueAt ?? 0) - bench.clock.now());
    }
    expect(delays).toEqual([5_000, 10_000, 20_000]);
    expect((await bench.run()).steps[0]).toMatchObject({ state: 'doing', trouble: { count: 3 } });
    expect(await workThrough(bench)).toMatchObject({ state: 'verified' });
    expect((await bench.run()).steps[0]?.trouble).toBeUndefined();
  });

  it.each([
    'server',
    'network',
    'unparseable',
  ] as const)('of which nobody knows whether it was done (%s) makes nothing twice', async (kind) => {
    const failed = new Set<string>();
    const bench = createBench({
      onCall: (call, when) => {
        if (when === 'before' || failed.has(call)) return;
        failed.add(call);
        throw aws(kind, 'InternalFailure');
      },
    });
    await bench.launch();
    expect(await workThrough(bench)).toMatchObject({ state: 'verified' });
    expect(madeBy(bench)).toEqual(names);
  });

  it('that does not pass ends the run after an hour, in words', async () => {
    const bench = createBench({
      onCall: (call) => {
        if (call.endsWith('-slow')) throw aws('server', 'InternalFailure');
      },
    });
    await bench.launch();
    const run = await workThrough(bench);
    expect(run.state).toBe('failed');
    expect(run.problem?.code).toBe('InternalFailure');
    expect(run.problem?.message).toMatch(
      /^“Make the slow thing for ledger” did not get through in \d+ attempts over 6\d minutes: AWS failed to answer backup:CreateBackupSelection \(InternalFailure\)\. Whether the last call took effect is not known\. As it stood before that step: The things before the slow one are there\. When AWS answers again, /,
    );
  });

  it.each([
    [
      'denied',
      aws('denied', 'AccessDenied'),
      /failed: role r of account 1 may not call backup:CreateBackupSelection \(AccessDenied\); allow it/,
    ],
    ['refused', aws('refused', 'LimitExceeded'), /AWS refused backup:CreateBackupSelection \(LimitExceeded\): no\./],
    [
      'said by the step',
      new PermanentError('there is no cluster ledger any more'),
      /failed: there is no cluster ledger any more\./,
    ],
    ['a mistake of ours', new TypeError('x is not a function'), /this is a fault in Aurora Keeper itself/],
  ])('that is %s ends the run at once: what happened, how things are, what to do', async (_, error, message) => {
    const bench = createBench({
      onCall: (call) => {
        if (call.endsWith('-slow')) throw error;
      },
    });
    await bench.launch();
    const run = await workThrough(bench);
    expect(run.state).toBe('failed');
    expect(run.steps.map(({ state }) => state)).toEqual(['done', 'failed', 'todo', 'todo']);
    expect(run.problem?.message).toMatch(message);
    expect(run.problem?.message).toContain('As it stood before that step: The things before the slow one are there.');
    expect(run.problem?.message).toMatch(/review the finding again/i);
    expect(run.problem?.message).not.toContain('not a function');
    expect(bench.runs.events.filter(({ kind }) => kind === 'tell')).toHaveLength(1);
  });
});

describe('a step past its deadline', () => {
  it('has somebody asked once, is looked at every few minutes, and may still be done', async () => {
    const bench = createBench({ settleMs: 60 * 60_000 });
    await bench.launch();
    const run = await workThrough(bench);
    expect(run.state).toBe('verified');
    const told = bench.runs.events.flatMap((event) => (event.kind === 'tell' ? [event.text] : []));
    expect(told).toEqual([
      '“Make the twice thing for ledger” takes longer than the 30 minutes it was given. aurora-keeper-k7f3m2qa-twice settles. It is looked at every few minutes until it is done or somebody presses Stop.',
    ]);
    expect(bench.runs.history.some(({ overdueSince }) => overdueSince !== undefined)).toBe(true);
    expect(run.overdueSince).toBeUndefined();
  });

  it('is not waited for any more when somebody stops it', async () => {
    const bench = createBench({ settleMs: 1e9 });
    await bench.launch();
    for (let turn = 0; turn < 4; turn += 1) {
      const job = bench.next();
      if (job !== undefined) await bench.work(job);
    }
    expect((await bench.run()).overdueSince).toBeDefined();
    await bench.runs.save(stopAsked(await bench.run(), 'U04').run, []);
    const run = await workThrough(bench);
    expect(run.state).toBe('cancelled');
    expect(run.problem?.message).toMatch(
      /^Stopped while “Make the twice thing for ledger” was under way; AWS may still complete it\./,
    );
  });
});

describe('a worker', () => {
  it('that shuts down breaks its step off, stores that, and hands the run over at once', async () => {
    const abort = new AbortController();
    const bench = createBench({
      lingerMs: 60_000,
      sleep: async (ms, signal) => void (await sleep(ms, undefined, { signal })),
    });
    await bench.launch();
    const job = bench.next();
    if (job === undefined) throw new Error('no job');
    const working = bench.work(job, bench.deps, abort.signal);
    await sleep(20);
    abort.abort(new TryAgainIn(500, 'shutting down'));
    await working;
    expect(await bench.run()).toMatchObject({ state: 'waiting', turn: 1 });
    expect(await bench.runs.isLeased('k7f3m2qa')).toBe(false);
    expect(bench.jobs).toMatchObject([{ turn: 1, dueAt: bench.clock.now() }]);
  });

  it('has given a run back before it queues the next turn, which another worker may take at once', async () => {
    const held: boolean[] = [];
    const abort = new AbortController();
    const bench = createBench({
      settleMs: 60_000,
      sleep: async () => abort.abort(new TryAgainIn(500, 'shutting down')),
    });
    const { queue } = bench.deps;
    const watched = {
      ...queue,
      applyRemediation: async (...next: Parameters<typeof queue.applyRemediation>) => {
        held.push(await bench.runs.isLeased(next[0]));
        await queue.applyRemediation(...next);
      },
    };
    const deps = { ...bench.deps, queue: watched };
    await bench.launch();
    await bench.work({ name: 'apply', runId: 'k7f3m2qa', turn: 0, dueAt: 0 }, deps, abort.signal);
    expect(await bench.run()).toMatchObject({ state: 'waiting', turn: 1 });
    await bench.work({ name: 'apply', runId: 'k7f3m2qa', turn: 1, dueAt: 0 }, deps);
    expect(await bench.run()).toMatchObject({ state: 'waiting', turn: 2 });
    expect(held).toEqual([false, false]);
  });

  it('that lost its lease in the middle writes nothing more, neither to AWS nor to the record', async () => {
    let stolen = false;
    const bench = createBench({
      lingerMs: 1,
      sleep: async () => {
        if (stolen) return;
        stolen = true;
        bench.clock.advance(leaseMs + 1);
        const other = await bench.runs.lease('k7f3m2qa', 'other', leaseMs);
        expect(other?.token).toBe(2);
      },
    });
    await bench.launch();
    const job = bench.next();
    if (job === undefined) throw new Error('no job');
    await bench.work(job);
    expect(madeBy(bench)).toEqual(names.slice(0, 1));
    expect(await bench.run()).toMatchObject({ state: 'running', turn: 0 });
    expect(bench.jobs).toEqual([]);
  });

  it.each([
    Date.now() + 3_600_000,
    Date.now() - 3_600_000,
  ])('whose own clock is wrong changes nothing', async (wrong) => {
    const bench = createBench({ settleMs: 60_000 });
    const real = Date.now;
    Date.now = () => wrong;
    try {
      await bench.launch();
      expect(await workThrough(bench)).toMatchObject({ state: 'verified' });
    } finally {
      Date.now = real;
    }
    expect(bench.runs.history.some(({ overdueSince }) => overdueSince !== undefined)).toBe(false);
  });
});

describe('a worker that dies', () => {
  /** Kills one worker after the other, each at its moment, until the run has ended. */
  async function survive(moments: readonly number[]) {
    let fate: Fate = fateAt(Number.POSITIVE_INFINITY);
    const bench = createBench({ settleMs: 60_000, onCall: () => fate.tick() });
    await bench.launch();
    const left = [...moments];
    let deaths = 0;
    let ticks = 0;
    for (let count = 0; count < 200; count += 1) {
      const job = bench.next();
      if (job === undefined) {
        if ((await bench.run()).finishedAt !== undefined) break;
        bench.clock.advance(2 * leaseMs + 1);
        await bench.reconcile();
        continue;
      }
      fate = fateAt(left.shift() ?? Number.POSITIVE_INFINITY);
      await bench.work(job, mortal(bench.deps, fate)).catch((error: unknown) => {
        if (!(error instanceof Crash)) throw error;
      });
      if (fate.isDead()) deaths += 1;
      ticks = Math.max(ticks, fate.ticks());
    }
    return { bench, deaths, ticks };
  }

  const expectOneOutcome = async ({ bench }: Awaited<ReturnType<typeof survive>>) => {
    const run = await bench.run();
    expect(run.state).toBe('verified');
    expect(madeBy(bench)).toEqual(names);
    const done = trailOf(bench).filter((what) => what === 'run.step-done');
    expect(done).toHaveLength(stepIds.length);
    const versions = bench.runs.history.map(({ version }) => version);
    expect(versions).toEqual(versions.map((_, index) => index + 1));
    const order = bench.runs.history.map(({ steps }) => steps.filter(({ state }) => state === 'done').length);
    expect(order).toEqual([...order].sort((one, other) => one - other));
  };

  it('at any single moment of any turn leaves everything to the next one', async () => {
    const { ticks } = await survive([]);
    expect(ticks).toBeGreaterThan(40);
    const never = Number.POSITIVE_INFINITY;
    for (const before of [[], [never], [never, never], [never, never, never]]) {
      let deaths = 0;
      for (let moment = 0; moment < ticks; moment += 1) {
        const survived = await survive([...before, moment]);
        deaths += survived.deaths;
        await expectOneOutcome(survived);
      }
      expect(deaths).toBeGreaterThan(10);
    }
  });

  it('again and again, at random moments, too', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat({ max: 60 }), { maxLength: 12 }), async (moments) =>
        expectOneOutcome(await survive(moments)),
      ),
      { numRuns: 150 },
    );
  });
});
