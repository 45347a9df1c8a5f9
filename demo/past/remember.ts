import { Redis } from 'ioredis';
import type { DateTime } from 'luxon';
import { pino } from 'pino';
import { loadEstate } from '../../src/accounts-file.ts';
import type { Estate } from '../../src/domain/accounts.ts';
import type { ScanReport } from '../../src/domain/audit.ts';
import { composeDigest } from '../../src/domain/digest/compose.ts';
import { editionId } from '../../src/domain/digest/edition.ts';
import { gatherFacts } from '../../src/domain/digest/gather.ts';
import type { DigestSettings } from '../../src/domain/digest/settings.ts';
import type { RuleMeta } from '../../src/domain/rule.ts';
import { everything, targetsOf } from '../../src/domain/scope.ts';
import type { Target } from '../../src/domain/target.ts';
import { createProducer } from '../../src/queue/producer.ts';
import { loadRules } from '../../src/rules/registry.ts';
import { createPeople } from '../../src/slack/people.ts';
import { openRecords } from '../../src/store/records.ts';
import type { DemoSlack } from '../slack/start.ts';
import { ids } from '../slack/workspace.ts';
import { nextDigest } from './next-digest.ts';
import { changes, organizationThen, organizationYesterday } from './organization.ts';
import { scanOrganization } from './scan.ts';

/** So many days ago was the first audit. */
const daysKept = 30;

/** Aurora Keeper's own scans of the organization as it was, and what else the past is made of. */
export interface PastScans {
  readonly estate: Estate;
  readonly metas: readonly RuleMeta[];
  /** Of the targets in which something has changed since. */
  readonly then: readonly ScanReport[];
  /** Of all targets, yesterday. */
  readonly now: readonly ScanReport[];
}

/** Needs neither Slack nor Redis, so that it can go on while these start. */
export async function scanPast(accountsFile: string): Promise<PastScans> {
  const rules = await loadRules();
  const metas = rules.map(({ meta }) => meta);
  const estate = loadEstate(
    accountsFile,
    metas.map(({ id }) => id),
  );
  const targets = targetsOf(everything, estate.accounts);
  // One after the other: the AWS SDK finds its endpoint in the environment.
  const then = await scanOrganization(await organizationThen(), targets.filter(hasChanged), estate, rules);
  const now = await scanOrganization(await organizationYesterday(), targets, estate, rules);
  return { estate, metas, then, now };
}

export interface RememberOptions {
  readonly redisUrl: string;
  readonly slack: Pick<DemoSlack, 'apiUrl' | 'workspace'>;
}

/**
 * Stores the scans as four weeks of audits, and the digest that #databases had yesterday. A worker posts it; the next
 * one is due in one to two hours.
 */
export async function rememberPast(
  { estate, metas, then, now }: PastScans,
  { redisUrl, slack }: RememberOptions,
): Promise<void> {
  const ruleIds = metas.filter(({ pack }) => pack === 'recoverability').map(({ id }) => id);
  const redis = new Redis(redisUrl, { maxRetriesPerRequest: null });
  const queue = createProducer({ connection: redis, inTime: false });
  try {
    const records = openRecords({ redis, retentionDays: estate.retentionDays, logger: pino({ level: 'silent' }) });
    const people = createPeople({ botToken: slack.workspace.app.botToken, apiUrl: slack.apiUrl, now: Date.now });
    const { by, zone, slot } = nextDigest(new Date());
    const settings: DigestSettings = { at: slot.toFormat('HH:mm'), zone, scope: everything, quiet: 'line' };
    const channelId = ids.databases;
    const daysAgo = (days: number) => slot.minus({ days });
    const iso = (time: DateTime) => time.toUTC().toISO() ?? '';
    const store = (reports: readonly ScanReport[], days: number) =>
      Promise.all(
        reports.map((report) => records.findings.replace(`past-${days}`, ruleIds, report, iso(daysAgo(days)))),
      );
    /** Puts a day's digest together as if its time had just come. */
    const tell = async (days: number, state: 'told' | 'silent'): Promise<string> => {
      const at = daysAgo(days).plus({ minutes: 1 });
      const date = at.toISODate() ?? '';
      const id = editionId(channelId, date);
      await records.digests.open({ id, channelId, date, openedAt: iso(at), settings, state: 'auditing' });
      const channel = await records.digests.channel(channelId);
      const upTo = await records.lives.head();
      const told = channel ?? {};
      const facts = await gatherFacts(
        { ...records, estate, metas, people },
        { channelId, date, settings, told, upTo, now: at.toJSDate() },
      );
      const composed = composeDigest(facts);
      const from = channel?.toldUpTo;
      await records.digests.tell({ editionId: id, channelId, date, state, from, upTo, at: iso(at), ...composed });
      return id;
    };

    const since = iso(daysAgo(daysKept).minus({ hours: 1 }));
    const configured = {
      ...settings,
      channelId,
      by,
      changedAt: since,
      onSince: since,
    };
    // Off until yesterday has had its digest, or a worker that is there already would make one of its own.
    await records.digests.configure({ ...configured, on: false });
    await store([...then, ...now.filter(({ result }) => !hasChanged(result.target))], daysKept);
    for (let days = daysKept - 1; days > 1; days -= 1) await store(onDay(now, days), days);
    await tell(2, 'silent');
    await store(now, 1);
    const digestId = await tell(1, 'told');
    await records.digests.configure({ ...configured, on: true });
    await queue.sendDigest(digestId);
  } finally {
    await queue.close();
    redis.disconnect();
  }
}

const hasChanged = ({ accountName, region }: Target): boolean =>
  changes.some((each) => each.account === accountName && each.region === region);

/** Scans of a day: of what changed on it, and of a Region that has nothing in it. */
const onDay = (now: readonly ScanReport[], days: number): ScanReport[] =>
  now.filter(({ result: { target } }) => {
    const { accountName, region } = target;
    if (accountName === 'sandbox' && region === 'eu-north-1') return true;
    return changes.some((each) => each.daysAgo === days && each.account === accountName && each.region === region);
  });
