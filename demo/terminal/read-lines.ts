import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

/** Hands over each line that is typed; one that ends in a backslash goes on in the next. */
export function readLines(input: Readable, onLine: (line: string) => void): () => void {
  // Reading fails where the demo runs in the background of a shell.
  process.on('SIGTTIN', () => {});
  input.on('error', () => {});
  let begun = '';
  const lines = createInterface({ input });
  lines.on('line', (line) => {
    begun += line;
    if (line.endsWith('\\')) begun += '\n';
    else {
      const whole = begun;
      begun = '';
      if (whole.trim() !== '') onLine(whole);
    }
  });
  return () => lines.close();
}
