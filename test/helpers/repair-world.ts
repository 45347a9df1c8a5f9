import { Redis } from 'ioredis';
import { policyDocument } from '../../demo/aws/policy.ts';
import type { Keeper } from '../../demo/keeper.ts';
import type { StoredMessage } from '../../demo/slack/state/messages.ts';
import { ids } from '../../demo/slack/workspace.ts';
import { applyPolicy } from '../../src/domain/iam/policies.ts';
import { loadMeta } from '../../src/rules/registry.ts';
import { newKeyPair } from '../../src/signing.ts';
import type { RedisKind } from './redis.ts';
import { externalId, organization } from './scans.ts';
import { aurora, until } from './slack.ts';
import { isReport, soonMissed, startWorld, type World } from './world.ts';

/** `db` is there for `/aurora findings --tag`, which shows one database alone. */
const tagged = (db: string) => ({ db, env: 'prod', backup: 'daily' });
const covered = { newest: '6h ago', plan: 'gold' };
const untagged = (name: string) => ({ name, backtrackHours: 72, created: '100d ago', tags: { db: name, env: 'prod' } });

/** Databases that can be mended, each for one purpose of a test, so that tests do not meet. */
const names = ['ledger', 'twice', 'both', 'paused', 'drifts', 'vanishes', 'killed', 'forged', 'guarded'] as const;

async function repairable() {
  const policy = policyDocument.parse(applyPolicy(await loadMeta(), ['backup', 'build']));
  return organization(
    [
      {
        id: '111111111111',
        name: 'payments-prod',
        regions: {
          'us-east-1': {
            clusters: [
              ...names.map(untagged),
              {
                name: 'invoices',
                backtrackHours: 72,
                created: '100d ago',
                tags: tagged('invoices'),
                awsBackup: covered,
              },
            ],
            instances: [
              { name: 'misspelled', engine: 'postgres', tags: { db: 'misspelled', env: 'prod', backup: 'Daily' } },
            ],
            plans: [{ name: 'gold', selections: [{ name: 'prod', tags: { backup: 'daily' } }] }],
          },
          'eu-west-1': {
            clusters: [
              { name: 'short', backtrackHours: 12, created: '40d ago', tags: tagged('short'), awsBackup: covered },
              {
                name: 'owned',
                backtrackHours: 12,
                created: '40d ago',
                tags: { ...tagged('owned'), 'aws:cloudformation:stack-name': 'shop' },
                awsBackup: covered,
              },
            ],
            plans: [{ name: 'gold', selections: [{ name: 'prod', tags: { backup: 'daily' } }] }],
          },
        },
      },
      {
        id: '222222222222',
        name: 'looked-at',
        regions: {
          'us-east-1': {
            clusters: [
              { name: 'small', backtrackHours: 12, created: '40d ago', tags: { db: 'small' }, awsBackup: true },
            ],
          },
          'eu-west-1': {},
        },
      },
    ],
    {
      time: { compression: 600 },
      defaults: {
        roles: [
          { name: 'aurora-keeper-audit', externalId },
          {
            name: 'aurora-keeper-remediation',
            externalId,
            sourceIdentity: 'required',
            tagSession: true,
            policies: [policy],
          },
        ],
      },
    },
  );
}

const accounts = {
  defaults: {
    regions: ['us-east-1', 'eu-west-1'],
    auditRole: 'aurora-keeper-audit',
    remediationRole: 'aurora-keeper-remediation',
    externalId,
    approvers: { users: [ids.bob, ids.guest, ids.stranger], groups: [ids.dba] },
  },
  accounts: [
    { id: '111111111111', name: 'payments-prod', capabilities: ['audit', 'backup', 'build'] },
    { id: '222222222222', name: 'looked-at' },
  ],
};

/** Slack allows 50 edits a minute, and each card has three copies: the last state may have to wait for the next minute. */
const patience = 120_000;

/** Bot and worker as processes, two accounts, and people who press. */
export interface RepairWorld extends Omit<World, 'startBot' | 'startWorker'> {
  readonly redis: Redis;
  readonly report: StoredMessage;
  /** The newest message in #databases that reads like this. */
  readonly sees: (expected: RegExp, timeoutMs?: number) => Promise<StoredMessage>;
  /** What only this person is told, of what has come since. */
  readonly told: (user: string, expected: RegExp) => Promise<string>;
  readonly press: (user: string, message: StoredMessage, button: string) => Promise<void>;
  /** Waits for a modal that reads like this; its text. */
  readonly modal: (user: string, expected: RegExp) => Promise<string>;
  /** What `/aurora findings` answers about one database: a message that only this person sees. */
  readonly finding: (user: string, database: string) => Promise<StoredMessage>;
  /** Opens the review of a database's fix, from `/aurora findings`. */
  readonly review: (user: string, database: string, expected: RegExp) => Promise<string>;
  /** Alice asks the approvers about a database; the card in the channel. */
  readonly ask: (database: string) => Promise<StoredMessage>;
  /** Opens the review from a card. */
  readonly open: (user: string, card: StoredMessage) => Promise<void>;
  /** Approves what is open. */
  readonly send: (user: string) => Promise<void>;
  /** Both, one behind the other. */
  readonly approve: (user: string, card: StoredMessage) => Promise<void>;
  /** Ends the worker: lets it hand over, or kills it (SIGKILL). */
  readonly endWorker: (how: 'stop' | 'kill') => Promise<void>;
  /** Starts another one, when there is none. */
  readonly insistOnWorker: () => Promise<void>;
  /** Direct messages of the bot to one person. */
  readonly direct: (user: string) => string[];
  /** Writes about one database, in their order. */
  readonly writesTo: (database: string) => { readonly action: string; readonly by: string | undefined }[];
}

