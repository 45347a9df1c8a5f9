import type { DigestContent } from '../../domain/digest/content.ts';
import type { KeptCopy } from '../../domain/remediation/made.ts';
import { plural } from '../../domain/words.ts';
import { bold, dateToken, safe } from './mrkdwn.ts';

const dayMs = 86_400_000;
const nameIn = (arn: string): string => arn.split(':').slice(6).join(':') || arn;

/** `orders-bt-1121 · cluster · 3 days old · $26.40 a day (list price) · removed on Nov 28`. */
export function keptCopyLine(
  { arn, kind, createdAt, hourlyCost, removeAt, removableFrom }: KeptCopy,
  now: Date,
): string {
  const days = Math.max(0, Math.floor((now.getTime() - Date.parse(createdAt)) / dayMs));
  const account = arn.split(':')[4];
  return [
    `${bold(nameIn(arn))} · ${kindWord(kind)}${account === undefined || account === '' ? '' : ` in ${account}`}`,
    days === 0 ? 'made today' : `${plural(days, 'day')} old`,
    hourlyCost === undefined
      ? 'its cost is not known'
      : `$${(hourlyCost.usd * 24).toFixed(2)} a day (${safe(hourlyCost.basis)})`,
    removalText(removeAt, removableFrom),
  ].join(' · ');
}

const removalText = (removeAt: string | undefined, from: string | undefined): string => {
  if (removeAt !== undefined) return `removed ${dateToken(removeAt, '{date_short_pretty}')}`;
  const when = from === undefined ? '' : `, possible from ${dateToken(from, '{date_short_pretty}')}`;
  return `kept until somebody removes it${when}`;
};

/** `2 kept copies, $53/day, oldest 6 days, the next removed on Nov 28`. */
export function keptCopiesLine(kept: NonNullable<DigestContent['copies']>, now: Date): string {
  const days = Math.floor((now.getTime() - Date.parse(kept.oldestAt)) / dayMs);
  const cost = kept.unpriced === kept.count ? 'cost not known' : `${dollars(kept.usdPerDay)}/day`;
  const rest = kept.unpriced > 0 && kept.unpriced < kept.count ? `, ${kept.unpriced} of unknown cost` : '';
  const age = `${plural(Math.max(0, days), 'day')}${kept.count === 1 ? ' old' : ''}`;
  const next = kept.nextRemovalAt === undefined ? '' : dateToken(kept.nextRemovalAt, '{date_short_pretty}');
  return [
    `${plural(kept.count, 'kept copy', 'kept copies')}, ${cost}${rest}`,
    kept.count === 1 ? age : `oldest ${age}`,
    ...(next === '' ? [] : [kept.count === 1 ? `removed ${next}` : `the next removed ${next}`]),
  ].join(', ');
}

/** Whole dollars from ten on, cents below. */
const dollars = (usd: number): string =>
  `$${usd.toLocaleString('en-US', usd >= 10 ? { maximumFractionDigits: 0 } : { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`;

const words: Readonly<Record<string, string>> = {
  'AWS::RDS::DBCluster': 'cluster',
  'AWS::RDS::DBClusterSnapshot': 'snapshot',
  'AWS::RDS::DBClusterParameterGroup': 'parameter group',
  'AWS::Backup::BackupPlan': 'backup plan',
};
const kindWord = (kind: string): string => words[kind] ?? kind;
