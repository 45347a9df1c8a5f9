import type { Remediations } from '../../domain/remediation/stage.ts';
import { raiseWindow } from './raise-window.ts';

export const remediations: Remediations = { 'raise-window': { raise: raiseWindow } };
