import { z } from 'zod';
import { createRandom } from './random.ts';

/**
 * What goes wrong. `throttle` and `error` are AWS's own refusals, `delay` waits and then answers normally, the
 * others are answers that no AWS service should give: a web page with 200 (`html`) or 502 (`html-502`), text that
 * claims to be XML (`garbage-xml`), half a body with a matching length (`truncated`), half a body and then a closed
 * socket (`aborted`), nothing (`empty`), a socket closed before any answer (`reset`) or never answered (`hang`). With
 * `applied-500`, `applied-reset` and `applied-hang` the operation has run and the caller is told a server error, or
 * nothing at all: the nastiest case for whoever tries again. `ends-in` lets the call be accepted and what it starts
 * end in the state `outcome`, such as `incompatible-restore` of a cluster or `failed` of a snapshot.
 */
const EFFECTS = [
  ...(['throttle', 'error', 'delay', 'html', 'html-502', 'garbage-xml'] as const),
  ...(['truncated', 'aborted', 'empty', 'reset', 'hang'] as const),
  ...(['applied-500', 'applied-reset', 'applied-hang', 'ends-in'] as const),
] as const;

/** One rule: which calls it strikes, how often, with what. Without `times` or `probability` it strikes them all. */
export const faultRule = z.strictObject({
  accountId: z.string().optional(),
  region: z.string().optional(),
  service: z.string().optional(),
  /** May end in `*`. */
  action: z.string().optional(),
  /** True: only what changes something; false: only what does not. */
  writes: z.boolean().optional(),
  /** Members that the input must have with these values. */
  input: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).default({}),
  /** Leaves the first of these calls alone: 2 strikes from the third on. */
  skip: z.number().int().min(0).default(0),
  times: z.number().int().min(1).optional(),
  probability: z.number().min(0).max(1).optional(),
  seed: z.number().int().default(1),
  effect: z.enum(EFFECTS),
  /** Milliseconds of a `delay`. */
  ms: z.number().min(0).default(100),
  /** Wire code, status and message of an `error`; InternalFailure with 500 unless told. */
  code: z.string().optional(),
  status: z.number().int().min(400).max(599).optional(),
  message: z.string().optional(),
  /** The state of `ends-in`. */
  outcome: z.string().optional(),
  /** `after`: the operation has run, only its answer is lost, or late. */
  phase: z.enum(['before', 'after']).default('before'),
});
export type FaultRuleInput = z.input<typeof faultRule>;
export type Fault = z.output<typeof faultRule>;

/** What a rule is compared with. An AssumeRole call also counts as a call on the role's account. */
export interface FaultTarget {
  readonly accountIds: readonly string[];
  readonly input: Readonly<Record<string, unknown>>;
  readonly region: string;
  readonly service: string;
  readonly action: string;
  readonly write: boolean;
}

export interface Faults {
  /** Adds a rule and returns what removes it. Throws on a rule that is not valid. */
  readonly add: (rule: FaultRuleInput) => () => void;
  readonly clear: () => void;
  /** The faults that strike this call, in the order they were added; counts them as spent. */
  readonly strike: (target: FaultTarget) => Fault[];
}

interface ActiveRule {
  readonly fault: Fault;
  readonly random: () => number;
  toSkip: number;
  left: number;
}

/** Holds the rules. Each has its own seeded generator, so the same seed gives the same sequence of strikes. */
export function createFaults(initial: readonly FaultRuleInput[]): Faults {
  const rules = new Set<ActiveRule>();
  const add = (input: FaultRuleInput): (() => void) => {
    const fault = faultRule.parse(input);
    const left = fault.times ?? Number.POSITIVE_INFINITY;
    const rule: ActiveRule = { fault, random: createRandom(fault.seed), toSkip: fault.skip, left };
    rules.add(rule);
    return () => rules.delete(rule);
  };
  initial.forEach(add);
  const strike = (target: FaultTarget): Fault[] =>
    [...rules].filter((rule) => strikes(rule, target)).map((r) => r.fault);
  return { add, clear: () => rules.clear(), strike };
}

function strikes(rule: ActiveRule, target: FaultTarget): boolean {
  if (rule.left === 0 || !matches(rule.fault, target)) return false;
  if (rule.toSkip > 0) {
    rule.toSkip -= 1;
    return false;
  }
  if (rule.fault.probability !== undefined && rule.random() >= rule.fault.probability) return false;
  rule.left -= 1;
  return true;
}

function matches(fault: Fault, { accountIds, region, service, action, write, input }: FaultTarget): boolean {
  if (fault.accountId !== undefined && !accountIds.includes(fault.accountId)) return false;
  if (fault.region !== undefined && fault.region !== region) return false;
  if (fault.service !== undefined && fault.service !== service) return false;
  if (fault.writes !== undefined && fault.writes !== write) return false;
  if (Object.entries(fault.input).some(([member, value]) => input[member] !== value)) return false;
  if (fault.action === undefined) return true;
  return fault.action.endsWith('*') ? action.startsWith(fault.action.slice(0, -1)) : action === fault.action;
}
