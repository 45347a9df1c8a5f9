import type { Stage } from '../../../../domain/remediation/stage.ts';
import type { Way } from '../preflight/preflight.ts';
import type { Route } from '../route.ts';
import { compare } from './compare.ts';
import { freeze } from './freeze.ts';
import { goThrough } from './go-through.ts';
import { makeCluster, makeReaders, makeWriter, settle, takeSnapshot } from './make-new.ts';
import { planCutover } from './plan.ts';
import { prove } from './prove.ts';
import { renameNew } from './rename-new.ts';
import { renameOld, stopOld } from './rename-old.ts';
import { see } from './see.ts';

/**
 * Puts a new cluster with Backtrack in the old one's place, without losing a write. Until the first name changes it ends
 * where it stands, with nothing changed; after that it goes through, or puts the old cluster back.
 */
export const cutOver = (route: Route, way: Way): Stage => ({
  plan: (context, findings) => planCutover({ route, way }, context, findings),
  steps: {
    freeze,
    takeSnapshot,
    makeCluster,
    makeWriter,
    makeReaders,
    settle,
    compare,
    renameOld: goThrough(renameOld),
    stopOld: goThrough(stopOld),
    prove: goThrough(prove),
    renameNew: goThrough(renameNew),
    see,
  },
});
