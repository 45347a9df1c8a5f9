// First: whatever is loaded after it finds the fast clock.

import { Queue } from 'bullmq';
import { planningRates } from '../../src/aws/services.ts';
import { runProcess } from '../../src/entry.ts';
import { meta } from '../../src/rules/aurora-backtrack-enabled/meta.ts';
import { remediations } from '../../src/rules/aurora-backtrack-enabled/remediation.ts';
import { evaluate } from '../../src/rules/aurora-backtrack-enabled/rule.ts';
import { runWorker } from '../../src/run-worker.ts';
import { fastTime } from './fast-time.ts';

const speed = fastTime?.speed ?? 1;
/** A look every so often is often enough, however fast time runs; milliseconds. */
const leastDelay = 40;
const { add } = Queue.prototype;
Queue.prototype.add = function (name, data, opts) {
  const delay = opts?.delay ?? 0;
  return add.call(this, name, data, delay === 0 ? opts : { ...opts, delay: Math.max(delay / speed, leastDelay) });
};
// Requests per second of the fast clock.
for (const name of Object.keys(planningRates)) Object.assign(planningRates, { [name]: 1_000 });

/** The worker as it is shipped, with one rule, under a fast clock, in a workspace where everybody is a member. */
await runProcess(
  'worker',
  runWorker({
    rules: [{ meta, evaluate }],
    remediations: new Map([[meta.id, remediations]]),
    people: {
      person: async (id) => ({ id, kind: 'member', name: id }),
      groupMembers: async () => [],
    },
  }),
);
