import type { Estate } from '../accounts.ts';
import type { ApprovalStore, People } from '../approval/ports.ts';
import type { Finding } from '../finding.ts';
import type { LifeLog, LifeStore } from '../life/ports.ts';
import { readDays } from '../life/read-days.ts';
import type { Transition } from '../life/transition.ts';
import { mutedBy } from '../mute/decorate.ts';
import type { BaselineStore, MuteStore } from '../mute/ports.ts';
import type { FindingStore } from '../ports.ts';
import type { CopyStore } from '../remediation/made.ts';
import type { RuleMeta } from '../rule.ts';
import { peopleOf } from './asides.ts';
import { type Belonging, belongs } from './belongs.ts';
import type { DigestFacts } from './facts.ts';
import type { DigestStore } from './ports.ts';
import type { ChannelDigest, DigestSettings } from './settings.ts';

export interface GatherDeps {
  readonly estate: Pick<Estate, 'accounts' | 'routes'>;
  readonly metas: readonly RuleMeta[];
  readonly digests: Pick<DigestStore, 'channels'>;
  readonly lives: Pick<LifeStore, 'after' | 'list'> & LifeLog;
  readonly findings: Pick<FindingStore, 'list' | 'targets'>;
  readonly mutes: Pick<MuteStore, 'inForce'>;
  readonly baseline: Pick<BaselineStore, 'all'>;
  readonly approvals: Pick<ApprovalStore, 'listOpen'>;
  readonly copies: CopyStore;
  readonly people: Pick<People, 'person'>;
}

export interface GatherFor {
  readonly channelId: string;
  readonly date: string;
  readonly settings: DigestSettings;
  /** How far the channel has been told. */
  readonly told: Pick<ChannelDigest, 'toldUpTo' | 'unscanned'>;
  /** Sequence number up to which it is told now. */
  readonly upTo: number;
  readonly now: Date;
  readonly problem?: string | undefined;
}

const daysShown = 30;

/** Reads what a digest is put together from; asks no AWS. */
export async function gatherFacts(deps: GatherDeps, wanted: GatherFor): Promise<DigestFacts> {
  const { estate, metas } = deps;
  const { channelId, date, settings, told, upTo, now, problem } = wanted;
  const on = (await deps.digests.channels()).filter((each) => each.on).map((each) => each.channelId);
  const where: Belonging = {
    channelId,
    scope: settings.scope,
    routes: estate.routes,
    channels: new Set([...on, channelId]),
    accounts: estate.accounts,
    metas,
  };
  const first = told.toldUpTo === undefined;
  const [mutes, baseline, approvals, copies, targets, openSince, findings, transitions] = await Promise.all([
    deps.mutes.inForce(now.getTime()),
    deps.baseline.all(),
    deps.approvals.listOpen(),
    deps.copies.list(),
    deps.findings.targets(),
    openTimes(deps.lives),
    all<Finding>(deps.findings.list()),
    first ? [] : all<Transition>(deps.lives.after(told.toldUpTo ?? 0, upTo)),
  ]);
  const muting = mutedBy(mutes, now.getTime());
  const series = await readDays(
    {
      lives: deps.lives,
      counts: (subject) => belongs(subject, where).to === 'us',
      isMuted: (life) => muting({ ...life, id: life.findingId }) !== undefined || baseline.has(life.findingId),
    },
    { days: daysShown, zone: settings.zone, now },
  );
  const ids = [...transitions.flatMap(({ by }) => actorsOf(by)), ...peopleOf(approvals, estate.accounts)];
  return {
    where,
    date,
    zone: settings.zone,
    now,
    first,
    toldUnscanned: told.unscanned ?? [],
    transitions,
    findings,
    openSince,
    targets,
    mutes,
    baseline,
    approvals,
    copies,
    names: await namesOf(deps.people, ids),
    series,
    metas,
    problem,
  };
}

async function all<T>(each: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const one of each) found.push(one);
  return found;
}

async function openTimes(lives: Pick<LifeStore, 'list'>): Promise<ReadonlyMap<string, string>> {
  const since = new Map<string, string>();
  for await (const { findingId, openSince } of lives.list())
    if (openSince !== undefined) since.set(findingId, openSince);
  return since;
}

const actorsOf = (by: Transition['by']): readonly string[] =>
  by.kind === 'remediation' ? by.approvedBy : by.kind === 'person' ? [by.userId] : [];

/** Names in plain text: a mention would notify. Whom Slack does not name keeps his id. */
async function namesOf(people: Pick<People, 'person'>, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const named = await Promise.all(
    [...new Set(ids)].map(async (id): Promise<[string, string]> => {
      const person = await people.person(id).catch(() => undefined);
      return [id, person?.name ?? id];
    }),
  );
  return new Map(named);
}
