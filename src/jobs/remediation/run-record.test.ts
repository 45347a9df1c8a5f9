import { describe, expect, it } from 'vitest';
import { createBench, leaseMs } from '../../../test/fakes/engine-bench.ts';
import { LeaseLost } from '../../domain/errors.ts';
import type { RunStore } from '../../domain/remediation/ports.ts';
import { stepDone, stopAsked } from '../../domain/remediation/transitions.ts';
import { openRunRecord } from './run-record.ts';

async function open(over: (runs: RunStore) => Partial<RunStore> = () => ({})) {
  const bench = createBench();
  await bench.launch();
  const lease = await bench.runs.lease('k7f3m2qa', 'me', leaseMs);
  if (lease === undefined) throw new Error('no lease');
  return { bench, record: openRunRecord({ ...bench.runs, ...over(bench.runs) }, await bench.run(), lease) };
}

describe('a record', () => {
  it('works its change out again over what somebody else stored meanwhile', async () => {
    const { bench, record } = await open();
    await bench.runs.save(stopAsked(await bench.run(), 'U04').run, []);
    await record.commit((run, at) => stepDone(run, 'first', { output: 1 }, at));
    expect(await bench.run()).toMatchObject({ version: 3, stopAskedBy: 'U04', steps: [{ state: 'done' }, {}, {}, {}] });
  });

  it('recognises its own change when the answer to it was lost', async () => {
    let lost = true;
    const { bench, record } = await open((runs) => ({
      save: async (...input) => {
        const stored = await runs.save(...input);
        if (!lost) return stored;
        lost = false;
        return false;
      },
    }));
    await record.commit((run, at) => stepDone(run, 'first', {}, at));
    expect(await bench.run()).toMatchObject({ version: 2 });
    expect(bench.runs.events.filter(({ kind }) => kind === 'trail')).toHaveLength(2);
  });

  it('stores nothing once the lease is lost', async () => {
    const { bench, record } = await open();
    bench.clock.advance(leaseMs + 1);
    await expect(record.commit((run, at) => stepDone(run, 'first', {}, at))).rejects.toThrow(LeaseLost);
    expect(await bench.run()).toMatchObject({ version: 1 });
  });
});
