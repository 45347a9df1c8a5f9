import type { ExemptionRule } from '../accounts-schema.ts';
import { exemptionOf } from '../exemptions.ts';
import type { FindingStore } from '../ports.ts';
import type { FactsDeps } from './deps.ts';
import { plain } from './wording.ts';

/**
 * Findings that accounts.yaml exempts now are left alone, also when their approval was asked for before. What follows an
 * earlier run is not held up by that: a change half way has to be brought to an end or taken back.
 */
export const exemptNow =
  (findings: Pick<FindingStore, 'get'>, exemptions: readonly ExemptionRule[]): FactsDeps['setAside'] =>
  async ({ plan, findingIds, previousRunId }) => {
    if (previousRunId !== undefined) return undefined;
    for (const id of plan?.items.map(({ findingId }) => findingId) ?? findingIds) {
      const finding = await findings.get(id);
      const exempt = finding && exemptionOf(finding, exemptions);
      if (exempt === undefined) continue;
      const owner = exempt.owner === undefined ? '' : ` (${plain(exempt.owner)})`;
      return `${plain(finding?.resource.id ?? id)} is exempt by accounts.yaml: ${plain(exempt.reason)}${owner}`;
    }
    return undefined;
  };
