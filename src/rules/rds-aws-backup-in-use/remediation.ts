import type { Remediations } from '../../domain/remediation/stage.ts';
import { keeperPlanStage } from '../rds-backup-plan-coverage/remediation/stage-keeper-plan.ts';
import { undoKeeperPlanStage } from '../rds-backup-plan-coverage/remediation/stage-undo.ts';

/** The same plan as for single databases, with all that no plan covers in its selection. */
export const remediations: Remediations = { 'keeper-plan': { apply: keeperPlanStage, undo: undoKeeperPlanStage } };
