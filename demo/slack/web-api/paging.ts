import { asText, type Json } from '../json.ts';
import { SlackRefusal } from '../refusal.ts';

/**
 * One page of a list with the cursor of the next, as cursor-based methods answer it; without `limit`, everything.
 *
 * @throws SlackRefusal `invalid_limit`, `invalid_cursor`
 */
export function page<Item>(items: readonly Item[], args: Json): { items: Item[]; response_metadata: Json } {
  const limit = args.limit === undefined ? items.length : Number(args.limit);
  if (!Number.isInteger(limit) || limit < 0 || limit > 1000) throw new SlackRefusal('invalid_limit');
  const cursor = asText(args.cursor);
  const start = cursor === '' ? 0 : Number(Buffer.from(cursor, 'base64').toString().replace('next:', ''));
  if (!Number.isInteger(start) || start < 0) throw new SlackRefusal('invalid_cursor');
  const end = limit === 0 ? items.length : start + limit;
  const next = end < items.length ? Buffer.from(`next:${end}`).toString('base64') : '';
  return { items: items.slice(start, end), response_metadata: { next_cursor: next } };
}
