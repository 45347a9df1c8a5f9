import { z } from 'zod';
import { digestMessageId, digestPagesMessageId, type ToldFilter } from '../../domain/digest/edition.ts';
import { insistOnQueue } from '../answers.ts';
import type { SlackDeps } from '../deps.ts';
import { gone } from './gone.ts';
import type { Press, PressAnswer, PressHandler } from './press.ts';

const Filter = z.custom<ToldFilter>((text) => /^(?:all|group:\d{1,6})$/.test(String(text)));
const Turn = z.object({ digestId: z.string(), filter: Filter, page: z.int().min(0) });
const Whole = z.object({ digestId: z.string() });

/** The pager in a digest's thread: previous, next. */
export const turnTold: PressHandler = async (deps, press) => {
  const { digestId, filter, page } = Turn.parse(JSON.parse(press.value));
  return showTold(deps, press, digestId, filter, page);
};

export const showDigest: PressHandler = async (deps, press) =>
  tellWhere(await showTold(deps, press, Whole.parse(JSON.parse(press.value)).digestId, 'all', 0));

export const showDigestGroup = async (
  deps: SlackDeps,
  press: Press,
  digestId: string,
  group: number,
): Promise<PressAnswer> => tellWhere(await showTold(deps, press, digestId, `group:${group}`, 0));

const tellWhere = (answer: PressAnswer): PressAnswer => answer ?? { text: 'It is in the thread of the digest.' };

/** One pager per digest: it is made when first asked for, and shows what was last asked for. */
async function showTold(
  { digests, messages, queue, ready }: SlackDeps,
  press: Press,
  digestId: string,
  filter: ToldFilter,
  page: number,
): Promise<PressAnswer> {
  insistOnQueue(ready);
  if ((await digests.page(digestId, filter, page)) === undefined)
    return gone('What that digest told is not kept any more.');
  const id = digestPagesMessageId(digestId);
  const subject = { kind: 'digest-pages', digestId, filter, page } as const;
  await messages.create(id, subject, { channelId: press.channelId, threadOf: digestMessageId(digestId) }, press.userId);
  await messages.setSubject(id, subject);
  await queue.renderMessage(id);
  return undefined;
}
