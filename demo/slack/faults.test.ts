import { WebAPIHTTPError, WebAPIRateLimitedError, WebAPIRequestError } from '@slack/web-api';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createFaults, type Fault, seededRandom } from './faults.ts';
import { type Rig, refusal, startRig } from './testing/rig.ts';
import { ids } from './workspace.ts';

let rig: Rig;
const commands: string[] = [];
const retries: unknown[] = [];

beforeAll(async () => {
  rig = await startRig();
  await rig.bolt((app) => {
    app.command('/aurora', async ({ ack, command }) => {
      commands.push(command.trigger_id);
      await ack('done');
    });
    app.event('app_home_opened', async ({ context }) => void retries.push(context.retryNum));
  });
});

afterEach(() => rig.proxy.faults.clear());
afterAll(() => rig.close());

const post = (text: string) => rig.client.chat.postMessage({ channel: ids.databases, text });
const posted = () => rig.slack.messages(ids.databases).map(({ text }) => text);

describe('planned faults', () => {
  it.each<[string, Fault, new (...args: never[]) => Error]>([
    ['429', { kind: 'rate-limited', retryAfter: 7 }, WebAPIRateLimitedError],
    ['500', { kind: 'status', status: 500 }, WebAPIHTTPError],
    ['an HTML page', { kind: 'html' }, WebAPIHTTPError],
    ['a dropped connection', { kind: 'drop' }, WebAPIRequestError],
  ])('%s: nothing is done', async (name, fault, kind) => {
    rig.proxy.faults.next('chat.postMessage', fault);
    const error: unknown = await post(name).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(kind);
    if (error instanceof WebAPIRateLimitedError) expect(error.retryAfter).toBe(7);
    expect(posted()).not.toContain(name);
    await post(`${name}, again`);
    expect(posted()).toContain(`${name}, again`);
    expect(rig.proxy.calls('chat.postMessage').at(-2)?.fault).toEqual(fault);
  });

  it('an error of Slack’s own', async () => {
    rig.proxy.faults.next('*', { kind: 'error', error: 'token_revoked' });
    expect((await refusal(post('revoked'))).error).toBe('token_revoked');
  });

  it('a delay', async () => {
    rig.proxy.faults.next('chat.postMessage', { kind: 'delay', ms: 120 });
    const started = Date.now();
    await post('late');
    expect(Date.now() - started).toBeGreaterThanOrEqual(119);
  });

  it('a response that is lost after all was done', async () => {
    rig.proxy.faults.next('chat.postMessage', { kind: 'lost-response' });
    await expect(post('lost')).rejects.toBeInstanceOf(WebAPIRequestError);
    expect(posted()).toContain('lost');
    expect(rig.proxy.calls('chat.postMessage').at(-1)).toMatchObject({ status: undefined, answer: { ok: true } });
  });

  it('also for several calls and for a response_url', async () => {
    rig.proxy.faults.next('auth.test', { kind: 'html' }, 2);
    await expect(rig.client.auth.test()).rejects.toThrow();
    await expect(rig.client.auth.test()).rejects.toThrow();
    expect(await rig.client.auth.test()).toMatchObject({ ok: true });
    rig.proxy.faults.next('response_url', { kind: 'status', status: 503 });
    const answer = await fetch(`${rig.proxy.url}/actions/T/x`, { method: 'POST', body: '{}' });
    expect(answer.status).toBe(503);
  });

  it('come twice: a command with the same trigger id, an event marked as a retry', async () => {
    rig.proxy.faults.duplicate(2, 1, 'slash_commands');
    await rig.slack.command(ids.alice, ids.databases, '/aurora', 'audit');
    await expect.poll(() => commands.length).toBe(3);
    expect(new Set(commands).size).toBe(1);
    expect(rig.slack.ephemerals(ids.alice)).toHaveLength(1);
    rig.proxy.faults.duplicate(1);
    await rig.slack.openHome(ids.alice);
    await expect.poll(() => retries).toEqual([0, 1]);
  });
});

describe('chaos', () => {
  const run = (seed: number) => {
    const faults = createFaults();
    faults.chaos({ seed, rate: 0.3, faults: [{ kind: 'html' }, { kind: 'drop' }], methods: ['chat.update'] });
    return Array.from({ length: 1000 }, () => faults.take('chat.update')?.kind ?? 'ok');
  };

  it('is the same for the same seed, about as frequent as asked, and only where asked', () => {
    expect(run(1)).toEqual(run(1));
    expect(run(1)).not.toEqual(run(2));
    const failed = run(3).filter((kind) => kind !== 'ok').length;
    expect(failed).toBeGreaterThan(230);
    expect(failed).toBeLessThan(370);
    const faults = createFaults();
    faults.chaos({ seed: 1, rate: 1, faults: [{ kind: 'html' }], methods: ['chat.update'] });
    expect(faults.take('chat.postMessage')).toBeUndefined();
  });

  it('rolls numbers from 0 to 1', () => {
    const roll = seededRandom(42);
    const rolls = Array.from({ length: 1000 }, roll);
    expect(Math.min(...rolls)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...rolls)).toBeLessThan(1);
    expect(rolls.reduce((sum, each) => sum + each) / 1000).toBeCloseTo(0.5, 1);
  });
});
