import type { Remediations, Stage } from '../../../domain/remediation/stage.ts';
import { rehearse } from './rehearse/stage.ts';
import { keepCopy } from './removal/keep.ts';
import { removeCopy } from './removal/remove.ts';
import { type Route, routes } from './route.ts';

const stagesOf = (route: Route): Readonly<Record<string, Stage>> => ({
  rehearse: rehearse(route),
  'keep-copy': keepCopy,
  'remove-copy': removeCopy,
});

/** Strategy → stage → how. */
export const rebuildRemediations: Remediations = Object.fromEntries(routes.map((route) => [route, stagesOf(route)]));
