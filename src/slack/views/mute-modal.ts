import type { KnownBlock, ModalView } from '@slack/types';
import type { MuteSubject } from '../../domain/mute/mute.ts';
import type { MutePreview, Previewed } from '../../domain/mute/preview.ts';
import { longestReason } from '../../domain/mute/set-mute.ts';
import { dayMs, returnsBetween } from '../../domain/mute/stagger.ts';
import { timeText } from '../../domain/mute/time.ts';
import { plural } from '../../domain/words.ts';
import { placeOf } from '../blocks/finding-page.ts';
import { hiddenWords } from '../blocks/hides.ts';
import { dayInput, menuInput, textInput } from '../blocks/inputs.ts';
import { actions, type Choice, context, header, section, select } from '../blocks/limits.ts';
import { dateToken, mention, safe, shortSafe, told } from '../blocks/mrkdwn.ts';
import type { RenderContext } from '../blocks/rendered.ts';
import { viewIds } from '../ids.ts';
import { modal } from './modal.ts';
import { type MuteForm, muteBlocks, muteMetadata, onDay } from './mute-form.ts';

const title = 'Mute';

export const countingView = (what: string): ModalView =>
  modal({ callbackId: viewIds.told, title: 'Aurora Keeper', head: [section(what)] });

export interface MuteSight {
  readonly form: MuteForm;
  readonly previewed: Previewed;
  /** Why the viewer could not mute there. */
  readonly refused: string | undefined;
  /** Said first: the preview was of something else. */
  readonly note?: string | undefined;
}

/** What to mute, for how long and why; and what that would hide, before anything is stored. */
export function muteView({ form, previewed, refused, note }: MuteSight, drawing: RenderContext): ModalView {
  if ('problem' in previewed && previewed.field === undefined)
    return modal({ callbackId: viewIds.told, title, head: [section(told(previewed.problem))] });
  const preview = 'preview' in previewed ? previewed.preview : undefined;
  const may = refused === undefined && preview?.already === undefined;
  const { subjects, at } = form;
  const [subject = subjects[0]] = [subjects[at]];
  const choices = subjects.map((each, index) => ({ text: subjectText(each, drawing), value: String(index) }));
  const maxDays = (preview?.account ?? ('account' in previewed ? previewed.account : undefined))?.policy.maxMuteDays;
  const seen = preview && { until: preview.until, spreadDays: preview.spreadDays };
  return modal({
    callbackId: may ? viewIds.mute : viewIds.told,
    title,
    ...(may ? { submit: 'Mute' } : {}),
    metadata: muteMetadata(form, seen),
    head: [
      header(preview?.label ?? (subject === undefined ? title : subjectText(subject, drawing))),
      ...(note === undefined ? [] : [section(`:point_right: ${note}`)]),
      ...(preview === undefined
        ? [section(`:no_entry: ${told('problem' in previewed ? previewed.problem : '')}`)]
        : previewBlocks(preview)),
      ...(refused === undefined ? [] : [section(`:no_entry: ${told(refused)}`)]),
    ],
    tail: [
      ...(subjects.length > 1 ? [whatMenu(choices, choices[at], may)] : []),
      ...(may ? [...timeInputs(form, maxDays ?? 1, drawing.now), reasonInput(form)] : []),
    ],
  });
}

/** An input wants a submit button; something else can be chosen where there is none. */
const whatMenu = (choices: readonly Choice[], chosen: Choice | undefined, may: boolean): KnownBlock =>
  may
    ? menuInput(muteBlocks.what, 'What', choices, chosen)
    : actions(muteBlocks.what, [select(muteBlocks.what, 'What', choices, chosen)]);

const reasonInput = ({ reason }: MuteForm): KnownBlock =>
  textInput(muteBlocks.reason, {
    label: 'Reason',
    optional: false,
    multiline: true,
    most: longestReason,
    initial: reason,
    hint: 'Everybody sees it wherever the mute is shown.',
  });

const reasonShown = 160;

