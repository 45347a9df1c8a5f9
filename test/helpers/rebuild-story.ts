import { setTimeout as sleep } from 'node:timers/promises';
import type { Run } from '../../src/domain/remediation/run.ts';
import { orders, type RebuildFleet } from './rebuild-fleet.ts';
import { invariants } from './rebuild-invariants.ts';
import { count } from './rebuild-tally.ts';

export type Way = 'cut-over' | 'cut-over-new-endpoint';
export const ways: readonly Way[] = ['cut-over', 'cut-over-new-endpoint'];

/** What happens while a stage is carried out, from right before it is let go; answers what ends it. */
export type Harm = (world: RebuildFleet, runId: string) => (() => Promise<void> | void) | undefined;

export interface Story {
  readonly rehearse: () => Promise<Run>;
  /** The writers are stopped once it was let go. */
  readonly cutOver: (trailLost?: boolean) => Promise<Run>;
  /** The same, of writers that may not obey: when it ends otherwise, everything is as it was. */
  readonly tryCutOver: () => Promise<Run>;
  /** The writers go on afterwards. */
  readonly undo: (trailLost?: boolean) => Promise<Run>;
  /** Of the cut-over that was undone, or has failed. */
  readonly removeCopy: () => Promise<Run>;
  /** The writers go on as soon as it is open. */
  readonly open: () => Promise<Run>;
  /** The writers are stopped before, and go on afterwards; what they wrote since it was opened is lost, as was agreed. */
  readonly goBack: () => Promise<Run>;
  /** From the rehearsal over a cut-over that is taken back, and one that is opened, to the way back. */
  readonly whole: () => Promise<void>;
  readonly check: (trailLost?: boolean) => Promise<void>;
  readonly runIds: readonly string[];
  readonly serving: () => string;
}

/** One rebuild after the other in a world, as people let it happen; after each stage everything is checked. */
export function tell(world: RebuildFleet, way: Way, harm: Harm = () => undefined): Story {
  const runIds: string[] = [];
  let serving = orders;
  let givenUp = 0;
  let cutOverId = '';
  let openId = '';
  /** The run that has left a copy behind. */
  let copyOf = '';
  let writtenAtOpening = 0;
  const written = () => world.lost(serving).acknowledged;
  const inPlaceAfter = way === 'cut-over' ? orders : `${orders}-bt`;

  const check = (trailLost = false) => invariants(world, { serving, givenUp, runIds, trailLost });
  const carryOut = async (
    stage: string,
    previousRunId: string | undefined,
    meanwhile: (id: string) => Promise<void> | void = () => {},
  ): Promise<Run> => {
    const id = `${stage.slice(0, 4).replace('-', '')}${String(runIds.length + 1).padStart(2, '0')}`;
    const approval = await world.plan({ stage, id, ...(previousRunId === undefined ? {} : { previousRunId }) });
    const calm = harm(world, id);
    runIds.push(id);
    await world.letGo(approval);
    await meanwhile(id);
    const run = await world.ended(id);
    await calm?.();
    count(stage, { runs: 1 });
    return run;
  };
  const verified = (run: Run): Run => {
    if (run.state !== 'verified') throw new Error(`${run.id} is ${run.state}: ${JSON.stringify(run, null, 1)}`);
    return run;
  };
  const rehearse = async () => {
    const run = verified(await carryOut('rehearse', undefined));
    await check();
    return run;
  };
  const cutOver = async (trailLost = false) => {
    const run = verified(await carryOut(way, runIds[0], () => world.freeze()));
    cutOverId = run.id;
    serving = inPlaceAfter;
    await check(trailLost);
    return run;
  };
  const tryCutOver = async () => {
    const run = await carryOut(way, runIds[0], async (id) => {
      world.freeze();
      // Whoever went on before it had been quiet for long enough is told again.
      for (let waited = 0; (await world.run(id))?.steps[0]?.state !== 'done'; waited += 1) {
        if (waited % 200 === 199) world.freeze();
        await sleep(100);
      }
    });
    cutOverId = run.id;
    if (run.state === 'verified') serving = inPlaceAfter;
    else {
      copyOf = run.id;
      count('refused', { refusals: 1 });
    }
    await check();
    return run;
  };
  const undo = async (trailLost = false) => {
    const run = verified(await carryOut('undo', cutOverId));
    copyOf = run.id;
    serving = orders;
    world.thaw();
    await check(trailLost);
    return run;
  };
  const removeCopy = async () => {
    const run = verified(await carryOut('remove-copy', copyOf));
    await check();
    return run;
  };
  const open = async () => {
    if (way === 'cut-over-new-endpoint') world.repoint(serving);
    writtenAtOpening = written();
    const run = verified(
      await carryOut('open', cutOverId, async (id) => {
        while ((await world.run(id))?.steps[0]?.state !== 'done') await sleep(30);
        world.thaw();
      }),
    );
    openId = run.id;
    await check();
    return run;
  };
  const goBack = async () => {
    world.freeze();
    const run = verified(await carryOut('go-back', openId));
    if (way === 'cut-over-new-endpoint') world.repoint(orders);
    givenUp += written() - writtenAtOpening;
    serving = orders;
    world.thaw();
    await check();
    return run;
  };
  return {
    rehearse,
    cutOver,
    tryCutOver,
    undo,
    removeCopy,
    open,
    goBack,
    whole: async () => {
      for (const stage of [rehearse, cutOver, undo, removeCopy, cutOver, open, goBack]) await stage();
      count('whole', { rebuilds: 1 });
    },
    check,
    runIds,
    serving: () => serving,
  };
}
