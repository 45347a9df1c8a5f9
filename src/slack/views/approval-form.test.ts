import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { approval, cutoverPlan, decision, tagPlan } from '../../../test/helpers/approval-screens.ts';
import type { Decision } from '../../domain/approval/record.ts';
import type { Plan } from '../../domain/remediation/plan.ts';
import { formOf, readForm } from './approval-form.ts';

type Form = Parameters<typeof readForm>[0];
type Values = Form['state']['values'];

const box = (...values: string[]) => ({ 'any.0': { selected_options: values.map((value) => ({ value })) } });
const typed = (value: string | null) => ({ reason: { value }, confirmation: { value } });
const idOf = (plan: Plan, name: string) => `${name}.${plan.hash.slice(0, 12)}`;
const send = (plan: Plan, values: Values, decisions: Decision[] = []) =>
  readForm({ blocks: formOf(approval(plan, { decisions }), plan), state: { values } });

describe('readForm', () => {
  it('keeps what is ticked, over all its blocks', () => {
    const plan = tagPlan(Array.from({ length: 12 }, (_, n) => `db-${n}`));
    const entered = send(plan, {
      [idOf(plan, 'keep.0')]: box('f-db-0', 'f-db-3'),
      [idOf(plan, 'keep.1')]: box('f-db-11'),
      [idOf(plan, 'options.0')]: box(),
      reason: typed('  because \n of it '),
    });
    expect(entered).toEqual({
      keep: ['f-db-0', 'f-db-3', 'f-db-11'],
      options: [],
      acknowledged: [],
      reason: 'because \n of it',
      confirmation: undefined,
      errors: {},
    });
  });

  it('does not take what was not asked for as nothing', () => {
    const plan = tagPlan();
    expect(send(plan, { reason: typed(null) }, [decision('U02BOB00001')])).toMatchObject({
      keep: undefined,
      options: undefined,
      reason: undefined,
      errors: {},
    });
  });

  it('refuses a form in which nothing is left', () => {
    const plan = tagPlan(['cart', 'users']);
    const { errors } = send(plan, { [idOf(plan, 'keep.0')]: box(), reason: typed(null) });
    expect(errors).toEqual({ [idOf(plan, 'keep.0')]: 'Nothing is left. Tick at least one, or close this window.' });
  });

  it('wants every line acknowledged', () => {
    const plan = cutoverPlan();
    const block = idOf(plan, 'acknowledge.0');
    expect(send(plan, { [block]: box() }).errors).toEqual({ [block]: 'Tick every line, or close this window.' });
    const entered = send(plan, { [block]: box('alarms'), confirmation: typed(' orders ') });
    expect(entered).toMatchObject({ acknowledged: ['alarms'], confirmation: 'orders', errors: {} });
  });

  it('hands on what was typed as it was typed: normalising could let a look-alike through', () => {
    expect(send(cutoverPlan(), { confirmation: typed('\u212a') }).confirmation).toBe('\u212a');
  });

  it('reads whatever it is sent', () => {
    const element = fc.record(
      {
        value: fc.oneof(fc.string(), fc.constant(null)),
        selected_options: fc.array(fc.record({ value: fc.string() })),
      },
      { requiredKeys: [] },
    );
    const name = fc.oneof(
      fc.string(),
      fc.constantFrom('keep.0', 'options.0', 'acknowledge.0.x', 'reason', 'confirmation'),
    );
    const values = fc.dictionary(
      name,
      fc.dictionary(fc.constantFrom('keep.0', 'reason', 'confirmation', 'x'), element),
    );
    fc.assert(
      fc.property(values, (sent) => {
        const entered = readForm({ blocks: [], state: { values: sent } });
        expect(entered.reason === undefined || entered.reason.trim() === entered.reason).toBe(true);
      }),
    );
  });
});
