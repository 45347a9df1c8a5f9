import type { Requester } from '../../domain/audit.ts';
import { insistOnQueue } from '../answers.ts';
import type { Presser, Said } from '../approval-desk.ts';
import { section } from '../blocks/limits.ts';
import { told } from '../blocks/mrkdwn.ts';
import { fallback, type Rendered } from '../blocks/rendered.ts';
import type { SlackDeps } from '../deps.ts';

type Deps = Pick<SlackDeps, 'desk' | 'ready'>;

const rendered = ({ text }: Said): Rendered => ({ text: fallback(text), blocks: [section(told(text))] });

/** `/aurora pause REASON`: the kill switch. Nothing starts or goes on until somebody resumes. */
export async function pauseCommand({ desk, ready }: Deps, reason: string, by: Presser): Promise<Rendered> {
  insistOnQueue(ready);
  return rendered(await desk.pause(by, reason));
}

export async function resumeCommand({ desk, ready }: Deps, by: Presser): Promise<Rendered> {
  insistOnQueue(ready);
  return rendered(await desk.resume(by));
}

/** `/aurora audit-log [FROM] [TO]`: the file comes as a message. */
export async function auditLogCommand(
  { desk, ready }: Deps,
  { from, to }: { readonly from?: string | undefined; readonly to?: string | undefined },
  by: Presser & Requester,
): Promise<Rendered> {
  insistOnQueue(ready);
  return rendered(await desk.exportTrail({ from, to }, by));
}
