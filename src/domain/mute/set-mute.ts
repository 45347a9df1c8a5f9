import { moment, plain, user } from '../approval/wording.ts';
import { type By, trailEvent } from './events.ts';
import type { Mute } from './mute.ts';
import type { MuteStore } from './ports.ts';
import type { MutePreview } from './preview.ts';
import { subjectKey } from './subject.ts';
import { whyNotUntil } from './time.ts';
import { type WhoMayDeps, whyNotMute } from './who-may.ts';

export interface SetMuteDeps extends WhoMayDeps {
  readonly mutes: Pick<MuteStore, 'add' | 'get' | 'end'>;
}

/** `text` is Slack mrkdwn, for whoever asked. */
export type MuteSaid =
  | { readonly outcome: 'done'; readonly mute: Mute; readonly text: string }
  | { readonly outcome: 'refused'; readonly text: string; readonly field?: 'time' | 'reason' };

export const longestReason = 300;

/** Mutes what somebody saw in a preview, until exactly when it said. Twice is once; of two people the first does it. */
export async function setMute(
  deps: SetMuteDeps,
  by: By,
  preview: Omit<MutePreview, 'hides'> & { readonly hides: Pick<MutePreview['hides'], 'failing' | 'unknown'> },
  reasonTyped: string,
): Promise<MuteSaid> {
  const { id, subject, label, account, until, spreadDays, hides } = preview;
  const now = deps.now();
  const reason = reasonTyped.trim().slice(0, longestReason);
  const refused = await whyNotMute(deps, by, account.id, 'mute');
  if (refused !== undefined) return { outcome: 'refused', text: refused.text };
  if (reason === '') return { outcome: 'refused', text: 'Say why: whoever misses it wants to know.', field: 'reason' };
  const most = { days: account.policy.maxMuteDays, accountName: account.name };
  const problem = whyNotUntil(new Date(until), now, most);
  if (problem !== undefined) return { outcome: 'refused', text: problem, field: 'time' };
  const at = now.toISOString();
  const mute: Mute = {
    id,
    subject,
    accountId: account.id,
    label,
    until,
    ...(spreadDays === 0 ? {} : { spreadDays }),
    reason,
    by: by.userId,
    at,
  };
  const details = {
    about: subjectKey(subject),
    label,
    account: account.id,
    until,
    spreadDays,
    reason,
    failing: hides.failing,
    unknown: hides.unknown,
  };
  const added = await deps.mutes.add(mute, [
    trailEvent(by, at, 'mute.set', details, id),
    { kind: 'mute', muteId: id, what: 'muted' },
  ]);
  if (added.outcome === 'already-muted')
    return { outcome: 'refused', text: `${plain(label)} is muted already, ${muteText(added.mute)}` };
  return { outcome: 'done', mute: added.mute, text: `Muted: ${plain(label)}, ${muteText(added.mute)}` };
}

/** Takes a mute back before its time: whoever set it may, and whoever may mute there. */
export async function unmute(deps: SetMuteDeps, by: By, muteId: string): Promise<MuteSaid> {
  const mute = await deps.mutes.get(muteId);
  if (mute === undefined) return { outcome: 'refused', text: 'That mute is over, and not kept any more.' };
  if (mute.by !== by.userId) {
    const refused = await whyNotMute(deps, by, mute.accountId, 'unmute');
    if (refused !== undefined) return { outcome: 'refused', text: refused.text };
  }
  const at = deps.now().toISOString();
  const ended = await deps.mutes.end(muteId, by.userId, at, [
    trailEvent(by, at, 'mute.lifted', { label: mute.label, setBy: mute.by, setAt: mute.at, until: mute.until }, muteId),
    { kind: 'mute', muteId, what: 'unmuted' },
  ]);
  if (ended === undefined) return { outcome: 'refused', text: overText((await deps.mutes.get(muteId)) ?? mute) };
  return {
    outcome: 'done',
    mute: ended,
    text: `Unmuted: ${plain(mute.label)}. It had been muted by ${user(mute.by)}: ${plain(mute.reason)}`,
  };
}

/** `until …, by …: …` */
export const muteText = ({ until, by, reason }: Pick<Mute, 'until' | 'by' | 'reason'>): string =>
  `until ${moment(until)}, by ${user(by)}: ${plain(reason)}`;

const overText = ({ label, endedBy, endedAt, until }: Mute): string =>
  endedBy === undefined || endedAt === undefined
    ? `The mute of ${plain(label)} was over at ${moment(until)}.`
    : `${user(endedBy)} has unmuted ${plain(label)} already (${moment(endedAt)}).`;
