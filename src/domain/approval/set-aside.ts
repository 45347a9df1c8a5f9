import type { ExemptionRule } from '../accounts-schema.ts';
import { exemptionOf } from '../exemptions.ts';
import type { Finding } from '../finding.ts';
import { mutedBy } from '../mute/decorate.ts';
import type { Mute } from '../mute/mute.ts';
import type { MuteStore } from '../mute/ports.ts';
import type { FindingStore } from '../ports.ts';
import type { FactsDeps } from './deps.ts';
import type { Approval } from './record.ts';
import { moment, plain, user } from './wording.ts';

export interface SetAsideDeps {
  readonly findings: Pick<FindingStore, 'get'>;
  readonly mutes: Pick<MuteStore, 'inForce'>;
  readonly exemptions: readonly ExemptionRule[];
  readonly now: () => Date;
}

/**
 * Why findings are left alone at this moment, also when their approval was asked for before: accounts.yaml exempts them,
 * or somebody has muted them, their database or their rule. A mute counts here whatever the newest verdict says, and
 * although the finding itself may not be known any more. What follows an earlier run is not held up by either: a change
 * half way has to be brought to an end or taken back.
 */
export const setAsideNow =
  ({ findings, mutes, exemptions, now }: SetAsideDeps): FactsDeps['setAside'] =>
  async (approval) => {
    if (approval.previousRunId !== undefined) return undefined;
    const at = now().getTime();
    const inForce = await mutes.inForce(at);
    const muting = mutedBy(inForce, at);
    for (const about of subjectsOf(approval)) {
      const finding = await findings.get(about.id);
      const name = plain(finding?.resource.id ?? about.resource.id);
      const exempt = finding && exemptionOf(finding, exemptions);
      if (exempt !== undefined) {
        const owner = exempt.owner === undefined ? '' : ` (${plain(exempt.owner)})`;
        return `${name} is exempt by accounts.yaml: ${plain(exempt.reason)}${owner}`;
      }
      const muted = muting(finding ?? about);
      if (muted !== undefined) return mutedText(name, muted);
    }
    const other = alsoChanged(approval, inForce);
    return other && mutedText(`${plain(other.label)}, which the plan changes as well,`, other);
  };

const mutedText = (name: string, { until, by, reason }: Pick<Mute, 'until' | 'by' | 'reason'>): string =>
  `${name} is muted until ${moment(until)} by ${user(by)}: ${plain(reason)}`;

type About = Pick<Finding, 'id' | 'ruleId' | 'target' | 'resource'>;

/** What is known of its findings from the approval alone. */
function subjectsOf({ plan, findingIds, ruleId, target }: Approval): About[] {
  const items = new Map(plan?.items.map(({ findingId, resource }) => [findingId, resource]));
  return [...(plan === undefined ? findingIds : items.keys())].map((id) => ({
    id,
    ruleId,
    target,
    resource: items.get(id) ?? { type: '', id, arn: '' },
  }));
}

/** A plan for a whole account and Region changes databases that are no findings of its own. */
const alsoChanged = ({ plan }: Approval, mutes: readonly Mute[]): Mute | undefined =>
  mutes.find(({ subject }) => subject.kind === 'database' && plan?.resources.includes(subject.arn));
