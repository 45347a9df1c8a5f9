import { pino } from 'pino';
import type { Account } from '../../src/domain/accounts.ts';
import { ownEstate } from '../../src/domain/accounts.ts';
import type { Audit } from '../../src/domain/audit.ts';
import type { DigestContent } from '../../src/domain/digest/content.ts';
import { PostUncertain, TryAgainIn } from '../../src/domain/errors.ts';
import type { Finding } from '../../src/domain/finding.ts';
import { compare } from '../../src/domain/life/compare.ts';
import type { Life } from '../../src/domain/life/life.ts';
import type { Transition } from '../../src/domain/life/transition.ts';
import type { AuditStore, LatestTarget, Notifier } from '../../src/domain/ports.ts';
import type { RuleMeta } from '../../src/domain/rule.ts';
import { everything } from '../../src/domain/scope.ts';
import { sendDigest } from '../../src/jobs/digest/send-digest.ts';
import { tickDigests } from '../../src/jobs/digest/tick-digests.ts';
import { renderMessage } from '../../src/jobs/render-message.ts';
import { finding, target } from '../helpers/findings.ts';
import { memoryDigests, memoryMessages } from './digest-memory.ts';

const minute = 60_000;

/** The worker is gone in the middle of what it did. */
class Died extends Error {}

export interface Posted {
  readonly channelId: string;
  readonly mark: string;
  readonly at: number;
  readonly content: DigestContent;
}

export interface YearOptions {
  /** 0 to below 1; decides everything that happens by chance. */
  readonly random: () => number;
  /** How likely a worker dies at any one access to a record, to the queue or to Slack. */
  readonly deaths: number;
  /** Slack's answers that are lost, of those to posts. */
  readonly lostAnswers: number;
  readonly databases: number;
  readonly zones: readonly { readonly zone: string; readonly at: string }[];
  readonly start: Date;
}

const meta = (id: string): RuleMeta => ({
  id,
  title: id,
  pack: 'recoverability',
  references: [],
  severity: 'medium',
  resourceTypes: [],
  permissions: { audit: [] },
  why: '',
  causes: {},
  links: [],
  fixes: () => [],
});

