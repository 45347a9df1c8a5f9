import { ids } from '../demo/slack/workspace.ts';
import { startDemoWorld } from '../demo/world.ts';
import { type Benchmark, seconds } from './lib/figures.ts';

export const demo: Benchmark = {
  title: 'the demo, from the first process to the report',
  run: async () => {
    const started = performance.now();
    const world = await startDemoWorld({ past: true });
    try {
      const ready = performance.now();
      await world.slack.slack.command(ids.alice, ids.databases, '/aurora', 'audit');
      const answered = performance.now();
      await world.slack.slack.waitForMessage(
        ids.databases,
        ({ blocks }) => /targets scanned\./.test(JSON.stringify(blocks)),
        60_000,
      );
      const reported = performance.now();
      const answeredCalls = world.aws.requests.count({ status: 200 });
      return [
        {
          what: 'start to ready: AWS, Slack, Redis, bot, worker, yesterday’s digest',
          value: seconds(ready - started),
          aim: '≤ 10 s',
        },
        { what: '/aurora audit answered', value: `${Math.round(answered - ready)} ms`, aim: '≤ 250 ms' },
        { what: 'command to report, 21 targets', value: seconds(reported - ready) },
        { what: 'AWS calls answered', value: String(answeredCalls) },
        { what: 'AWS calls refused or throttled', value: String(world.aws.requests.count() - answeredCalls) },
        {
          what: 'AWS calls made twice',
          value: String(['rds', 'backup'].flatMap((service) => world.aws.requests.duplicates({ service })).length),
          aim: '0',
        },
      ];
    } finally {
      await world.close();
    }
  },
};
