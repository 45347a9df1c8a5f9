import type { Remediations } from '../../domain/remediation/stage.ts';
import { addTagStage } from './remediation/stage-add-tag.ts';
import { keeperPlanStage } from './remediation/stage-keeper-plan.ts';
import { undoKeeperPlanStage, undoTagStage } from './remediation/stage-undo.ts';

export const remediations: Remediations = {
  'add-tag': { apply: addTagStage, undo: undoTagStage },
  'keeper-plan': { apply: keeperPlanStage, undo: undoKeeperPlanStage },
};
