import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { responseUrl } from './delivery/payloads.ts';
import type { Json } from './json.ts';
import { type Rig, startRig } from './testing/rig.ts';
import { ids } from './workspace.ts';

let rig: Rig;
let later = 0;

beforeAll(async () => {
  rig = await startRig({ clock: () => Date.now() + later });
});

afterAll(() => rig.close());

const address = (messageTs?: string) => responseUrl(rig.proxy.world, ids.databases, ids.alice, messageTs);

async function send(url: string, body: Json): Promise<[number, unknown]> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return [answer.status, await answer.json()];
}

describe('a response_url', () => {
  it('works five times', async () => {
    const url = address();
    for (let use = 1; use <= 5; use += 1) expect(await send(url, { text: `${use}` })).toEqual([200, { ok: true }]);
    expect(await send(url, { text: '6' })).toEqual([404, { ok: false, error: 'used_url' }]);
    expect(rig.slack.ephemerals(ids.alice).map(({ text }) => text)).toEqual(['1', '2', '3', '4', '5']);
  });

  it('works for thirty minutes', async () => {
    const [early, late] = [address(), address()];
    later += 30 * 60 * 1000 - 1000;
    expect(await send(early, { text: 'in time' })).toEqual([200, { ok: true }]);
    later += 2000;
    expect(await send(late, { text: 'too late' })).toEqual([404, { ok: false, error: 'expired_url' }]);
    expect(await send(`${rig.proxy.url}/actions/T/none`, {})).toEqual([404, { ok: false, error: 'expired_url' }]);
  });

  it('checks what it is given', async () => {
    expect(await send(address(), {})).toEqual([400, { ok: false, error: 'no_text' }]);
    expect(await send(address(), { blocks: [{ type: 'header' }] })).toMatchObject([400, { error: 'invalid_blocks' }]);
    const long = Array.from({ length: 5 }, () => ({
      type: 'section',
      text: { type: 'mrkdwn', text: 'x'.repeat(3000) },
    }));
    expect(await send(address(), { blocks: long })).toEqual([200, { ok: true }]);
  });

  it('replaces and deletes the message it belongs to, ephemeral ones too', async () => {
    const { message_ts: ts } = await rig.client.chat.postEphemeral({
      channel: ids.databases,
      user: ids.alice,
      text: 'sure?',
    });
    await send(address(ts), { replace_original: 'true', text: 'yes' });
    expect(rig.slack.ephemerals(ids.alice).at(-1)).toMatchObject({ ts, text: 'yes', edits: 1 });
    await send(address(ts), { delete_original: true });
    expect(rig.slack.ephemerals(ids.alice).some((each) => each.ts === ts)).toBe(false);
    expect(await send(address(ts), { replace_original: true, text: 'again' })).toMatchObject([
      400,
      { error: 'message_not_found' },
    ]);
  });
});
