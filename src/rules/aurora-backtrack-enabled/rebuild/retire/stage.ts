import type { Stage } from '../../../../domain/remediation/stage.ts';
import { seeAtRest } from './at-rest.ts';
import { keepFinal } from './keep-final.ts';
import { orLeaveStopped } from './leave-stopped.ts';
import { planRetire } from './plan.ts';
import { removeCluster, removeMembers } from './remove.ts';
import { wake } from './wake.ts';

/** The end of the story: deletes the cluster that was replaced, once nobody has used it for long enough. */
export const retire: Stage = {
  plan: planRetire,
  steps: {
    wake: orLeaveStopped(wake),
    keepFinal: orLeaveStopped(keepFinal),
    seeAtRest: orLeaveStopped(seeAtRest),
    removeMembers,
    removeCluster,
  },
};
