import { afterEach, expect, it } from 'vitest';
import { type CutoverWorld, startCutoverWorld } from '../../../../test/helpers/cutover-world.ts';
import { keptCopies } from '../../../domain/remediation/made.ts';

let world: CutoverWorld;
afterEach(() => world?.close());

const day = 86_400_000;
/** What every list of kept copies is drawn from: names, and what is to become of them. */
const kept = async () =>
  keptCopies(await world.runs.recent(100))
    .map(({ arn, removeAt, removableFrom }) =>
      [
        arn.split(':').at(-1),
        removeAt && `removed ${removeAt.slice(0, 10)}`,
        removableFrom && `from ${removableFrom.slice(0, 10)}`,
      ]
        .filter((part) => part !== undefined)
        .join(' '),
    )
    .sort();

it('what is kept of a rebuild is the old cluster until it is retired, never the new one; a snapshot in the end', async () => {
  world = await startCutoverWorld({ policy: { quietMinutes: 2, retireAfterDays: 14 } });
  expect((await world.cutOver()).problem).toBeUndefined();
  expect(await kept()).toEqual(['aurora-keeper-cutover1-frozen', 'orders-old-1121']);
  expect((await world.follow('open', 'cutover1', 'open1')).problem).toBeUndefined();
  expect(await kept()).toEqual(['aurora-keeper-cutover1-frozen', 'orders-old-1121 from 2026-12-05']);
  world.pass(15 * day);
  const run = await world.follow('retire', 'open1', 'retire1');
  expect(run.problem).toBeUndefined();
  expect(await kept()).toEqual(['aurora-keeper-cutover1-frozen', 'aurora-keeper-retire1-final']);
  expect(world.names()).toEqual(['orders']);
  // Nothing is left that could be stopped again.
  await world.lookAfterWhatIsDue();
  expect((await world.runOf('cutover1')).later).toBeUndefined();
}, 240_000);

it('what is kept after a swap back is the new cluster, until it is removed by itself', async () => {
  world = await startCutoverWorld({ policy: { quietMinutes: 2, copyTtlDays: 7 } });
  await world.cutOver();
  expect((await world.follow('undo')).problem).toBeUndefined();
  expect(await kept()).toEqual(['aurora-keeper-cutover1-frozen', 'orders-bt removed 2026-11-28']);
  world.pass(8 * day);
  await world.lookAfterWhatIsDue();
  expect(await kept()).toEqual([]);
}, 240_000);