function previewBlocks(preview: MutePreview): KnownBlock[] {
  const { hides, already } = preview;
  const { failing, unknown, shown } = hides;
  if (already !== undefined)
    return [
      section(
        `Muted already until ${dateToken(already.until)} by ${mention(already.by)}: ${safe(already.reason)}\nUnmute it first to set another end.`,
      ),
    ];
  const count = failing + unknown;
  const lines = shown.map((finding) => `• ${placeOf(finding)}: ${shortSafe(finding.reason, reasonShown)}`);
  const more = count - shown.length;
  return [
    section(
      [
        `*Hides ${hiddenWords(hides)}${count === 0 ? ' now.' : ':'}*`,
        ...lines,
        ...(more > 0 ? [`and ${more.toLocaleString('en-US')} more`] : []),
      ].join('\n'),
    ),
    section(returnsText(preview)),
    context(consequences(preview).join('\n')),
  ];
}

function consequences({ subject, hides: { failing, unknown, fine, pending, running } }: MutePreview): string[] {
  const it = failing + unknown === 1 ? 'It is' : 'They are';
  return [
    ...(fine > 0 && subject.kind !== 'finding'
      ? [
          `${plural(fine, 'other finding')} about it ${fine === 1 ? 'needs' : 'need'} nobody now; what fails before then is hidden, too.`,
        ]
      : []),
    `${it} counted as muted, ${failing + unknown === 1 ? 'stays' : 'stay'} in exports, and ${failing + unknown === 1 ? 'is' : 'are'} not fixed from here, whatever the cause is or becomes.`,
    ...(pending > 0
      ? [
          `:warning: ${plural(pending, 'approval')} that ${pending === 1 ? 'waits' : 'wait'} for it cannot be approved any more.`,
        ]
      : []),
    ...(running > 0
      ? [`:warning: ${plural(running, 'fix', 'fixes')} under way ${running === 1 ? 'goes' : 'go'} on.`]
      : []),
  ];
}

function returnsText({ until, spreadDays, earlierDays, hides }: MutePreview): string {
  const date = (at: number) => dateToken(new Date(at).toISOString());
  const [first, last] = returnsBetween({ until, spreadDays });
  if (spreadDays > 0)
    return `So that not all come back on one day, they come back between ${date(first)} and ${date(last)}.`;
  const moved =
    earlierDays > 0
      ? ` That is ${plural(earlierDays, 'day')} early, because other mutes end on the day you chose.`
      : '';
  const one = hides.failing + hides.unknown === 1;
  return `${one ? 'It comes' : 'They come'} back ${date(last)}.${moved}`;
}

const presets = [7, 14, 30, 60, 90];

/** Nothing that the policy would refuse is offered. */
function timeInputs({ time }: MuteForm, maxDays: number, now: Date): KnownBlock[] {
  const days = [...new Set([...presets.filter((each) => each <= maxDays), ...(maxDays < 7 ? [maxDays] : [])])];
  const current = timeText(time);
  const choices: Choice[] = days.map((each) => ({ text: plural(each, 'day'), value: `${each}d` }));
  const isDay = 'date' in time;
  if (!isDay && !choices.some(({ value }) => value === current))
    choices.push({
      text: 'amount' in time ? plural(time.amount, time.unit.replace(/s$/, '')) : current,
      value: current,
    });
  choices.push({ text: 'Until a day of your choice', value: onDay });
  const chosen = choices.find(({ value }) => value === (isDay ? onDay : current));
  const later = (after: number) => new Date(now.getTime() + after * dayMs).toISOString().slice(0, 10);
  return [
    menuInput(muteBlocks.time, 'How long', choices, chosen),
    ...(isDay
      ? [dayInput(muteBlocks.day, `Until the beginning of (UTC), ${later(maxDays)} at the latest`, time.date)]
      : []),
  ];
}

/** As a choice: `Everything about orders`. */
function subjectText(subject: MuteSubject, { metas, accounts }: RenderContext): string {
  const accountName = (id: string | undefined) => accounts.find((each) => each.id === id)?.name ?? id ?? '';
  switch (subject.kind) {
    case 'finding':
      return 'This finding';
    case 'database': {
      const [, , , region, accountId, , name] = subject.arn.split(':');
      return `Everything about ${name} · ${accountName(accountId)} · ${region}`;
    }
    case 'account-rule':
      return `All of ${accountName(subject.accountId)}: ${metas.find(({ id }) => id === subject.ruleId)?.title ?? subject.ruleId}`;
  }
}
