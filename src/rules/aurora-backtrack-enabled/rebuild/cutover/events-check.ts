import type { PreflightItem } from '../../../../domain/remediation/plan.ts';
import type { PlanContext } from '../../../../domain/remediation/stage.ts';
import { asSentence } from '../../../../domain/words.ts';
import { orWhyNot } from '../../../reads.ts';
import { orNothing } from '../calls/answers.ts';
import { eventSchedulerIn } from '../calls/parameter-group.ts';

/** Events write by themselves, in the old cluster until it is stopped and in the new one as soon as it is there. */
export async function eventsCheck(context: PlanContext, group: string | null): Promise<PreflightItem> {
  const item = { id: 'events', what: 'Events (event_scheduler)' };
  if (group === null) return { ...item, state: 'unread', detail: 'AWS did not tell the cluster parameter group.' };
  const read = await orWhyNot(orNothing(eventSchedulerIn(context, group)));
  if ('unread' in read) return { ...item, state: 'unread', detail: asSentence(read.unread) };
  const value = read.value?.toLowerCase();
  if (value === 'off' || value === '0' || value === 'disabled')
    return { ...item, state: 'clear', detail: `Off in ${group}.` };
  if (value === 'on' || value === '1')
    return {
      ...item,
      state: 'acknowledge',
      detail: `On in ${group}. Set it to OFF there when you stop the writers (it takes effect at once), and to ON again after opening for writes: the cut-over waits for it.`,
    };
  return {
    ...item,
    state: 'acknowledge',
    detail: `Not set in ${group}, so the engine decides. If ${group.startsWith('default.') ? 'there are' : 'you have'} events that write, stop them with the writers: the cut-over ends when it sees one write.`,
  };
}
