import type { Plan, PreflightItem } from '../domain/remediation/plan.ts';
import type { Colors } from './colors.ts';
import { plain } from './plain.ts';

const marks: Readonly<Record<PreflightItem['state'], string>> = {
  clear: 'ok',
  blocked: 'blocked',
  acknowledge: 'to acknowledge',
  unread: 'could not be read, so it blocks',
};

/** A plan for people: what changes, what does not, what it costs, what stands in its way. */
export function planText(plan: Plan, colors: Colors): string {
  const part = (title: string, lines: readonly string[]): string[] =>
    lines.length === 0 ? [] : ['', colors.bold(title), ...lines.map((line) => `  ${plain(line)}`)];
  const { target } = plan;
  return [
    colors.bold(plain(plan.title)),
    plain(`${target.accountName} (${target.accountId}) · ${target.region} · ${plan.risk}`),
    ...part('Not possible as things are', plan.refusals),
    ...part(
      'Changes',
      plan.items.flatMap(({ resource, changes }) =>
        changes.map(({ what, before, after }) => `${resource.id}: ${what}: ${before ?? 'none'} → ${after ?? 'none'}`),
      ),
    ),
    ...part('What happens', plan.summary),
    ...part('Warnings', plan.warnings),
    ...part(
      'Pre-flight',
      plan.preflight.map(({ what, state, detail }) => `${marks[state]}: ${what}. ${detail}`),
    ),
    ...part(
      'Steps',
      plan.steps.map(
        ({ title, option }, index) => `${index + 1}. ${title}${option === undefined ? '' : ' (optional)'}`,
      ),
    ),
    ...part('Cost', [`${plan.cost.text} ${plan.cost.basis}`]),
    ...part(
      'Managed by code',
      plan.managedBy === undefined ? [] : [`${plan.managedBy}: change it there. --format shows what to paste.`],
    ),
    '',
    colors.dim(`plan ${plan.hash.slice(0, 12)}, read ${plan.plannedAt}; nothing was changed`),
    '',
  ].join('\n');
}
