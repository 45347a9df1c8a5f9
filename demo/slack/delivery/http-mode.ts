import { createHmac } from 'node:crypto';
import type { Clock } from '../clock.ts';
import { asText, type Json, parseJson } from '../json.ts';
import type { EnvelopeKind } from '../local/link.ts';
import type { Answer, Transport } from './types.ts';

function bodyOf(kind: EnvelopeKind, payload: Json): { body: string; type: string } {
  if (kind === 'events_api') return { body: JSON.stringify(payload), type: 'application/json' };
  const fields =
    kind === 'interactive'
      ? { payload: JSON.stringify(payload) }
      : Object.fromEntries(Object.entries(payload).map(([name, value]) => [name, asText(value)]));
  return { body: new URLSearchParams(fields).toString(), type: 'application/x-www-form-urlencoded' };
}

/** The headers Slack signs a request with: HMAC-SHA256 of `v0:timestamp:body`, timestamp in seconds. */
export function signature(secret: string, body: string, seconds: number): Record<string, string> {
  const hash = createHmac('sha256', secret).update(`v0:${seconds}:${body}`).digest('hex');
  return { 'x-slack-request-timestamp': String(seconds), 'x-slack-signature': `v0=${hash}` };
}

/**
 * HTTP mode: signed requests to the bot's request URL. An answer that is not JSON is the text of a message, as Slack
 * takes it; anything but 2xx is an error.
 */
export function createHttpMode(options: {
  url: () => string | undefined;
  signingSecret: string;
  ackTimeoutMs: number;
  clock: Clock;
}): Transport {
  const ask = async (
    url: string,
    kind: EnvelopeKind,
    payload: Json,
    headers: Record<string, string>,
  ): Promise<Answer> => {
    const { body, type } = bodyOf(kind, payload);
    const signed = signature(options.signingSecret, body, Math.floor(options.clock() / 1000));
    const agent = { 'content-type': type, 'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)' };
    const signal = AbortSignal.timeout(options.ackTimeoutMs);
    const response = await fetch(url, { method: 'POST', body, headers: { ...agent, ...signed, ...headers }, signal });
    const text = await response.text();
    if (!response.ok) return { status: 'http-error', code: response.status };
    return { status: 'acked', payload: text === '' ? undefined : (parseJson(text) ?? text) };
  };
  return {
    send: async (kind, payload, retry) => {
      const url = options.url();
      if (url === undefined) return { status: 'unreachable' };
      const again = { 'x-slack-retry-num': String(retry?.attempt), 'x-slack-retry-reason': retry?.reason ?? '' };
      try {
        return await ask(url, kind, payload, retry === undefined ? {} : again);
      } catch (error) {
        const late = error instanceof Error && error.name === 'TimeoutError';
        return { status: late ? 'timeout' : 'unreachable' };
      }
    },
  };
}
