import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const PACKAGE = 'local-slack-linux-x64';

function packagedBinary(): string | undefined {
  try {
    return join(dirname(createRequire(import.meta.url).resolve(`${PACKAGE}/package.json`)), 'bin', 'local-slack');
  } catch {
    return undefined;
  }
}

/**
 * Path of the local-slack binary: `LOCAL_SLACK_BIN`, else the optional npm package.
 *
 * @throws Error that names both places when neither holds a file
 */
export function findLocalSlack(env: NodeJS.ProcessEnv = process.env): string {
  const wanted = env.LOCAL_SLACK_BIN;
  const path = wanted === undefined || wanted === '' ? packagedBinary() : wanted;
  if (path !== undefined && existsSync(path)) return path;
  const seen = wanted === undefined || wanted === '' ? 'not set' : `${wanted}, where there is no file`;
  throw new Error(
    `The local Slack is not installed. It is the optional npm package ${PACKAGE} ` +
      `(node_modules/${PACKAGE}/bin/local-slack: Linux on x64, skipped by --omit=optional), ` +
      `or the binary that LOCAL_SLACK_BIN names (${seen}). ` +
      'On another platform download local-slack 0.1.8 and set LOCAL_SLACK_BIN.',
  );
}
