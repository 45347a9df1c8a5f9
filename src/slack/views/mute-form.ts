import type { ViewOutput } from '@slack/bolt';
import { z } from 'zod';
import type { MuteSubject } from '../../domain/mute/mute.ts';
import { longestReason } from '../../domain/mute/set-mute.ts';
import { dayMs } from '../../domain/mute/stagger.ts';
import { endOf, type MuteTime, readTime, timeText } from '../../domain/mute/time.ts';
import { actionIds } from '../ids.ts';
import type { SeenEnd } from '../mute-desk.ts';

export const muteBlocks = {
  what: actionIds.muteWhat,
  time: actionIds.muteTime,
  day: actionIds.muteDay,
  reason: 'reason',
} as const;

/** Chosen instead of an amount of time: the day is in a field of its own. */
export const onDay = 'day';

/** What somebody is about to mute, before or after he has entered something. */
export interface MuteForm {
  readonly id: string;
  /** What may be chosen. */
  readonly subjects: readonly MuteSubject[];
  /** Which of them. */
  readonly at: number;
  readonly time: MuteTime;
  readonly reason: string;
}

const Subject = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('finding'), findingId: z.string() }),
  z.object({ kind: z.literal('database'), arn: z.string() }),
  z.object({ kind: z.literal('account-rule'), accountId: z.string(), ruleId: z.string() }),
]);
const Metadata = z.object({
  id: z.string(),
  subjects: z.array(Subject).min(1),
  at: z.int().min(0),
  time: z.string(),
  /** What the preview on screen was of. */
  seen: z.object({ choice: z.string(), until: z.string(), spreadDays: z.int().min(0) }).optional(),
});

export const choiceOf = ({ at, time }: Pick<MuteForm, 'at' | 'time'>): string => `${at} ${timeText(time)}`;

/** Goes with the view. */
export const muteMetadata = ({ id, subjects, at, time }: MuteForm, seen: SeenEnd | undefined) => ({
  id,
  subjects,
  at,
  time: timeText(time),
  ...(seen === undefined ? {} : { seen: { choice: choiceOf({ at, time }), ...seen } }),
});

type State = ViewOutput['state'];

/** What was entered, and what its preview said; `seen` is undefined when the preview on screen is of something else. */
export function readMuteForm(
  view: Pick<ViewOutput, 'private_metadata' | 'state'>,
  now: Date,
): { readonly form: MuteForm; readonly seen: SeenEnd | undefined } {
  const { seen, ...known } = Metadata.parse(JSON.parse(view.private_metadata));
  const at = Number(chosen(view.state, muteBlocks.what) ?? known.at);
  const form: MuteForm = {
    id: known.id,
    subjects: known.subjects,
    at: known.subjects[at] === undefined ? known.at : at,
    time: timeOf(view.state, known.time, now),
    reason: view.state.values[muteBlocks.reason]?.[muteBlocks.reason]?.value?.slice(0, longestReason) ?? '',
  };
  if (seen?.choice !== choiceOf(form)) return { form, seen: undefined };
  return { form, seen: { until: seen.until, spreadDays: seen.spreadDays } };
}

const chosen = (state: State, id: string): string | undefined =>
  state.values[id]?.[id]?.selected_option?.value ?? undefined;

function timeOf(state: State, before: string, now: Date): MuteTime {
  const option = chosen(state, muteBlocks.time);
  const day = state.values[muteBlocks.day]?.[muteBlocks.day]?.selected_date ?? undefined;
  const read = readTime([option === onDay ? (day ?? before) : (option ?? before)]);
  const time: MuteTime = 'time' in read ? read.time : { amount: 0, unit: 'days' };
  // The field for the day only appears with the next preview.
  return option === onDay && 'amount' in time ? { date: lastDayOf(time, now) } : time;
}

/** The day on which an amount of time ends, tomorrow at the earliest. */
function lastDayOf(time: MuteTime, now: Date): string {
  const end = endOf(time, now, { days: 365, accountName: '' });
  const tomorrow = new Date(now.getTime() + dayMs);
  return ('until' in end && end.until > tomorrow ? end.until : tomorrow).toISOString().slice(0, 10);
}
