import type { KeptCopy } from '../../domain/remediation/made.ts';
import { plural } from '../../domain/words.ts';
import { bold, dateToken, safe } from './mrkdwn.ts';

const dayMs = 86_400_000;
const nameIn = (arn: string): string => arn.split(':').slice(6).join(':') || arn;

/** `orders-bt-1121 · cluster · 3 days old · $26.40 a day (list price) · removed on Nov 28`. */
export function keptCopyLine({ arn, kind, createdAt, hourlyCost, removeAt }: KeptCopy, now: Date): string {
  const days = Math.max(0, Math.floor((now.getTime() - Date.parse(createdAt)) / dayMs));
  const account = arn.split(':')[4];
  return [
    `${bold(nameIn(arn))} · ${kindWord(kind)}${account === undefined || account === '' ? '' : ` in ${account}`}`,
    days === 0 ? 'made today' : `${plural(days, 'day')} old`,
    hourlyCost === undefined
      ? 'its cost is not known'
      : `$${(hourlyCost.usd * 24).toFixed(2)} a day (${safe(hourlyCost.basis)})`,
    removeAt === undefined ? 'kept until somebody removes it' : `removed ${dateToken(removeAt, '{date_short_pretty}')}`,
  ].join(' · ');
}

const words: Readonly<Record<string, string>> = {
  'AWS::RDS::DBCluster': 'cluster',
  'AWS::RDS::DBClusterSnapshot': 'snapshot',
  'AWS::RDS::DBClusterParameterGroup': 'parameter group',
  'AWS::Backup::BackupPlan': 'backup plan',
};
const kindWord = (kind: string): string => words[kind] ?? kind;
