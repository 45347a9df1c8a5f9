import { runProcess } from '../../src/entry.ts';
import { runWorker } from '../../src/run-worker.ts';
import { stageFromEnvironment } from './engine-aws.ts';

/** The worker as it is shipped, with the stage made for tests, in a workspace where everybody is a member. */
await runProcess(
  'worker',
  runWorker({
    ...stageFromEnvironment(process.env),
    people: {
      person: async (id) => ({ id, kind: 'member', name: id }),
      groupMembers: async () => [],
    },
  }),
);
