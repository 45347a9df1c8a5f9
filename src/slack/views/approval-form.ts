import type { KnownBlock, ModalView } from '@slack/types';
import type { Approval } from '../../domain/approval/record.ts';
import type { RiskLevel } from '../../domain/capability.ts';
import type { Plan } from '../../domain/remediation/plan.ts';
import { mostReviewed } from '../blocks/group-offers.ts';
import { checkboxes, textInput } from '../blocks/inputs.ts';
import { type Choice, context, limits } from '../blocks/limits.ts';

/** Names of the form's blocks, followed by the plan's hash where a new plan must not inherit what was ticked. */
export const formBlocks = {
  keep: 'keep',
  options: 'options',
  acknowledge: 'acknowledge',
  reason: 'reason',
  confirmation: 'confirmation',
} as const;

export const needsReason = (risk: RiskLevel): boolean => risk === 'disruptive' || risk === 'destructive';

/** What has to be typed before a disruptive or destructive stage is approved: the name of the database, or all names. */
export const confirmationWord = ({ items }: Pick<Plan, 'items'>): string =>
  [...new Set(items.map(({ resource }) => resource.id))].join(', ');

/**
 * Everything that the person who approves enters. Only what adds can be narrowed, and only by the first approver: the
 * others approve or reject what he has left.
 */
export function formOf({ decisions, risk }: Approval, plan: Plan): KnownBlock[] {
  const open = risk === 'additive' && decisions.every(({ what }) => what !== 'approve');
  return [
    ...(open ? [...leaveOut(plan), ...options(plan)] : []),
    ...acknowledgements(plan),
    textInput(formBlocks.reason, { label: 'Reason', optional: !needsReason(risk), multiline: true }),
    ...(needsReason(risk)
      ? [
          textInput(formBlocks.confirmation, {
            label: `Type ${confirmationWord(plan)} to approve`,
            optional: false,
            most: 3_000,
          }),
        ]
      : []),
  ];
}

/** A new plan gets blocks of its own, or Slack would keep what was ticked in the old ones. */
const idsOf = ({ hash }: Plan, name: string, at = 0) => ({
  block: `${name}.${at}.${hash.slice(0, 12)}`,
  action: `${name}.${at}`,
});

/** A box for each database; those that do not fit one review are not part of it. */
function leaveOut(plan: Plan): KnownBlock[] {
  const { items } = plan;
  if (items.length < 2) return [];
  const choices = items
    .slice(0, mostReviewed)
    .map(({ findingId, resource }): Choice => ({ text: resource.id, value: findingId }));
  const groups = chunks(choices, limits.checkboxes);
  const left = items.length - choices.length;
  return [
    ...groups.map((some, at) => {
      const from = at * limits.checkboxes;
      const which = groups.length === 1 ? '' : ` (${from + 1} to ${from + some.length} of ${items.length})`;
      const label = `Untick to leave out${which}`;
      return checkboxes({ ...idsOf(plan, formBlocks.keep, at), label, optional: true, choices: some, on: () => true });
    }),
    ...(left > 0
      ? [
          context(
            `${left.toLocaleString('en-US')} more do not fit one review and are not part of it: review them after this one.`,
          ),
        ]
      : []),
  ];
}

function options(plan: Plan): KnownBlock[] {
  if (plan.options.length === 0) return [];
  const choices = plan.options.map(({ id, label }): Choice => ({ text: label, value: id }));
  const on = ({ value }: Choice) => plan.options.some(({ id, chosen }) => id === value && chosen);
  return [checkboxes({ ...idsOf(plan, formBlocks.options), label: 'Options', optional: true, choices, on })];
}

function acknowledgements(plan: Plan): KnownBlock[] {
  const items = plan.preflight.filter(({ state }) => state === 'acknowledge');
  return chunks(items, limits.checkboxes).map((some, at) => {
    const choices = some.map(({ what, id }): Choice => ({ text: what, value: id }));
    const label = 'I have read this and accept it';
    return checkboxes({ ...idsOf(plan, formBlocks.acknowledge, at), label, optional: false, choices, on: () => false });
  });
}

const chunks = <T>(all: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(all.length / size) }, (_, at) => all.slice(at * size, (at + 1) * size));

export interface Entered {
  /** Undefined when the form did not ask. */
  readonly keep: readonly string[] | undefined;
  readonly options: readonly string[] | undefined;
  readonly acknowledged: readonly string[];
  readonly reason: string | undefined;
  readonly confirmation: string | undefined;
  /** By block id: what the form itself can tell is wrong. */
  readonly errors: Readonly<Record<string, string>>;
}

/** The elements of one block, by action id. */
type SentBlock = Readonly<
  Record<string, { readonly value?: string | null; readonly selected_options?: readonly { readonly value?: string }[] }>
>;

type Sent = Pick<ModalView, 'blocks'> & { readonly state: { readonly values: Readonly<Record<string, SentBlock>> } };

const tickedIn = (block: SentBlock | undefined): string[] =>
  Object.values(block ?? {}).flatMap(({ selected_options: all = [] }) => all.flatMap(({ value }) => value ?? []));

/** Reads a sent form. Never trusts what it did not ask for: the desk checks it all again. */
export function readForm(view: Sent): Entered {
  const { values } = view.state;
  const named = (name: string) => Object.keys(values).filter((id) => id === name || id.startsWith(`${name}.`));
  const ticked = (name: string) => {
    const blocks = named(name);
    return blocks.length === 0 ? undefined : blocks.flatMap((id) => tickedIn(values[id]));
  };
  const text = (name: string) => values[name]?.[name]?.value?.trim() || undefined;
  const keep = ticked(formBlocks.keep);
  const errors: Record<string, string> = {};
  if (keep?.length === 0)
    errors[named(formBlocks.keep)[0] ?? ''] = 'Nothing is left. Tick at least one, or close this window.';
  for (const { block_id: id = '', offered } of boxes(view, formBlocks.acknowledge))
    if (tickedIn(values[id]).length < offered) errors[id] = 'Tick every line, or close this window.';
  return {
    keep,
    options: ticked(formBlocks.options),
    acknowledged: ticked(formBlocks.acknowledge) ?? [],
    reason: text(formBlocks.reason),
    confirmation: text(formBlocks.confirmation),
    errors,
  };
}

const boxes = ({ blocks }: Pick<ModalView, 'blocks'>, name: string) =>
  blocks.flatMap((block) =>
    'element' in block && block.element?.type === 'checkboxes' && block.block_id?.startsWith(`${name}.`)
      ? [{ block_id: block.block_id, offered: block.element.options.length }]
      : [],
  );
