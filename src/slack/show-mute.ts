import { randomUUID } from 'node:crypto';
import type { ModalView } from '@slack/types';
import type { Account } from '../domain/accounts.ts';
import { shortId } from '../domain/ids.ts';
import type { MuteSubject } from '../domain/mute/mute.ts';
import type { MuteTime } from '../domain/mute/time.ts';
import type { Presser } from './approval-desk.ts';
import { renderContext, type SlackDeps } from './deps.ts';
import type { MuteForm } from './views/mute-form.ts';
import { muteView } from './views/mute-modal.ts';

const usualDays = 14;

/** What is chosen from the start: something that can be had. */
export const usualTime = (account: Pick<Account, 'policy'> | undefined): MuteTime => ({
  amount: Math.min(usualDays, account?.policy.maxMuteDays ?? usualDays),
  unit: 'days',
});

/** A form for these subjects, the first of them chosen. */
export const newMuteForm = (subjects: readonly MuteSubject[], time: MuteTime, reason = ''): MuteForm => ({
  id: shortId(randomUUID()),
  subjects,
  at: 0,
  time,
  reason,
});

/** The form with a fresh preview of what is chosen in it. `note` comes first. */
export async function showMute(
  deps: Pick<SlackDeps, 'muting' | 'metas' | 'estate' | 'now'>,
  by: Presser,
  form: MuteForm,
  note?: string,
): Promise<ModalView> {
  const subject = form.subjects[form.at];
  if (subject === undefined) throw new RangeError('a mute needs a subject');
  const previewed = await deps.muting.preview({ id: form.id, subject, time: form.time });
  const account = 'preview' in previewed ? previewed.preview.account : undefined;
  const refused = account && (await deps.muting.whyNot(by, account.id));
  return muteView({ form, previewed, refused, note }, renderContext(deps));
}
