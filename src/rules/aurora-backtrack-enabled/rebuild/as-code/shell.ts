import { shellWord } from '../../../../domain/paste.ts';

/** `raw`: shell text that is put in as it is. */
export type Option = string | true | readonly string[] | { readonly raw: string } | undefined;

/** `aws rds … \` and one option a line; `true` is a flag, undefined ones and empty lists are left out. */
export function aws(command: string, options: Readonly<Record<string, Option>>): string {
  const lines = Object.entries(options).flatMap(([name, value]) => {
    if (value === undefined) return [];
    if (value === true) return [`  --${name}`];
    if (typeof value === 'object' && 'raw' in value) return [`  --${name} ${value.raw}`];
    const words = typeof value === 'string' ? [value] : value;
    return words.length === 0 ? [] : [`  --${name} ${words.map(shellWord).join(' ')}`];
  });
  return [`aws ${command}`, ...lines].join(' \\\n');
}

/** One line for a comment, whatever the text holds. */
export const comment = (text: string): string => `# ${text.replace(/[\r\n\u2028\u2029]+/g, ' ')}`;

export const say = (text: string): string => `echo ${shellWord(text)}`;

/** The beginning of a part, for who reads the script and for who runs it. */
export const part = (text: string): string => `# ${text}\n${say(text)}`;

/** Ends the script with a sentence unless a command prints this. */
export const refuseUnless = (command: string, wanted: string, why: string): string =>
  `if [ "$(${command})" != ${shellWord(wanted)} ]; then ${say(why)} >&2; exit 1; fi`;

const isComment = (line: string): boolean => line.startsWith('# ');

/** A bash script that ends at the first failure, and before anything when it is run against another account. */
export const script = (
  what: string,
  { accountId, region }: { readonly accountId: string; readonly region: string },
  lines: readonly string[],
): string =>
  [
    '#!/usr/bin/env bash',
    comment(what),
    'set -euo pipefail',
    // The first of these is what version 1 of the AWS CLI reads.
    `export AWS_DEFAULT_REGION=${shellWord(region)} AWS_REGION=${shellWord(region)} AWS_PAGER=""`,
    '',
    refuseUnless(
      aws('sts get-caller-identity', { query: 'Account', output: 'text' }),
      accountId,
      `These are not credentials of account ${accountId}.`,
    ),
    '',
    ...lines.map((line, index) => (isComment(line) && !isComment(lines[index - 1] ?? '') ? `\n${line}` : line)),
  ]
    .join('\n')
    .replace(/\n{3,}/g, '\n\n');
