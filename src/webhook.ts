import { Webhook } from 'standardwebhooks';
import type { WebhookSender } from './domain/ports.ts';

const timeoutMs = 15_000;

export interface WebhookOptions {
  readonly url: string;
  /** `whsec_` and the key in base64. */
  readonly secret: string;
  readonly userAgent: string;
}

/**
 * Sends what the worker hands it, signed as https://www.standardwebhooks.com says: HMAC-SHA256 over id, time and body.
 * The time is that of each attempt, so that a receiver may refuse old messages.
 */
export function createWebhookSender({ url, secret, userAgent }: WebhookOptions): WebhookSender {
  const webhook = new Webhook(secret);
  return async ({ id, body, at, signal }) => {
    const response = await fetch(url, {
      method: 'POST',
      redirect: 'manual',
      headers: {
        'content-type': 'application/json',
        'user-agent': userAgent,
        'webhook-id': id,
        'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
        'webhook-signature': webhook.sign(id, at, body),
      },
      body,
      signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
    });
    await response.body?.cancel();
    if (response.ok) return { taken: true };
    return { taken: false, status: response.status, askedMs: secondsIn(response.headers.get('retry-after')) * 1_000 };
  };
}

/** `Retry-After` in its first form; a date counts as nothing said. https://www.rfc-editor.org/rfc/rfc9110#field.retry-after */
const secondsIn = (text: string | null): number => (text !== null && /^\d+$/.test(text) ? Number(text) : 0);

/** Base64 of at least 24 bytes after `whsec_`, as Standard Webhooks asks for. */
export const isWebhookSecret = (text: string): boolean =>
  /^whsec_[A-Za-z0-9+/]+={0,2}$/.test(text) && Buffer.from(text.slice(6), 'base64').length >= 24;

const loopback: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]']);

/** What is sent names databases and what they lack, so it travels encrypted; on this machine it need not. */
export function isWebhookUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, username, password } = new URL(text);
  if (username !== '' || password !== '') return false;
  return protocol === 'https:' || (protocol === 'http:' && loopback.has(hostname));
}
