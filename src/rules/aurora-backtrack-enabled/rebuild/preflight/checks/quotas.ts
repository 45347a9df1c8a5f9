import { type AccountQuota, DescribeAccountAttributesCommand, RDSClient } from '@aws-sdk/client-rds';
import type { PlanContext } from '../../../../../domain/remediation/stage.ts';
import { incompleteAnswer, listIn } from '../../../../reads.ts';
import { blocked, check, clear, type Decision } from '../check.ts';
import type { Subject } from '../subject.ts';

const action = 'rds:DescribeAccountAttributes';

const read = async ({ client, signal }: PlanContext): Promise<readonly AccountQuota[]> => {
  const answer = await client(RDSClient).send(new DescribeAccountAttributesCommand({}), { abortSignal: signal });
  return listIn(action, answer.AccountQuotas);
};

/** Names of https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_AccountQuota.html, and how people call them. */
const wordsFor = {
  DBClusters: 'clusters',
  DBInstances: 'instances',
  ManualClusterSnapshots: 'manual cluster snapshots',
} as const;

/** Aurora storage grows by itself and has no quota of the account. */
export function decideQuotas(quotas: readonly AccountQuota[], { created }: Subject): Decision {
  const needed = { DBClusters: 1, DBInstances: created.length, ManualClusterSnapshots: 1 };
  const room = Object.entries(wordsFor).map(([name, word]) => {
    const { Used: used, Max: max } = quotas.find(({ AccountQuotaName }) => AccountQuotaName === name) ?? {};
    if (used === undefined || max === undefined) throw incompleteAnswer(action, `${name} was not in it`);
    const more = needed[name as keyof typeof needed];
    return { word, used, max, more, fits: used + more <= max };
  });
  const short = room.filter(({ fits }) => !fits);
  if (short.length === 0)
    return clear(
      `Enough: ${room.map(({ word, used, max, more }) => `${word} ${used} + ${more} of ${max}`).join(', ')}.`,
    );
  const lines = short.map(({ word, used, max, more }) => `${word} ${used} of ${max} in use, ${more} more needed`);
  return blocked(
    `Too few: ${lines.join('; ')}. Delete some, or ask AWS for a higher quota (Service Quotas, Amazon RDS).`,
  );
}

export const quotas = check<readonly AccountQuota[]>({
  id: 'quotas',
  what: 'Quotas of Amazon RDS',
  read,
  decide: decideQuotas,
});
