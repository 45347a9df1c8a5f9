import type { Remediations, Stage } from '../../../domain/remediation/stage.ts';
import { goBack } from './after/go-back.ts';
import { open } from './after/open.ts';
import { stopAgain } from './after/stop-again.ts';
import { undo } from './after/undo.ts';
import { cutOver } from './cutover/stage.ts';
import { cutOverKeeps, openKeeps, swapBackKeeps } from './kept.ts';
import { rehearse } from './rehearse/stage.ts';
import { keepCopy } from './removal/keep.ts';
import { removeCopy } from './removal/remove.ts';
import { needsInstances } from './retire/needs-instances.ts';
import { retire } from './retire/stage.ts';
import { type Route, routes } from './route.ts';

const stagesOf = (route: Route): Readonly<Record<string, Stage>> => ({
  rehearse: rehearse(route),
  'cut-over': cutOverKeeps(cutOver(route, 'keep-name')),
  'cut-over-new-endpoint': cutOverKeeps(cutOver(route, 'new-endpoint')),
  open: openKeeps(open),
  undo: swapBackKeeps(undo, { removed: true }),
  'go-back': swapBackKeeps(needsInstances(goBack), { removed: false }),
  retire,
  'stop-again': stopAgain,
  'keep-copy': keepCopy,
  'remove-copy': removeCopy,
});

/** Strategy → stage → how. */
export const rebuildRemediations: Remediations = Object.fromEntries(routes.map((route) => [route, stagesOf(route)]));
