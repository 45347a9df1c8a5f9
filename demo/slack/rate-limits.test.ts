import { describe, expect, it } from 'vitest';
import { createRateLimiter } from './rate-limits.ts';
import { refusal, startRig } from './testing/rig.ts';
import { ids } from './workspace.ts';

describe('rate limits', () => {
  it('let a tier’s calls through in a minute, and say how long to wait', () => {
    let now = 0;
    const limiter = createRateLimiter(() => now);
    const waits = Array.from({ length: 51 }, () => limiter('chat.update', {}));
    expect(waits.slice(0, 50)).toEqual(Array.from({ length: 50 }, () => undefined));
    expect(waits[50]).toBe(60);
    now = 59_000;
    expect(limiter('chat.update', {})).toBe(1);
    now = 60_001;
    expect(limiter('chat.update', {})).toBeUndefined();
  });

  it('count posts by channel', () => {
    let now = 0;
    const limiter = createRateLimiter(() => now);
    const post = (channel: string) => limiter('chat.postMessage', { channel });
    for (let at = 0; at < 5; at += 1) expect(post('C1')).toBeUndefined();
    expect(post('C1')).toBe(5);
    expect(post('C2')).toBeUndefined();
    now = 5001;
    expect(post('C1')).toBeUndefined();
  });

  it('hold in the proxy when asked for', async () => {
    const rig = await startRig({ rateLimits: true });
    const post = (text: string) => rig.client.chat.postMessage({ channel: ids.databases, text });
    for (let at = 0; at < 5; at += 1) await post(`${at}`);
    expect((await refusal(post('one too many'))).error).toContain('rate-limit');
    expect(rig.proxy.calls('chat.postMessage').at(-1)).toMatchObject({ status: 429, args: { text: 'one too many' } });
    await rig.close();
  });
});
