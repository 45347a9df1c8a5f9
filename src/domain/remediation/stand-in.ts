import type { Finding } from '../finding.ts';
import type { Plan } from './plan.ts';

/**
 * A finding as far as the plan of an earlier stage tells of it: a stage may have taken the database out of what is
 * audited, or out of the way of its name, and the next one has to be planned all the same. Undefined when that plan was
 * not about it.
 */
export function standIn({ ruleId, target, items }: Plan, findingId: string): Finding | undefined {
  const item = items.find((each) => each.findingId === findingId);
  if (item === undefined) return undefined;
  return {
    id: findingId,
    ruleId,
    references: [],
    status: 'unknown',
    severity: 'medium',
    title: item.resource.id,
    reason: 'It is not among the newest verdicts: an earlier stage of its remediation is under way.',
    cause: 'under-way',
    target,
    resource: item.resource,
    evidence: {},
    remediation: null,
  };
}
