import { setTimeout as sleep } from 'node:timers/promises';
import { manifestScopes } from '../../demo/manifest-scopes.ts';
import { type DemoSlack, startDemoSlack } from '../../demo/slack/start.ts';
import type { StoredMessage } from '../../demo/slack/state/messages.ts';
import { ids } from '../../demo/slack/workspace.ts';
import type { ApprovalSight } from '../../src/domain/approval/ports.ts';
import type { Approval } from '../../src/domain/approval/record.ts';
import type { Finding } from '../../src/domain/finding.ts';
import type { PlanRequest } from '../../src/domain/ports.ts';
import type { Plan } from '../../src/domain/remediation/plan.ts';
import { createSlackApp } from '../../src/slack/app.ts';
import { createNotifier, slackRates } from '../../src/slack/notifier.ts';
import { createLocalRateLimit } from '../../src/store/rate-limit.ts';
import { createFakeDesk, everybodyWhoApproves, type FakeDesk } from '../fakes/approval-desk.ts';
import { fakeDeps } from '../fakes/slack-deps.ts';
import { accountWith, drawing, tagPlan } from './approval-screens.ts';
import { freePort } from './redis.ts';

export interface ApprovalWorld {
  readonly slack: DemoSlack;
  readonly desk: FakeDesk;
  readonly notifier: ReturnType<typeof createNotifier>;
  /** Requests to plan, in order. */
  readonly planned: PlanRequest[];
  /** How long the worker takes to plan; milliseconds. */
  planningMs: number;
  /** What planning answers. */
  planOf: (approval: Approval) => Plan | { readonly problem: string };
  /** What happens when something is queued instead. */
  queue: ((request: PlanRequest) => Promise<void>) | undefined;
  ready: boolean;
  /** The card of an approval, once it is announced. */
  readonly card: (approvalId: string, expected?: RegExp) => Promise<StoredMessage>;
  readonly close: () => Promise<void>;
}

/**
 * The real Bolt app and the real notifier against the local Slack. Behind them stands a desk in memory, and a worker
 * that plans after a moment and renders the card after every change.
 */
export async function startApprovalWorld(
  findings: readonly Finding[],
  mode: 'socket' | 'http' = 'socket',
): Promise<ApprovalWorld> {
  const port = await freePort();
  const slack = await startDemoSlack({
    mode,
    scopes: manifestScopes(),
    commands: ['/aurora'],
    ...(mode === 'http' ? { botUrl: `http://127.0.0.1:${port}/slack/events` } : {}),
  });
  const shop = accountWith({ id: '222222222222', name: 'shop-prod', capabilities: ['audit'] });
  const context = await drawing({ accounts: [accountWith(), shop] });
  const limit = createLocalRateLimit({ ...slackRates, 'chat.postMessage': { requests: 50, seconds: 1 } });
  const { SLACK_BOT_TOKEN: botToken = '', SLACK_APP_TOKEN: appToken, SLACK_SIGNING_SECRET: signingSecret } = slack.env;
  const { apiUrl } = slack;
  const notifier = createNotifier({ botToken, apiUrl, metas: context.metas, accounts: context.accounts, limit });

  const cards = new Map<string, { channelId: string; ts: string }>();
  let rendering = Promise.resolve();
  const renderCard = async (sight: ApprovalSight) => {
    const { id, announced, requestedBy } = sight.approval;
    if (!announced) return;
    const view = { kind: 'approval' as const, sight };
    const place = cards.get(id);
    if (place === undefined) cards.set(id, await notifier.post({ channelId: requestedBy.channelId }, view));
    else await notifier.update(place, view);
  };
  const desk = createFakeDesk({
    approvers: everybodyWhoApproves,
    planOf: (approval) => world.planOf(approval),
    onChange: (sight) => {
      rendering = rendering.then(() => renderCard(sight));
    },
  });
  const planRemediation = async (request: PlanRequest): Promise<void> => {
    if (world.queue !== undefined) return world.queue(request);
    world.planned.push(request);
    void sleep(world.planningMs).then(async () => {
      const sight = await desk.plan(request.approvalId);
      if (request.view === undefined) return;
      const { viewId, userId } = request.view;
      const may = await desk.mayDecide(sight.approval, { userId, teamId: ids.team });
      await notifier.updateModal(viewId, { sight, viewer: { userId, may } });
    });
  };
  const app = createSlackApp({
    botToken,
    appToken,
    signingSecret,
    apiUrl,
    port,
    health: {},
    deps: fakeDeps({ context, desk, findings, planRemediation, ready: () => world.ready }),
  });
  const world: ApprovalWorld = {
    slack,
    desk,
    notifier,
    planned: [],
    planningMs: 30,
    planOf: () => tagPlan(),
    queue: undefined,
    ready: true,
    card: (approvalId, expected = /./) =>
      slack.slack.waitForMessage(
        ids.databases,
        (message) => message.ts === cards.get(approvalId)?.ts && expected.test(slack.slack.read(message)),
      ),
    close: async () => {
      await app.stop(1_000);
      await rendering;
      await slack.close();
    },
  };
  await app.start();
  return world;
}
