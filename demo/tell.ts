import { readFileSync } from 'node:fs';
import { addressFile } from './terminal/server.ts';

/** `npm run demo:tell -- stop`: a line for the demo that runs in another terminal. */
try {
  const answer = await fetch(readFileSync(addressFile, 'utf8'), {
    method: 'POST',
    headers: { 'x-aurora-keeper-demo': 'line' },
    body: process.argv.slice(2).join(' '),
  });
  process.stdout.write(`${await answer.text()}\n`);
} catch {
  process.stderr.write('No demo is running: npm run demo\n');
  process.exitCode = 1;
}
