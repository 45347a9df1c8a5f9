import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { PassThrough } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SimulatedAws } from '../aws/server.ts';
import type { Shop } from '../shop.ts';
import { perform } from './perform.ts';
import { readLines } from './read-lines.ts';
import { addressFile, listenForLines } from './server.ts';

/** A shop that is only a note of what it was told. */
function noted() {
  const told: string[] = [];
  const shop: Shop = {
    stop: () => void told.push('stop'),
    start: () => void told.push('start'),
    sessions: () => (told.at(-1) === 'stop' ? [] : [{ host: '10.0.3.17', cluster: 'orders' }]),
    close: () => {},
  };
  return { told, world: { shop, aws: {} as SimulatedAws } };
}

describe('a line at the terminal of the demo', () => {
  it('stops the applications, lets them go on, and tells who is connected', async () => {
    const { told, world } = noted();
    expect(await perform(world, 'status')).toBe('10.0.3.17 is connected to orders');
    expect(await perform(world, ' stop ')).toMatch(/are stopped/);
    expect(await perform(world, 'status')).toBe('Nobody is connected.');
    expect(await perform(world, 'start')).toMatch(/go on/);
    expect(told).toEqual(['stop', 'start']);
  });

  it('that means nothing gets the list of what there is', async () => {
    expect(await perform(noted().world, 'help')).toMatch(/^stop {4}[\s\S]*start[\s\S]*status[\s\S]*aws rds/);
  });

  it('with another command of AWS is refused in a sentence', async () => {
    expect(await perform(noted().world, 'aws s3 ls')).toMatch(/^It was refused: the demo carries out one command/);
  });

  it('goes on in the next one after a backslash', async () => {
    const input = new PassThrough();
    const lines: string[] = [];
    const close = readLines(input, (line) => lines.push(line));
    input.end('stop\n\naws rds a \\\n  --b c\n');
    await once(input, 'end');
    await new Promise((resolve) => setImmediate(resolve));
    expect(lines).toEqual(['stop', 'aws rds a \\\n  --b c']);
    close();
  });
});

describe('another terminal', () => {
  let stop: () => Promise<void>;
  beforeAll(async () => {
    stop = await listenForLines(async (line) => `did ${line}`);
  });
  afterAll(() => stop());
  const send = (headers: Record<string, string>) =>
    fetch(readFileSync(addressFile, 'utf8'), { method: 'POST', headers, body: 'stop' });

  it('may say the same', async () => {
    expect(await (await send({ 'x-aurora-keeper-demo': 'line' })).text()).toBe('did stop');
  });

  it('is not a page in a browser', async () => {
    expect((await send({})).status).toBe(403);
  });
});
