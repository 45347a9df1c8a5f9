import type { MuteEvent } from '../../domain/mute/events.ts';
import { type AcceptBaselineDeps, acceptBaseline } from './accept-baseline.ts';
import { type RecordMuteDeps, recordMute } from './record-mute.ts';
import { refreshReports } from './refresh-reports.ts';

/** What follows from a mute or a decision on the baseline. Handling an event twice is handling it once. */
export const onMute =
  (deps: RecordMuteDeps & Omit<AcceptBaselineDeps, 'findings'>) =>
  (event: MuteEvent): Promise<void> => {
    switch (event.kind) {
      case 'mute':
        return recordMute(deps, event);
      case 'accept':
        return acceptBaseline(deps, event);
      case 'baseline-forgotten':
        return refreshReports(deps);
    }
  };
