import { z } from 'zod';
import { auditMessageId, type PageFilter, pagesMessageId } from '../../domain/message.ts';
import { insistOnQueue } from '../answers.ts';
import type { SlackDeps } from '../deps.ts';
import { showDigestGroup } from './digest-pages.ts';
import { gone } from './gone.ts';
import type { Press, PressAnswer, PressHandler } from './press.ts';

const Turn = z.object({ auditId: z.string(), filter: z.string(), page: z.int().min(0) });
/** A group of a report, or of a digest. */
const Group = z.union([
  z.object({ auditId: z.string(), group: z.string() }),
  z.object({ digestId: z.string(), group: z.int().min(0) }),
]);

/** The pager in a report's thread: previous, next. */
export const turnPage: PressHandler = async (deps, press) => {
  const turn = Turn.parse(JSON.parse(press.value));
  return showPages(deps, press, turn.auditId, turn.filter as PageFilter, turn.page, false);
};

/** The pager's own choice of what to show; its value is `<status>:<audit id>`. */
export const filterPages: PressHandler = async (deps, press) => {
  const [filter = 'all', auditId = ''] = press.value.split(':');
  return showPages(deps, press, auditId, filter as PageFilter, 0, false);
};

export const showAll: PressHandler = (deps, press) => showPages(deps, press, press.value, 'all', 0, true);

/** What was accepted as the baseline. */
export const showKnown: PressHandler = (deps, press) => showPages(deps, press, press.value, 'known', 0, true);

export const showGroup: PressHandler = async (deps, press) => {
  const shown = Group.parse(JSON.parse(press.value));
  if ('digestId' in shown) return showDigestGroup(deps, press, shown.digestId, shown.group);
  const { auditId, group } = shown;
  return showPages(deps, press, auditId, `group:${group}`, 0, true);
};

/** One pager per report: it is made when first asked for, and shows what was last asked for. */
async function showPages(
  deps: SlackDeps,
  press: Press,
  auditId: string,
  filter: PageFilter,
  page: number,
  tell: boolean,
): Promise<PressAnswer> {
  const { audits, messages, queue, ready } = deps;
  insistOnQueue(ready);
  if ((await audits.page(auditId, filter, page)) === undefined)
    return gone('The details of that audit are not kept any more.');
  const id = pagesMessageId(auditId);
  const subject = { kind: 'audit-pages', auditId, filter, page } as const;
  const copy = { channelId: press.channelId, threadOf: auditMessageId(auditId) };
  await messages.create(id, subject, copy, press.userId);
  await messages.addCopy(id, copy);
  await messages.setSubject(id, subject);
  await queue.renderMessage(id);
  return tell ? { text: 'The findings are in the thread of the report.' } : undefined;
}
