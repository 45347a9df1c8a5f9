import { execa } from 'execa';
import { marked, type Tokens } from 'marked';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Transition } from '../../src/domain/life/transition.ts';
import { eventOf, type WebhookEvent } from '../../src/domain/webhook/event.ts';
import { createWebhookSender } from '../../src/webhook.ts';
import { readSource, root } from '../helpers/imports.ts';
import { freePort } from '../helpers/redis.ts';
import { until } from '../helpers/slack.ts';

const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;

/** The only block of this language in the chapter on the webhook. */
function blockOf(lang: string): string {
  const [, chapter = ''] = /\n## Webhook\n([\s\S]*?)\n## /.exec(readSource('docs/operations.md')) ?? [];
  const blocks = marked.lexer(chapter).filter((token): token is Tokens.Code => token.type === 'code');
  const [block, ...more] = blocks.filter((each) => each.lang === lang);
  if (block === undefined || more.length > 0) throw new Error(`docs/operations.md has not one block of ${lang}`);
  return block.text;
}

/** The event that the chapter shows, as what it was made of. */
function shownTransition(): Transition {
  const { type, timestamp, data } = JSON.parse(blockOf('json')) as WebhookEvent;
  return { id: 'x-1', at: timestamp, kind: type.replace('finding.', '') as Transition['kind'], ...data };
}

describe('the receiver of docs/operations.md', () => {
  const start = () =>
    execa('node', ['--input-type=module', '--eval', blockOf('js')], {
      cwd: root,
      env: { AURORA_WEBHOOK_SECRET: secret, PORT: String(port) },
      reject: false,
    });
  let receiver: ReturnType<typeof start>;
  let printed = '';
  let port: number;
  beforeEach(async () => {
    port = await freePort();
    receiver = start();
    receiver.stdout?.on('data', (text) => {
      printed += String(text);
    });
    await until('it listens', () =>
      fetch(`http://127.0.0.1:${port}/`, { method: 'POST' }).then(
        ({ status }) => status === 401,
        () => false,
      ),
    );
  });
  afterEach(async () => {
    receiver.kill();
    await receiver;
  });

  const send = (withSecret: string) => {
    const address = { url: `http://127.0.0.1:${port}/`, secret: withSecret };
    const sender = { ...address, userAgent: 'aurora-keeper/test', timeoutMs: 15_000 };
    return createWebhookSender(sender)({
      id: 'x-1',
      body: JSON.stringify(eventOf(shownTransition())),
      at: new Date(),
      signal: new AbortController().signal,
    });
  };

  it('takes the event that is shown there, and nothing that somebody else has signed', async () => {
    expect(await send(secret)).toEqual({ taken: true });
    await until('it says so', () => printed.includes('finding.opened ledger rds-backup-plan-coverage'));
    const other = `whsec_${Buffer.alloc(32, 8).toString('base64')}`;
    expect(await send(other)).toMatchObject({ taken: false, status: 401 });
  });
});