/** A year of digests on a clock of its own: real jobs, records in memory, two workers that die, a Slack that forgets to answer. */
export function createYear(options: YearOptions) {
  const { random, deaths, lostAnswers, databases, zones, start } = options;
  let clock = start.getTime();
  const now = () => clock;
  const [own] = ownEstate('111111111111', ['eu-west-1']).accounts;
  const accounts = [own as Account];
  const where = target({ accountName: '111111111111' });

  const digests = memoryDigests(now);
  const messages = memoryMessages();
  const audits = new Map<string, Audit>();
  const log: Transition[] = [];
  const lives = new Map<string, Life>();
  const findings = new Map<string, Finding>();
  const posted: Posted[] = [];
  const queued = new Set<string>();
  const died = { times: 0 };

  const names = Array.from({ length: databases }, (_, index) => `db-${index}`);
  /** Somebody changes a database, and something sees it. */
  const change = (name: string, status: 'pass' | 'fail', cause: string) => {
    const next = finding({ name, status, cause, ruleId: 'rule', target: where, reason: cause, remediation: null });
    const compared = compare(lives.get(next.id), next, new Date(clock).toISOString(), { kind: 'audit', auditId: 'x' });
    lives.set(next.id, compared.life);
    findings.set(next.id, next);
    for (const each of compared.transitions) log.push({ ...each, seq: log.length + 1 });
  };

  const notifier = {
    post: async ({ channelId }, view, mark = '') => {
      if (view.kind !== 'digest' || view.content.kind !== 'digest') throw new Error(`posts a ${view.kind}`);
      posted.push({ channelId, mark, at: clock, content: view.content });
      if (random() < lostAnswers) throw new PostUncertain(false, new Error('no answer'));
      return { channelId, ts: String(posted.length) };
    },
    find: async ({ channelId }, mark) => {
      const index = posted.findIndex((each) => each.channelId === channelId && each.mark === mark);
      return index < 0 ? undefined : { channelId, ts: String(index + 1) };
    },
    update: async () => {},
    uploadPicture: async () => ({ refused: 'no pictures here' }),
  } satisfies Partial<Notifier>;

  /** Every access may be the last thing that a worker does: before it took effect, or after. */
  const mortal = <T extends object>(port: T): T =>
    new Proxy(port, {
      get: (from, name) => {
        const value: unknown = Reflect.get(from, name);
        if (typeof value !== 'function') return value;
        return (...args: unknown[]) => {
          const fate = random();
          if (fate < deaths / 2) {
            died.times += 1;
            throw new Died();
          }
          const result: unknown = value.apply(from, args);
          if (fate >= deaths || !(result instanceof Promise)) return result;
          return result.then(() => {
            died.times += 1;
            throw new Died();
          });
        };
      },
    });

  const queue = {
    sendDigest: async (id: string) => void queued.add(`digest ${id}`),
    renderMessage: async (id: string) => void queued.add(`message ${id}`),
    startAudit: async (id: string) => void queued.add(`audit ${id}`),
  };
  const auditStore = {
    open: async (audit: Audit) => {
      if (!audits.has(audit.id)) audits.set(audit.id, audit);
      return { outcome: 'opened' as const, audit: audits.get(audit.id) ?? audit };
    },
    get: async (id: string) => audits.get(id),
  };
  async function* each<T>(all: Iterable<T>) {
    yield* all;
  }
  const latest = (): LatestTarget => ({
    result: { target: where, status: 'scanned', findingIds: [], awsCalls: 1, elapsedMs: 1 },
    auditId: 'x',
    scannedAt: new Date(clock).toISOString(),
    lastScannedAt: new Date(clock).toISOString(),
  });
  const deps = () => ({
    estate: { accounts, routes: [], hash: 'h' },
    metas: [meta('rule')],
    digests: mortal(digests),
    messages: mortal(messages),
    audits: mortal(auditStore),
    queue: mortal(queue),
    notifier: mortal(notifier) as unknown as Notifier,
    lives: {
      head: async () => log.length,
      after: (seq: number, upTo = log.length) => each(log.slice(seq, upTo)),
      list: () => each(lives.values()),
      before: async () => log.length,
      audited: async () => [],
    },
    findings: {
      list: () => each(findings.values()),
      targets: async () => [latest()],
      get: async (id: string) => findings.get(id),
    },
    mutes: { inForce: async () => [] },
    baseline: { all: async () => new Map(), size: async () => 0 },
    approvals: { listOpen: async () => [], get: async () => undefined },
    runs: { get: async () => undefined },
    copies: { list: async () => [] },
    people: { person: async (id: string) => ({ id, name: id, kind: 'member' as const }) },
    draw: async () => {
      throw new Error('nothing to draw with');
    },
    groupsShown: 8,
    logger: pino({ level: 'silent' }),
  });

  const runJob = async (job: string): Promise<void> => {
    const [kind, id = ''] = job.split(' ');
    const shared = deps();
    if (kind === 'digest') await sendDigest({ ...shared, now: () => new Date(clock) })({ digestId: id });
    else if (kind === 'message')
      await renderMessage({ ...shared, audits: shared.audits as unknown as AuditStore, now, intervalMs: 0 })({
        messageId: id,
      });
    else {
      const audit = audits.get(id);
      if (audit === undefined) return;
      audits.set(id, { ...audit, state: 'reported' });
      for (const digestId of await digests.waitingFor(id)) queued.add(`digest ${digestId}`);
    }
  };

  /** One worker's minute; false when it died in it. What it was at stays queued, as in BullMQ. */
  const work = async (): Promise<boolean> => {
    try {
      await tickDigests({ ...deps(), now: () => new Date(clock) });
      for (const id of await messages.behind()) queued.add(`message ${id}`);
      for (let job = [...queued][0]; job !== undefined; job = [...queued][0]) {
        queued.delete(job);
        try {
          await runJob(job);
        } catch (error) {
          queued.add(job);
          if (error instanceof TryAgainIn || error instanceof PostUncertain) return true;
          throw error;
        }
      }
      return true;
    } catch (error) {
      if (error instanceof Died) return false;
      throw error;
    }
  };

  return {
    posted,
    log,
    died,
    channels: zones.map(({ zone }) => zone),
    begin: async () => {
      for (const name of names) change(name, random() < 0.3 ? 'fail' : 'pass', 'a');
      for (const { zone, at } of zones) {
        const since = start.toISOString();
        const set = { at, zone, scope: everything, quiet: 'line' as const, onSince: since };
        await digests.configure({ ...set, channelId: zone, on: true, by: 'U1', changedAt: since });
      }
    },
    goTo: (time: number) => {
      clock = time;
    },
    /** Something changes now and then. */
    happen: () => {
      const name = names[Math.floor(random() * names.length)] ?? 'db-0';
      const roll = random();
      change(name, roll < 0.45 ? 'pass' : 'fail', roll < 0.75 ? 'a' : 'b');
    },
    work,
    /** Ids of the findings that fail now. */
    open: () => [...findings.values()].filter(({ status }) => status === 'fail').map(({ id }) => id),
    told: async (id: string) => digests.page(id, 'all', 0),
    digests,
    minute,
  };
}
