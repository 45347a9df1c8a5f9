import { setTimeout as sleep } from 'node:timers/promises';
import type { Run } from '../../src/domain/remediation/run.ts';
import { orders, type RebuildFleet } from './rebuild-fleet.ts';
import { invariants } from './rebuild-invariants.ts';

export type Way = 'cut-over' | 'cut-over-new-endpoint';
export const ways: readonly Way[] = ['cut-over', 'cut-over-new-endpoint'];

/** What happens while a stage is carried out, from right before it is let go; answers what ends it. */
export type Harm = (world: RebuildFleet, runId: string) => (() => Promise<void> | void) | undefined;

export interface Story {
  readonly rehearse: () => Promise<Run>;
  /** The writers are stopped once it was let go. */
  readonly cutOver: () => Promise<Run>;
  /** The writers go on afterwards. */
  readonly undo: () => Promise<Run>;
  /** Of the cut-over that was undone. */
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
  let undoId = '';
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
  const cutOver = async () => {
    const run = verified(await carryOut(way, runIds[0], () => world.freeze()));
    cutOverId = run.id;
    serving = inPlaceAfter;
    await check();
    return run;
  };
  const undo = async () => {
    const run = verified(await carryOut('undo', cutOverId));
    undoId = run.id;
    serving = orders;
    world.thaw();
    await check();
    return run;
  };
  const removeCopy = async () => {
    const run = verified(await carryOut('remove-copy', undoId));
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
    undo,
    removeCopy,
    open,
    goBack,
    whole: async () => {
      for (const stage of [rehearse, cutOver, undo, removeCopy, cutOver, open, goBack]) await stage();
    },
    check,
    runIds,
    serving: () => serving,
  };
}
