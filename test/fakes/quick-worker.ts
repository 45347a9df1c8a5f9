import { againAfterMs } from '../../src/domain/webhook/again-after.ts';
import { runProcess } from '../../src/entry.ts';
import { runWorker } from '../../src/run-worker.ts';

/** How many times faster than the real one the clock of a webhook's patience runs. */
const speed = Number(process.env.TEST_WEBHOOK_SPEED ?? '1');

/** The worker as it is shipped, but for its patience with Slack and with receivers. */
await runProcess(
  'worker',
  runWorker({
    timing: {
      slackMs: 3_000,
      postSettlesMs: 3_000,
      messageLockMs: 2_000,
      urgentTogetherMs: 300,
      webhookMs: 1_500,
      webhookAgainMs: (ageMs, askedMs = 0) => Math.ceil(againAfterMs(ageMs * speed, askedMs) / speed),
    },
  }),
);
