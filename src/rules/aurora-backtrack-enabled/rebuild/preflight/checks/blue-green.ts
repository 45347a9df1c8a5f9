import { type BlueGreenDeployment, paginateDescribeBlueGreenDeployments, RDSClient } from '@aws-sdk/client-rds';
import type { PlanContext } from '../../../../../domain/remediation/stage.ts';
import { listIn, paging } from '../../../../reads.ts';
import { blocked, check, clear, collect, type Decision } from '../check.ts';
import type { Subject } from '../subject.ts';
import { few } from '../words.ts';

const read = ({ client, signal }: PlanContext): Promise<BlueGreenDeployment[]> =>
  collect(
    paginateDescribeBlueGreenDeployments({ client: client(RDSClient), ...paging }, {}, { abortSignal: signal }),
    (page) => listIn('rds:DescribeBlueGreenDeployments', page.BlueGreenDeployments),
  );

/** A finished deployment stays in the list until somebody deletes it, and holds nothing back. */
export function decideBlueGreen(deployments: readonly BlueGreenDeployment[], { arn, name }: Subject): Decision {
  const own = deployments.filter(({ Source, Target }) => Source === arn || Target === arn);
  const open = own.filter(({ Status }) => Status !== 'SWITCHOVER_COMPLETED');
  const namesOf = (some: readonly BlueGreenDeployment[]): string[] =>
    some.map(
      ({ BlueGreenDeploymentName, BlueGreenDeploymentIdentifier, Status }) =>
        `${BlueGreenDeploymentName ?? BlueGreenDeploymentIdentifier ?? '?'}, ${Status ?? 'in an unknown state'}`,
    );
  if (open.length > 0)
    return blocked(`${name} is in a blue/green deployment (${few(namesOf(open))}). Switch over or delete it first.`);
  return clear(own.length === 0 ? `${name} is in none.` : `Completed: ${few(namesOf(own))}.`);
}

export const blueGreen = check<readonly BlueGreenDeployment[]>({
  id: 'blue-green',
  what: 'Blue/green deployments',
  read,
  decide: decideBlueGreen,
});
