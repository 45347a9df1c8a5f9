import { runAwsCommand } from '../aws-command.ts';
import { shopAt } from '../shop.ts';
import type { StoredMessage } from '../slack/state/messages.ts';
import { ids } from '../slack/workspace.ts';
import type { DemoWorld } from '../world.ts';
import type { People } from './people.ts';
import type { Transcript } from './transcript.ts';

const { alice, bob, carol } = ids;

export interface Stage {
  readonly world: DemoWorld;
  readonly people: People;
  readonly transcript: Transcript;
}

/** Alice asks for a rehearsal, and Bob approves it. It then takes its time, and the story goes on meanwhile. */
export async function rehearseStory({ people }: Stage, report: StoredMessage): Promise<void> {
  await people.presses(alice, report, 'Review & approve', 'orders');
  await people.reads(alice, /Rehearse the rebuild of orders[\s\S]*Nothing that you use is touched/);
  await people.submits(alice, 'Ask the approvers', /asked/i);
  const card = await people.waits(/Rehearse the rebuild of orders[\s\S]*Needs 1 approval/);
  await people.presses(bob, card, 'Review & approve');
  await people.reads(bob, /You may approve/, 4);
  await people.submits(bob, 'Approve', /Approved/, { reason: 'To see how long it takes.' });
  await people.sees('#databases', /Rehearse the rebuild of orders[\s\S]*step \d of \d/i);
}

/**
 * From the rehearsal's result to a new cluster under the old name, back again, and once more for good. `meanwhile` is
 * what else happens while the first cut-over takes its time.
 */
export async function cutOverStory(stage: Stage, meanwhile: () => Promise<void>): Promise<void> {
  const { world, people, transcript } = stage;
  const rehearsal = await people.sees('#databases', /Rehearse the rebuild of orders[\s\S]*settings equal/);
  transcript.says('The rehearsal has shown that it works, and how long it takes. Now the cluster itself is replaced.');
  await starts(stage, await approvedByTwo(stage, rehearsal, 80));
  await people.sees('#databases', /3 sessions still open on the old writer[\s\S]*10\.0\.3\.17[\s\S]*10\.0\.9\.4/);
  stopsTheShop(stage);
  await meanwhile();
  await isInPlace(stage);
  counts(stage);

  transcript.says('Second thoughts. Nothing was written to the new cluster yet, so the old one can come back.');
  await takesBack(stage);
  transcript.does('The team of the shop', 'starts its applications again.');
  world.shop.start();
  await removesCopy(stage);

  transcript.says('And once more, this time for good.');
  await starts(stage, await approvedByTwo(stage, rehearsal, 6));
  stopsTheShop(stage);
  await isInPlace(stage);
  await opens(stage);
  counts(stage);
  await world.slack.slack.openHome(alice);
  await people.seesHome(alice, /Kept copies[\s\S]*orders-rehearsal/);
}

/** Planned from the rehearsal's card, approved by two who did not ask for it, and confirmed in AWS by one of them. Returns the card. */
async function approvedByTwo(
  { world, people, transcript }: Stage,
  rehearsal: StoredMessage,
  lines: number,
): Promise<StoredMessage> {
  await people.presses(alice, rehearsal, 'Plan the cut-over');
  await people.reads(alice, /Cut over orders, keeping its name[\s\S]*Rehearsed:/, 4);
  await people.submits(alice, 'Ask the approvers', /asked/i);
  const pending = await people.waits(/Cut over orders, keeping its name[\s\S]*Needs 2 approvals/);
  for (const [who, reason, shown] of [
    [bob, 'Backtrack is worth a short night.', lines],
    [carol, 'I have read every line of the checks.', 4],
  ] as const) {
    await people.presses(who, pending, 'Review & approve');
    await people.reads(who, /You may approve/, shown);
    await people.submits(who, 'Approve', /Approved: \d of 2/, {
      ...people.everyBox(who),
      reason,
      confirmation: 'orders',
    });
  }
  const card = await people.sees('#databases', /Cut over orders, keeping its name[\s\S]*Ready, approved by/, lines);
  const command = /aws rds add-tags-to-resource[\s\S]*?Value=\w+/.exec(world.slack.slack.read(card))?.[0] ?? '';
  transcript.does('Carol', 'is signed in to AWS under her own name, and runs the command there');
  transcript.shows('in her terminal', await runAwsCommand(world.aws, 'carol', command));
  return card;
}

/** Inside the window. It waits, and has changed nothing, as long as somebody may write. */
const starts = ({ people }: Stage, card: StoredMessage): Promise<void> => people.presses(carol, card, 'Start');

function stopsTheShop({ world, transcript }: Stage): void {
  transcript.does('The team of the shop', 'stops its applications. Until they go on, the clock runs faster here.');
  world.shop.stop();
}

async function isInPlace({ people }: Stage): Promise<void> {
  await people.sees('#databases', /Nothing has been written yet[\s\S]*\[Open for writes\]/);
}

async function takesBack({ people }: Stage): Promise<void> {
  const card = await people.waits(/Nothing has been written yet[\s\S]*\[Undo: swap back\]/);
  await people.presses(bob, card, 'Undo: swap back');
  await people.reads(bob, /Swap back[\s\S]*You may approve/);
  await people.submits(bob, 'Approve', /Approved/, { reason: 'The release is not ready.' });
  await people.sees('#databases', /Swap back[\s\S]*orders is the old cluster again/);
}

/** The new cluster that is not used is in the way of the next one. */
async function removesCopy({ people }: Stage): Promise<void> {
  const card = await people.waits(/Swap back[\s\S]*\[Remove now\]/);
  await people.presses(bob, card, 'Remove now');
  await people.reads(bob, /Remove orders-bt[\s\S]*You may approve/, 8);
  await people.submits(bob, 'Approve', /Approved/);
  await people.sees('#databases', /Remove orders-bt[\s\S]*What was made for orders-bt is gone/);
}

async function opens({ world, people, transcript }: Stage): Promise<void> {
  const card = await people.waits(/Nothing has been written yet[\s\S]*\[Open for writes\]/);
  await people.presses(carol, card, 'Open for writes');
  await people.reads(carol, /Open orders for writes[\s\S]*You may approve/);
  await people.submits(carol, 'Approve', /Approved/);
  await people.waits(/Open orders for writes[\s\S]*(?:step 2 of 2|was opened for writes)/i);
  transcript.does('The team of the shop', 'starts its applications.');
  world.shop.start();
  await people.sees('#databases', /Open orders for writes[\s\S]*3 sessions on orders/);
}

/** What AWS knows of the rows that the shop's applications were told are committed. */
function counts({ world, transcript }: Stage): void {
  const { acknowledged, present, lost } = world.aws.control.lostWrites(...shopAt, 'orders');
  const rows = (count: number) => count.toLocaleString('en-US');
  transcript.shows(
    'the simulated AWS, counted row by row',
    `${rows(acknowledged)} rows acknowledged to the applications, ${rows(present)} of them in the cluster called orders, ${rows(lost)} lost`,
  );
  if (lost !== 0 || acknowledged === 0) throw new Error(`${lost} rows of ${acknowledged} were lost.`);
}
