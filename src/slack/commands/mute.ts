import type { ModalView } from '@slack/types';
import type { MuteSubject } from '../../domain/mute/mute.ts';
import { accountIdOf, subjectKey } from '../../domain/mute/subject.ts';
import { endOf, type MuteTime } from '../../domain/mute/time.ts';
import { plural } from '../../domain/words.ts';
import { answerTo, insistOnQueue } from '../answers.ts';
import type { Presser } from '../approval-desk.ts';
import { section } from '../blocks/limits.ts';
import { sentence, told } from '../blocks/mrkdwn.ts';
import { fallback, type Rendered } from '../blocks/rendered.ts';
import type { SlackDeps } from '../deps.ts';
import { newMuteForm, showMute } from '../show-mute.ts';
import { tellView } from '../views/modal.ts';
import { countingView } from '../views/mute-modal.ts';

export interface MuteCommand {
  readonly what: string;
  readonly time: MuteTime;
  readonly reason: string;
}

/** A modal that is opened at once and filled afterwards. */
export interface OpensModal {
  readonly modal: ModalView;
  readonly fill: () => Promise<ModalView>;
}

/** So many of one name can be chosen from; their ARNs travel with the form. */
const mostChoices = 12;

const saying = (text: string): Rendered => ({ text: fallback(text), blocks: [section(sentence(text))] });

/** `/aurora mute WHAT TIME REASON`: the same form and preview as behind the button; nothing is stored before that. */
export async function muteCommand(
  deps: SlackDeps,
  { what, time, reason }: MuteCommand,
  by: Presser,
): Promise<Rendered | OpensModal> {
  insistOnQueue(deps.ready);
  const meant = await deps.muting.meant(what);
  if ('problem' in meant) return saying(meant.problem);
  const subjects: readonly MuteSubject[] =
    'subject' in meant ? [meant.subject] : meant.choose.map((arn): MuteSubject => ({ kind: 'database', arn }));
  if (subjects.length > mostChoices)
    return saying(
      `${plural(subjects.length, 'database')} are called \`${what}\`. Name one by its ARN; Details shows it.`,
    );
  const problem = await whyNot(deps, subjects[0], time);
  if (problem !== undefined) return saying(problem);
  const note = subjects.length > 1 ? `${plural(subjects.length, 'database')} have that name: choose one.` : undefined;
  return {
    modal: countingView('Counting what that would hide …'),
    fill: () =>
      showMute(deps, by, newMuteForm(subjects, time, reason), note).catch((error: unknown) =>
        tellView(answerTo(error, deps.logger)),
      ),
  };
}

/** A time that cannot be had is said before a window is opened. */
async function whyNot(
  { estate, findings, now }: SlackDeps,
  subject: MuteSubject | undefined,
  time: MuteTime,
): Promise<string | undefined> {
  const finding = subject?.kind === 'finding' ? await findings.get(subject.findingId) : undefined;
  const accountId = subject && accountIdOf(subject, finding);
  const account = estate.accounts.find(({ id }) => id === accountId);
  if (account === undefined) return undefined;
  const end = endOf(time, now(), { days: account.policy.maxMuteDays, accountName: account.name });
  return 'problem' in end ? end.problem : undefined;
}

/** `/aurora unmute WHAT`: by the same words, or by the id of a mute. */
export async function unmuteCommand(deps: SlackDeps, what: string, by: Presser): Promise<Rendered> {
  insistOnQueue(deps.ready);
  const inForce = (await deps.muting.list()).map(({ mute }) => mute);
  const byId = inForce.find(({ id }) => id === what);
  const found = byId === undefined ? await mutesOf(deps, what, inForce) : [byId];
  if ('problem' in found) return saying(found.problem);
  const [mute] = found;
  if (mute === undefined)
    return saying(`\`${what.slice(0, 100)}\` is not muted by itself. \`/aurora mutes\` lists what is.`);
  if (found.length > 1)
    return saying(
      `${plural(found.length, 'muted database')} are called \`${what.slice(0, 100)}\`. \`/aurora mutes\` has a button for each.`,
    );
  const { text } = await deps.muting.unmute(by, mute.id);
  return { text: fallback(text), blocks: [section(told(text))] };
}

async function mutesOf<M extends { readonly subject: MuteSubject }>(
  { muting }: SlackDeps,
  what: string,
  inForce: readonly M[],
): Promise<readonly M[] | { readonly problem: string }> {
  const meant = await muting.meant(what);
  if ('problem' in meant) return meant;
  const keys = new Set(
    'subject' in meant ? [subjectKey(meant.subject)] : meant.choose.map((arn) => subjectKey({ kind: 'database', arn })),
  );
  return inForce.filter(({ subject }) => keys.has(subjectKey(subject)));
}
