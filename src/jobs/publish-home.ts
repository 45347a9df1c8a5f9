import type { Estate } from '../domain/accounts.ts';
import type { ApprovalSight, ApprovalStore } from '../domain/approval/ports.ts';
import { editionId } from '../domain/digest/edition.ts';
import type { DigestStore } from '../domain/digest/ports.ts';
import type { Home, HomeDigest, HomeStore } from '../domain/home/home.ts';
import { createPosture } from '../domain/home/posture.ts';
import { hashOf } from '../domain/json.ts';
import type { MuteStore } from '../domain/mute/ports.ts';
import type { FindingStore, Notifier, WorkerRoster } from '../domain/ports.ts';
import type { Approvals } from '../domain/remediation/approvals.ts';
import type { CopyStore } from '../domain/remediation/made.ts';
import type { PauseStore, RunStore } from '../domain/remediation/ports.ts';
import type { Payload } from './catalog.ts';

export interface PublishHomeDeps {
  readonly estate: Pick<Estate, 'accounts' | 'hash'>;
  readonly approvals: Pick<Approvals, 'mayDecide'>;
  readonly approvalStore: Pick<ApprovalStore, 'listOpen' | 'get'>;
  readonly runs: Pick<RunStore, 'get' | 'open'>;
  readonly copies: CopyStore;
  readonly findings: Pick<FindingStore, 'list' | 'targets'>;
  readonly pause: Pick<PauseStore, 'get'>;
  readonly workers: Pick<WorkerRoster, 'alive'>;
  readonly mutes: Pick<MuteStore, 'inForce'>;
  readonly digests: Pick<DigestStore, 'channels' | 'edition'>;
  readonly homes: HomeStore;
  readonly notifier: Pick<Notifier, 'publishHome'>;
  readonly now: () => Date;
}

/** A mute that ends sooner than this is shown; milliseconds. */
const soonMs = 7 * 86_400_000;

/** So many of the oldest open approvals are looked at for each person. */
const approvalsLookedAt = 100;

/** Draws one person's Home from the newest records; nothing is sent when it would show the same. */
export const publishHome =
  (deps: PublishHomeDeps) =>
  async ({ userId }: Payload<'publish-home'>): Promise<void> => {
    const home = await homeOf(deps, userId);
    const hash = hashOf(JSON.parse(JSON.stringify(home)));
    if ((await deps.homes.shows(userId)) === hash) return;
    await deps.notifier.publishHome(home);
    await deps.homes.shown(userId, hash);
  };

async function homeOf(deps: PublishHomeDeps, userId: string): Promise<Home> {
  // What somebody only looks at waits for nobody.
  const asked = (await deps.approvalStore.listOpen()).filter(({ announced }) => announced);
  const open = asked.slice(0, approvalsLookedAt);
  const waiting: ApprovalSight[] = [];
  const requested: ApprovalSight[] = [];
  for (const approval of open) {
    if (approval.state !== 'planning' && (await deps.approvals.mayDecide(approval, userId)).may)
      waiting.push({ approval });
    else if (approval.requestedBy.userId === userId) requested.push({ approval });
  }
  const now = deps.now().getTime();
  const [accounts, running, copies, mutes, digests, paused, warning] = await Promise.all([
    posture(deps),
    underWay(deps),
    deps.copies.list(),
    deps.mutes.inForce(now),
    lastDigests(deps),
    deps.pause.get(),
    estateWarning(deps),
  ]);
  const mutesEnding = mutes.filter(({ until }) => Date.parse(until) - now < soonMs);
  return { userId, waiting, requested, running, copies, accounts, mutesEnding, digests, paused, warning };
}

async function posture({ estate, findings }: PublishHomeDeps): Promise<Home['accounts']> {
  const counted = createPosture(estate.accounts);
  for (const target of await findings.targets()) counted.target(target);
  for await (const finding of findings.list()) counted.finding(finding);
  return counted.list();
}

async function lastDigests({ digests }: PublishHomeDeps): Promise<HomeDigest[]> {
  const channels = (await digests.channels()).filter(({ on }) => on);
  const found = await Promise.all(
    channels.map(async ({ channelId, lastDate }): Promise<HomeDigest[]> => {
      const edition = lastDate === undefined ? undefined : await digests.edition(editionId(channelId, lastDate));
      return edition?.content === undefined ? [] : [{ channelId, headline: edition.content.headline }];
    }),
  );
  return found.flat();
}

async function underWay({ runs, approvalStore }: PublishHomeDeps): Promise<ApprovalSight[]> {
  const found = await Promise.all(
    (await runs.open()).map(async (id) => ({ approval: await approvalStore.get(id), run: await runs.get(id) })),
  );
  return found.flatMap(({ approval, run }) => (approval === undefined || run === undefined ? [] : [{ approval, run }]));
}

async function estateWarning({ workers, estate }: PublishHomeDeps): Promise<string | undefined> {
  const alive = await workers.alive();
  return alive.some(({ estateHash }) => estateHash !== estate.hash)
    ? 'Workers have read different accounts files. Restart the bot and all workers.'
    : undefined;
}
