import type { Finding } from '../../domain/finding.ts';
import type { Fix } from '../../domain/rule.ts';
import { raiseWindow } from './fix-raise-window.ts';
import { rebuild } from './fix-rebuild.ts';

/** A window in force is raised where it is; a cluster without one has to be rebuilt. */
export function fixes(finding: Finding): readonly Fix[] {
  switch (finding.remediation?.recommended) {
    case 'raise-window':
      return raiseWindow(finding);
    case 'snapshot-restore':
      return rebuild(finding);
    default:
      return [];
  }
}