export async function startRepairs(redisKind: RedisKind): Promise<RepairWorld> {
  const keys = newKeyPair();
  const world = await startWorld({ redis: redisKind, org: await repairable(), accounts });
  const slack = world.slack.slack;
  const redis = new Redis(world.redisUrl);
  const bot = { AURORA_SIGNING_KEY: keys.signingKey };
  const worker = { ...soonMissed, AURORA_VERIFY_KEY: keys.verifyKey, AURORA_LEASE_MS: '2000' };
  let running: Keeper | undefined;
  [running] = await Promise.all([world.startWorker(worker), world.startBot(bot)]);
  await aurora(world, 'audit');
  const report = await slack.waitForMessage(ids.databases, isReport, patience);

  const sees: RepairWorld['sees'] = (expected, timeoutMs = patience) =>
    slack.waitForMessage(ids.databases, (each) => expected.test(slack.read(each)), timeoutMs);
  const modal: RepairWorld['modal'] = async (user, expected) =>
    slack.read(await slack.waitForView(user, (each) => expected.test(slack.read(each, user)), patience), user);
  const press: RepairWorld['press'] = async (user, message, button) => {
    const { answer } = await slack.click(user, message, { text: button });
    if (answer.status !== 'acked') throw new Error(`the press was not answered: ${answer.status}`);
  };
  const closeAll = async (user: string) => {
    while (slack.openViews(user).length > 0) await slack.closeView(user);
  };
  const finding: RepairWorld['finding'] = async (user, database) => {
    const since = slack.ephemerals(user).length;
    await aurora(world, `findings --tag db=${database}`, user);
    await until(`a list for ${user}`, () => slack.ephemerals(user).length > since);
    return slack.waitForEphemeral(user, (each) => slack.read(each, user).includes(database));
  };
  const review: RepairWorld['review'] = async (user, database, expected) => {
    await closeAll(user);
    await press(user, await finding(user, database), 'Review & approve');
    return modal(user, expected);
  };
  const open: RepairWorld['open'] = async (user, card) => {
    await closeAll(user);
    await press(user, card, 'Review & approve');
    await modal(user, /You may approve/);
  };
  const send: RepairWorld['send'] = async (user) => {
    const sent = await slack.submitView(user);
    if (!sent.ok) throw new Error(JSON.stringify(sent.errors));
    await modal(user, /Approved/);
    await closeAll(user);
  };
  return {
    ...world,
    redis,
    report,
    sees,
    modal,
    press,
    review,
    finding,
    told: async (user, expected) =>
      slack.read(await slack.waitForEphemeral(user, (each) => expected.test(slack.read(each, user)), patience), user),
    ask: async (database) => {
      await review(ids.alice, database, /You may not approve this/);
      await slack.submitView(ids.alice);
      await modal(ids.alice, /have been asked/);
      await closeAll(ids.alice);
      return sees(new RegExp(`(?:to|for) ${database}\\n[\\s\\S]*Needs 1 approval`));
    },
    open,
    send,
    approve: async (user, card) => {
      await open(user, card);
      await send(user);
    },
    endWorker: async (how) => {
      await running?.[how]();
      running = undefined;
    },
    insistOnWorker: async () => {
      running ??= await world.startWorker(worker);
    },
    direct: (user) => {
      const { channels, messages } = world.slack.proxy.world;
      return messages
        .all()
        .filter(({ channel }) => channels.find(channel)?.kind === 'im' && channels.find(channel)?.user === user)
        .map((each) => slack.read(each, user));
    },
    writesTo: (database) =>
      world.aws.requests
        .writes()
        .filter(
          ({ input }) => JSON.stringify(input).includes(`:${database}"`) || input?.DBClusterIdentifier === database,
        )
        .map(({ action = '', sourceIdentity }) => ({ action, by: sourceIdentity })),
    close: async () => {
      redis.disconnect();
      await world.close();
    },
  };
}
