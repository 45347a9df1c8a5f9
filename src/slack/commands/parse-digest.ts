import type { DigestRequest } from '../../domain/digest/configure.ts';
import { didYouMean } from '../../domain/nearest.ts';
import { readOptions } from './options.ts';
import { readScopeRequest } from './scope-request.ts';

export const digestWords = ['on', 'off', 'now', 'preview', 'status'] as const;
export type DigestWord = (typeof digestWords)[number];

export type ParsedDigest =
  | { readonly name: 'digest'; readonly what: DigestWord; readonly request: DigestRequest }
  | { readonly problem: string };

/** `on` and `preview` take settings; the others would ignore them, and say so. */
export function readDigest([word = 'status', ...args]: readonly string[]): ParsedDigest {
  const what = digestWords.find((each) => each === word.toLowerCase());
  if (what === undefined) {
    const hint = didYouMean(word, digestWords).replace('`', '`/aurora digest ');
    return {
      problem: `There is no \`/aurora digest ${word.slice(0, 80)}\`.${hint || ` Known: ${digestWords.join(', ')}.`}`,
    };
  }
  if (what !== 'on' && what !== 'preview')
    return args.length === 0
      ? { name: 'digest', what, request: {} }
      : { problem: `\`/aurora digest ${what}\` takes no options. \`/aurora digest on\` sets them.` };
  const options = readOptions(args, ['account', 'region', 'rule', 'tag', 'at', 'zone', 'quiet']);
  if ('problem' in options) return options;
  const { values, positionals } = options;
  const scope = readScopeRequest({ ...options, positionals: [...positionals, ...values.account] });
  if ('problem' in scope) return scope;
  const given =
    positionals.length + values.account.length + values.region.length + values.rule.length + values.tag.length;
  return {
    name: 'digest',
    what,
    request: {
      at: values.at.at(-1),
      zone: values.zone.at(-1),
      quiet: values.quiet.at(-1),
      ...(given === 0 ? {} : { scope }),
    },
  };
}
