import type { StoredMessage } from '../slack/state/messages.ts';
import { ids } from '../slack/workspace.ts';
import type { People } from './people.ts';

const { alice, bob, carol } = ids;
const tagIsThere = /backup=daily[\s\S]*Done and verified/;

/** Alice finds what is missing, may not approve it herself, and asks. Bob approves; the backup then takes its time. */
export async function askAndApproveStory(people: People, report: StoredMessage): Promise<void> {
  await people.presses(alice, report, 'Review 1 in payments-prod us-east-1');
  await people.reads(alice, /ledger[\s\S]*(?:approve|approvers)/);
  await people.submits(alice, 'Ask the approvers', /asked/i);
  await people.sees('#databases', /ledger[\s\S]*Needs 1 approval/);
  const asked = await people.receives(bob, /asked because[\s\S]*ledger|ledger[\s\S]*asked because/);
  await people.presses(bob, asked, 'Review & approve');
  await people.reads(bob, /You may approve/, 6);
  await people.submits(bob, 'Approve', /Approved/, { reason: 'It was forgotten when ledger was made.' });
  await people.sees('#databases', /ledger[\s\S]*(?:step \d of \d|about to start|Done and verified)/i);
}

/** Carol may, too. AWS changes the window while the database goes on working. */
export async function raiseWindowStory(people: People, report: StoredMessage): Promise<void> {
  await people.presses(carol, report, 'Review & approve', 'reviews');
  await people.reads(carol, /reviews[\s\S]*You may approve/);
  await people.submits(carol, 'Approve', /Approved/);
  await people.sees('#databases', /reviews[\s\S]*Done and verified/);
}

/** What CloudFormation made is changed there: there is something to copy, and nothing to approve. */
export async function patchStory(people: People, report: StoredMessage): Promise<void> {
  await people.presses(alice, report, 'Copy patch');
  await people.seesModal(alice, /cart[\s\S]*users/, 14);
}

export async function rejectStory(people: People, report: StoredMessage): Promise<void> {
  await people.presses(alice, report, 'Review & approve', 'settlement-reports');
  await people.reads(alice, /settlement-reports/);
  await people.submits(alice, 'Ask the approvers', /asked/i);
  const card = await people.waits(/settlement-reports[\s\S]*Needs 1 approval/);
  await people.types(bob, 'approvals', /1 approval is open/);
  await people.presses(bob, card, 'Reject');
  await people.reads(bob, /Whoever asked sees your reason/);
  await people.submits(bob, 'Reject', /Rejected/, { reason: 'Its owner corrects the capital letter in the tag.' });
  await people.sees('#databases', /Rejected by/);
}

/** The kill switch: nobody can approve until somebody resumes. */
export async function pauseStory(people: People, report: StoredMessage): Promise<void> {
  await people.types(bob, 'pause the network is being migrated', /Paused/i);
  await people.presses(carol, report, 'Review & approve', 'catalogue');
  await people.seesModal(carol, /paused/i, 20);
  await people.types(carol, 'resume', /resumed|goes on|again/i);
}

/** The backup has ended by now: the finding is gone, and what was done can be taken back. */
export async function verifiedStory(people: People): Promise<void> {
  const card = await people.sees('#databases', tagIsThere);
  await people.types(alice, 'jobs', /ledger|backup=daily/);
  await people.types(alice, 'audit payments-prod', /Auditing payments-prod/);
  await people.sees('#databases', /3 of 3 targets scanned(?![\s\S]*ledger)/, 8);
  // In this account she is not named, but she is in @dba.
  await people.presses(carol, card, 'Undo: take back the backup tag');
  await people.reads(carol, /You may approve[\s\S]*dba/i);
  await people.submits(carol, 'Approve', /Approved/);
  await people.sees('#databases', /Take back[\s\S]*Done and verified/);
}
