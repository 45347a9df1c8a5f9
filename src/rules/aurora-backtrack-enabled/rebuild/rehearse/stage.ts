import type { Stage } from '../../../../domain/remediation/stage.ts';
import type { Route } from '../route.ts';
import { compareCopy } from './compare.ts';
import { makeCluster, makeGroup, takeSnapshot } from './make-copy.ts';
import { makeReaders, makeWriter, settle } from './make-members.ts';
import { planRehearsal } from './plan.ts';

/** A copy with Backtrack that can replace nothing: it proves settings, and measures times. */
export const rehearse = (route: Route): Stage => ({
  plan: (context, findings) => planRehearsal(route, context, findings),
  steps: { makeGroup, takeSnapshot, makeCluster, makeWriter, makeReaders, settle, compareCopy },
});
