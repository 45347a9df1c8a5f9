import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type RebuildWorld, startRebuildWorld } from '../../../../../test/helpers/rebuild-world.ts';
import { keptCopies } from '../../../../domain/remediation/made.ts';

const id = 'k7f3m2qa';
const copyName = `orders-rehearsal-${id}`;
const day = 86_400_000;

let world: RebuildWorld;
beforeEach(async () => {
  world = await startRebuildWorld({
    region: { clusters: [{ name: 'orders', instances: 2, tags: { env: 'prod' } }, { name: 'ledger' }] },
    policy: { copyTtlDays: 7 },
  });
  expect(await world.carryOut({ stage: 'rehearse', id })).toMatchObject({ state: 'verified' });
});
afterEach(() => world.close());

const names = () => ({
  clusters: [...(world.holdings()?.clusters.keys() ?? [])].sort(),
  instances: [...(world.holdings()?.instances.keys() ?? [])].sort(),
  snapshots: [...(world.holdings()?.clusterSnapshots.keys() ?? [])].filter((name) => name.startsWith('aurora-keeper')),
  groups: [...(world.holdings()?.parameterGroups.keys() ?? [])].filter((name) => name.startsWith('aurora-keeper')),
});
const nothingOfOurs = {
  clusters: ['ledger', 'orders'],
  instances: ['ledger-1', 'orders-1', 'orders-2'],
  snapshots: [],
  groups: [],
};
const kept = async () => keptCopies(await world.runs.recent(100)).map(({ arn }) => arn.split(':').at(-1));

describe('a copy', () => {
  it('is removed by a person, with everything that was made for it, and nothing else', async () => {
    expect(await kept()).toEqual([`aurora-keeper-${id}-rehearsal`, copyName]);
    const run = await world.carryOut({ stage: 'remove-copy', previousRunId: id });
    expect(run.problem).toBeUndefined();
    expect(names()).toEqual(nothingOfOurs);
    expect(await kept()).toEqual([]);
  });

  it('is removed by itself when its time is over, in the name of who approved the rehearsal', async () => {
    world.pass(7 * day - 1);
    expect(await world.lookAfterWhatIsDue()).toEqual([]);
    world.pass(1);
    const [removal = ''] = await world.lookAfterWhatIsDue();
    expect(await world.runOf(removal)).toMatchObject({ state: 'verified' });
    expect(await world.approvals.get(removal)).toMatchObject({ stage: 'remove-copy', mandate: id, announced: true });
    expect(names()).toEqual(nothingOfOurs);
    world.pass(100 * day);
    expect(await world.lookAfterWhatIsDue()).toEqual([]);
  });

  it('is kept as many days again, and removed then', async () => {
    const run = await world.carryOut({ stage: 'keep-copy', previousRunId: id });
    expect(run.problem).toBeUndefined();
    expect(run.steps[0]?.says).toMatch(/^Kept until 2026-12-05/);
    world.pass(13 * day);
    expect(await world.lookAfterWhatIsDue()).toEqual([]);
    expect(world.cluster(copyName)).toBeDefined();
    world.pass(2 * day);
    expect(await world.lookAfterWhatIsDue()).toHaveLength(1);
    expect(names()).toEqual(nothingOfOurs);
    // It was foreseen for every day, and is over with the copy.
    world.pass(day);
    await world.lookAfterWhatIsDue();
    expect((await world.runOf(run.id)).later).toBeUndefined();
  });

  it('is not removed by itself while somebody is connected to it: people are told, and it is tried a day later', async () => {
    world.useCopy(copyName, 3);
    world.pass(7 * day);
    expect(await world.lookAfterWhatIsDue()).toEqual([]);
    expect(world.cluster(copyName)).toBeDefined();
    const told = world.runs.events.flatMap((event) => (event.kind === 'tell' ? [event.text] : []));
    expect(told.at(-1)).toMatch(/is due and was not done: Up to 3 sessions were open on orders-rehearsal-k7f3m2qa/);
    world.useCopy(copyName, 0);
    world.pass(day);
    expect(await world.lookAfterWhatIsDue()).toHaveLength(1);
    expect(names()).toEqual(nothingOfOurs);
  });

  it('is removed by a person also while somebody is connected, who is warned', async () => {
    world.useCopy(copyName, 1);
    world.pass(600_000);
    const { plan } = await world.planOf({ stage: 'remove-copy', previousRunId: id });
    expect(plan.warnings).toEqual([`Up to 1 session was open on ${copyName} in the last 15 minutes.`]);
    expect(plan.refusals).toEqual([]);
  });

  it('that lost its tags is nobody’s to remove', async () => {
    const copy = world.cluster(copyName);
    if (copy) copy.TagList = [{ Key: 'managed-by', Value: 'terraform' }];
    const run = await world.carryOut({ stage: 'remove-copy', previousRunId: id });
    expect(run.problem).toBeUndefined();
    expect(world.cluster(copyName)).toBeDefined();
    expect(names().snapshots).toEqual([]);
  });

  it('that is gone already is nothing to do', async () => {
    await world.carryOut({ stage: 'remove-copy', previousRunId: id });
    const { plan } = await world.planOf({ stage: 'remove-copy', previousRunId: id });
    expect(plan).toMatchObject({ items: [], steps: [] });
  });

  it('goes to its end after Redis was emptied in the middle', async () => {
    const { approval, plan } = await world.planOf({ stage: 'remove-copy', previousRunId: id });
    await world.letGo(approval, plan);
    for (let turns = 0; turns < 3; turns += 1) await world.turn();
    await world.startOver(approval.id);
    expect(await world.work(approval.id)).toMatchObject({ state: 'verified' });
    expect(names()).toEqual(nothingOfOurs);
  });
});

describe('what a stopped rehearsal has left', () => {
  it('is removed by itself, too', async () => {
    const { approval, plan } = await world.planOf({ stage: 'rehearse', id: 'stopped2' });
    await world.letGo(approval, plan);
    while ((await world.runOf('stopped2')).steps[1]?.state === 'todo') await world.turn();
    const run = await world.runOf('stopped2');
    await world.runs.save({ ...run, version: run.version + 1, stopAskedBy: 'U02BOB00001' }, []);
    expect(await world.work('stopped2')).toMatchObject({ state: 'cancelled', later: [{ stage: 'remove-copy' }] });
    expect(names().snapshots).toContain('aurora-keeper-stopped2-rehearsal');
    world.pass(7 * day);
    expect(await world.lookAfterWhatIsDue()).toHaveLength(2);
    expect(names()).toEqual(nothingOfOurs);
  });
});
