import { createHash, createHmac, randomBytes } from 'node:crypto';
import type { Clock } from './clock.ts';

/** One page of a list and the token that continues after it. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly next: string | undefined;
}

/** What one page is cut from. */
export interface PageRequest<Item> {
  readonly items: Iterable<Item>;
  /** The key items are listed by; unique. */
  readonly key: (item: Item) => string;
  /** Everything the token belongs to: account, Region, action and the input beside the paging members. */
  readonly scope: readonly unknown[];
  /** The token of the page before, as the caller gave it. */
  readonly token: string | undefined;
  readonly max: number;
  /** The service's error for a token that is not ours, of another call, or too old. */
  readonly refuse: () => Error;
}

export type Pager = <Item>(request: PageRequest<Item>) => Page<Item>;

const TOKEN_LIFE_MS = 3_600_000;

/**
 * Lists in the order of keys and continues after the last key seen, so that what appears or goes between two pages
 * neither repeats nor hides another item. Tokens are opaque and signed with a secret of this server; they are good
 * for one hour and for the same call only, which is stricter than AWS documents. No page holds more than `pageSize`.
 */
export function createPager(clock: Clock, pageSize: number): Pager {
  const secret = randomBytes(32);
  const sign = (payload: string): string => createHmac('sha256', secret).update(payload).digest('base64url');
  return ({ items, key, scope, token, max, refuse }) => {
    const scopeHash = createHash('sha256').update(JSON.stringify(scope)).digest('base64url').slice(0, 16);
    const after = token === undefined ? undefined : lastKeyIn(token, scopeHash);
    const keyed = [...items].map((item): [string, typeof item] => [key(item), item]);
    const rest = keyed
      .filter(([name]) => after === undefined || name > after)
      .sort(([one], [other]) => (one < other ? -1 : 1));
    const page = rest.slice(0, Math.min(max, pageSize));
    const last = page.at(-1)?.[0];
    const more = last !== undefined && rest.length > page.length;
    return { items: page.map(([, item]) => item), next: more ? tokenFor(scopeHash, last) : undefined };

    function lastKeyIn(text: string, expectedScope: string): string {
      const [payload = '', signature = ''] = text.split('.');
      if (sign(payload) !== signature) throw refuse();
      const [tokenScope, issued, lastKey] = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
      if (tokenScope !== expectedScope || clock().getTime() - issued > TOKEN_LIFE_MS) throw refuse();
      return lastKey;
    }
  };

  function tokenFor(scopeHash: string, lastKey: string): string {
    const payload = Buffer.from(JSON.stringify([scopeHash, clock().getTime(), lastKey])).toString('base64url');
    return `${payload}.${sign(payload)}`;
  }
}
