import {
  paginateDescribePendingMaintenanceActions,
  RDSClient,
  type ResourcePendingMaintenanceActions,
} from '@aws-sdk/client-rds';
import type { PlanContext } from '../../../../../domain/remediation/stage.ts';
import { incompleteAnswer, listIn, paging } from '../../../../reads.ts';
import { acknowledge, check, clear, collect, type Decision } from '../check.ts';
import type { Subject } from '../subject.ts';
import { few, isSoon, timestamp } from '../words.ts';

const action = 'rds:DescribePendingMaintenanceActions';

/** Of the whole Region: its filters take clusters or instances, not both at once. */
const read = ({ client, signal }: PlanContext): Promise<ResourcePendingMaintenanceActions[]> =>
  collect(
    paginateDescribePendingMaintenanceActions({ client: client(RDSClient), ...paging }, {}, { abortSignal: signal }),
    (page) => listIn(action, page.PendingMaintenanceActions),
  );

/**
 * `CurrentApplyDate` is when AWS will do it, opt-ins included; without it, the other two say when it may begin.
 * https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_PendingMaintenanceAction.html
 */
export function decideMaintenance(
  pending: readonly ResourcePendingMaintenanceActions[],
  { source, arn, now }: Subject,
): Decision {
  const arns = new Set([arn, ...source.members.map(({ DBInstanceArn }) => DBInstanceArn)]);
  const actions = pending.flatMap(({ ResourceIdentifier: of, PendingMaintenanceActionDetails: details }) => {
    if (of === undefined) throw incompleteAnswer(action, 'an action without its resource');
    if (!arns.has(of)) return [];
    return (details ?? []).map(({ Action, CurrentApplyDate, AutoAppliedAfterDate, ForcedApplyDate }) => ({
      what: `${Action ?? 'an action'} of ${of.split(':').at(-1)}`,
      at: CurrentApplyDate ?? AutoAppliedAfterDate ?? ForcedApplyDate,
    }));
  });
  const soon = actions.filter(({ at }) => isSoon(at, now));
  if (soon.length > 0) {
    const when = soon.map(({ what, at }) => `${what}${at === undefined ? '' : `, ${timestamp(at)}`}`);
    return acknowledge(
      `May begin while the cut-over is under way: ${few(when)}. Apply it first, or accept a restart in the middle.`,
    );
  }
  if (actions.length === 0) return clear('None.');
  return clear(`Not within a day: ${few(actions.map(({ what }) => what))}. It stays with the old cluster.`);
}

export const maintenance = check<readonly ResourcePendingMaintenanceActions[]>({
  id: 'maintenance',
  what: 'Pending maintenance',
  read,
  decide: decideMaintenance,
});
