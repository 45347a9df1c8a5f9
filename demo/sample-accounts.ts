import { readFileSync } from 'node:fs';
import { parse, stringify } from 'yaml';

interface Accounts {
  readonly defaults: { readonly policy?: Readonly<Record<string, unknown>> };
}

const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

/** A change window of a whole day that began with this hour. */
export function windowAround(now: Date): string {
  const hour = `${String(now.getUTCHours()).padStart(2, '0')}:00`;
  return `${weekdays[now.getUTCDay()]} ${hour}-${hour} UTC`;
}

/** accounts.yaml, with a change window that is open whenever somebody starts the demo. */
export function sampleAccounts(now: Date): string {
  const accounts = parse(readFileSync(new URL('accounts.yaml', import.meta.url), 'utf8')) as Accounts;
  const policy = { ...accounts.defaults.policy, changeWindow: windowAround(now) };
  return stringify({ ...accounts, defaults: { ...accounts.defaults, policy } });
}
