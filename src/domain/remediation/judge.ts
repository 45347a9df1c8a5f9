import type { Finding } from '../finding.ts';
import { asSentence, listed, plural } from '../words.ts';
import { judgeAgainAfter } from './back-off.ts';
import { type JudgePlan, judgeAtOnce, type Plan } from './plan.ts';
import type { Judgement, Run } from './run.ts';

export interface Verdict {
  readonly judgement: Judgement;
  /** Milliseconds until the next one; nothing when it is settled. */
  readonly againMs?: number;
}

/**
 * What a new audit says about a run's findings. `found` holds the newest verdicts of the run's rule, or is undefined
 * when they could not be read. A finding that is not there any more, because its database is gone, is settled.
 */
export function verdictOn(run: Run, plan: Plan, found: readonly Finding[] | undefined, now: number): Verdict {
  const { expects }: JudgePlan = plan.judge ?? judgeAtOnce;
  const ids = new Set(plan.items.map(({ findingId }) => findingId));
  const open = found?.filter(({ id, status }) => ids.has(id) && (status === 'fail' || status === 'unknown'));
  const at = new Date(now).toISOString();
  if (open !== undefined && (open.length === 0 || expects === 'anything'))
    return { judgement: { at, outcome: 'passed', says: settledText(plan, open) } };
  const why = open === undefined ? 'The target could not be read.' : openText(open);
  const leftMs = (run.judgeUntil === undefined ? 0 : Date.parse(run.judgeUntil)) - now;
  if (leftMs <= 0) return { judgement: { at, outcome: 'given-up', says: givenUpText(run, why, now) } };
  const againMs = Math.min(judgeAgainAfter((run.judgements ?? 0) + 1), Math.max(leftMs, 1_000));
  return { judgement: { at, outcome: 'waiting', says: `The effect does not show yet. ${why}` }, againMs };
}

const settledText = (plan: Plan, open: readonly Finding[]): string =>
  open.length === 0
    ? `A new audit finds nothing wrong with ${names(plan.items.map(({ resource }) => resource.id))}.`
    : `A new audit says of it: ${openText(open)}`;

const openText = (open: readonly Finding[]): string => {
  const [first] = open;
  if (first === undefined) return '';
  return open.length === 1
    ? `${first.resource.id}: ${asSentence(first.reason)}`
    : `${names(open.map(({ resource }) => resource.id))} still fail. ${first.resource.id}: ${asSentence(first.reason)}`;
};

const names = (ids: readonly string[]): string => listed(ids, 5);

function givenUpText({ finishedAt, queuedAt }: Run, why: string, now: number): string {
  const minutes = Math.max(1, Math.round((now - Date.parse(finishedAt ?? queuedAt)) / 60_000));
  const ago = minutes < 120 ? plural(minutes, 'minute') : plural(Math.round(minutes / 60), 'hour');
  return `The change was made ${ago} ago, and an audit still does not show its effect. ${why} Look at it in the AWS console; then audit again.`;
}
