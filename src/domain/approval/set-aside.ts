import type { FindingStore } from '../ports.ts';
import type { Approval } from './record.ts';
import { plain } from './wording.ts';

/** Why an approval's findings are left alone, in mrkdwn and without a full stop; undefined when none of them is. */
export const setAsideBy =
  (findings: Pick<FindingStore, 'get'>) =>
  async ({ findingIds }: Pick<Approval, 'findingIds'>): Promise<string | undefined> => {
    for (const id of findingIds) {
      const finding = await findings.get(id);
      if (finding?.exempt !== undefined)
        return `${plain(finding.resource.id)} is exempt by policy (${plain(finding.exempt.reason)})`;
    }
    return undefined;
  };
