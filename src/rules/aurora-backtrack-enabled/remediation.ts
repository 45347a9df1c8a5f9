import type { Remediations } from '../../domain/remediation/stage.ts';
import { raiseWindow } from './raise-window.ts';
import { rebuildRemediations } from './rebuild/remediations.ts';

export const remediations: Remediations = { 'raise-window': { raise: raiseWindow }, ...rebuildRemediations };
