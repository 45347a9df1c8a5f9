import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** A file of client/, beside this one in src and in dist. HTML knows one kind of line end, and hashes are of that. */
const asset = (name: string): string =>
  readFileSync(new URL(`./client/${name}`, import.meta.url), 'utf8').replaceAll('\r\n', '\n');

/** Modules of client/ put into one script: a page on a disk may not load one from another file. */
const joined = (...names: readonly string[]): string =>
  names
    .map((name) =>
      asset(name)
        .replace(/^import .*\n/gm, '')
        .replace(/^export /gm, ''),
    )
    .join('\n');

const source = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

export interface Assets {
  readonly script: string;
  readonly style: string;
  /** Content-Security-Policy: this script, this style, and not a single request. */
  readonly policy: string;
}

export function readAssets(): Assets {
  const script = `'use strict';\n(() => {\n${joined('dom.js', 'rows.js', 'details.js', 'report.js')}})();\n`;
  const style = ['page.css', 'findings.css', 'narrow-and-print.css'].map(asset).join('\n');
  const policy = [
    "default-src 'none'",
    `script-src ${source(script)}`,
    `style-src ${source(style)}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return { script, style, policy };
}
