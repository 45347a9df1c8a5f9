import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { execa } from 'execa';
import { afterAll, describe, expect, it } from 'vitest';
import { createDemoClock } from './demo-clock.ts';

const dir = mkdtempSync(join(tmpdir(), 'aurora-clock-'));
afterAll(() => rmSync(dir, { recursive: true }));

/** How far ahead of real time the clock of a process is, in milliseconds; and what it takes for dates. */
async function aheadIn(role: string, env: Readonly<Record<string, string>>) {
  const code = `console.log(JSON.stringify({
    ahead: Date.now() - Math.floor(performance.timeOrigin + performance.now()),
    alike: Math.abs(new Date().getTime() - Date.now()) < 1_000_000,
    given: new Date('2026-11-21T12:00:00Z').toISOString(),
    is: new Date() instanceof Date && new Date().constructor === Date,
    text: typeof Date(),
  }))`;
  const { stdout } = await execa('node', ['--input-type=module', '--eval', code], {
    env: { ...env, AURORA_ROLE: role },
  });
  return JSON.parse(stdout) as { ahead: number };
}

describe('the clock of the demo', () => {
  it('runs as fast as it is told, never goes back, and takes the workers with it', async () => {
    const clock = createDemoClock(dir);
    expect(Math.abs(Number(clock.now()) - Date.now())).toBeLessThan(1_000);
    clock.run(10_000);
    await sleep(50);
    clock.run(1);
    const ahead = Number(clock.now()) - Date.now();
    expect(ahead).toBeGreaterThan(400_000);
    const worker = await aheadIn('worker', clock.env);
    expect(worker).toMatchObject({ alike: true, given: '2026-11-21T12:00:00.000Z', is: true, text: 'string' });
    expect(Math.abs(worker.ahead - ahead)).toBeLessThan(1_000);
    expect(Math.abs((await aheadIn('bot', clock.env)).ahead)).toBeLessThan(1_000);
  });
});
