import { plural } from '../../../../domain/words.ts';
import { timestamp } from '../../duration.ts';
import type { Quiet } from './quiet.ts';

const mostNamed = 5;

/** `3 sessions still open on the old writer (at work: 10.0.3.17, 10.0.9.4)` */
export function sessionsText(sessions: number, writer: string, hosts: readonly string[] | undefined): string {
  const some = (hosts ?? []).slice(0, mostNamed);
  const more = (hosts?.length ?? 0) - some.length;
  const at = some.length === 0 ? '' : ` (at work: ${some.join(', ')}${more > 0 ? ` and ${more} more` : ''})`;
  return `${plural(sessions, 'session')} still open on ${writer}${at}`;
}

/** What a freeze waits for, in a sentence. */
export function freezeText(
  quiet: Exclude<Quiet, { state: 'quiet' }>,
  { writer, minutes, hosts }: { writer: string; minutes: number; hosts: readonly string[] | undefined },
): string {
  switch (quiet.state) {
    case 'busy': {
      const parts = [
        ...(quiet.sessions > 0 ? [sessionsText(quiet.sessions, writer, hosts)] : []),
        ...(quiet.writes ? ['something is being written'] : []),
      ];
      return `Freeze: ${parts.join(', and ')}. Waiting.`;
    }
    case 'settling':
      return `Freeze: nothing has happened for ${quiet.minutes} of ${plural(minutes, 'minute')}. Waiting.`;
    case 'unknown':
      return quiet.newest === undefined
        ? `Freeze: CloudWatch shows nothing of ${writer} yet. Waiting.`
        : `Freeze: CloudWatch shows nothing of ${writer} that is newer than ${timestamp(quiet.newest)}. Waiting.`;
  }
}
