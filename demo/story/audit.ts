import type { StoredMessage } from '../slack/state/messages.ts';
import { ids } from '../slack/workspace.ts';
import type { DemoWorld } from '../world.ts';
import type { People } from './people.ts';
import type { Transcript } from './transcript.ts';

const { alice, bob, carol } = ids;

/** An audit from the command to its report, its pages, one database, and the file. Returns the report. */
export async function auditStory(world: DemoWorld, people: People, transcript: Transcript): Promise<StoredMessage> {
  await people.types(alice, 'audit', /Auditing all accounts: 21 targets\. The report comes here\./);
  await people.types(bob, 'audit', /Alice Adams asked for the same audit (?:just now|\d+ seconds? ago)/);
  const report = await people.sees('#databases', /18 of 21 targets scanned\./);
  for (const state of report.earlier.slice(-2))
    transcript.shows('the same message while the audit ran', world.slack.slack.read({ ...report, ...state }), 6);

  await people.presses(alice, report, 'Show all');
  await people.sees('in the thread', /Everything: 1–10 of \d+/, 12);
  await people.presses(bob, report, 'Details', 'reviews');
  await people.seesModal(bob, /reviews[\s\S]*Backtrack window: 12 hours|reviews[\s\S]*43,200 seconds/);
  await people.chooses(carol, report, 'audit.export', 'Export as CSV');
  await people.sees('in the thread', /as CSV, asked for by/);
  const [file] = world.slack.slack.files();
  transcript.shows(`the file ${file?.name}`, String(file?.bytes).trim(), 5);
  return report;
}

/** What people ask afterwards. */
export async function questionsStory(people: People): Promise<void> {
  await people.types(carol, 'findings --status unknown', /Could not be judged: 1–\d/);
  await people.types(bob, 'accounts', /7 accounts, 21 targets/);
  await people.types(alice, 'explain RDS-034', /^$/);
  await people.seesModal(alice, /What it looks for/, 24);
}

/** Mistakes that people make when they type. */
export async function mistakesStory(people: People): Promise<void> {
  await people.types(alice, 'audt', /Did you mean/);
  await people.types(
    alice,
    'audit shop-prd --region eu-wst-1 --rule RDS-35',
    /shop-prod[\s\S]*eu-west-1[\s\S]*RDS-035/,
  );
}
