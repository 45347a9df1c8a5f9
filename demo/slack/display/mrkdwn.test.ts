import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AFTERNOON, readerContext } from '../testing/contexts.ts';
import { ids } from '../workspace.ts';
import { displayMrkdwn, displayPlain } from './mrkdwn.ts';

const context = readerContext();
const show = (text: string) => displayMrkdwn(text, context);

describe('mrkdwn for the local UI', () => {
  it('decodes the three entities, once', () => {
    expect(show('a &lt; b &amp;&amp; c &gt; d')).toBe('a < b && c > d');
    expect(show('&amp;lt;')).toBe('&lt;');
  });

  it('does not let escaped text become a mention or a link', () => {
    expect(show('&lt;@U01ALICE001&gt;')).toBe('<\u2060@U01ALICE001>');
    expect(show('&lt;https://e.com&gt;')).toBe('<\u2060https://e.com>');
    expect(show('&lt;!channel&gt;')).toBe('<!channel>');
  });

  it('draws no mark that stands apart from its word', () => {
    expect(show('rds:\u200b*\u200b:\u200b*\u200b:db')).toBe('rds:∗:∗:db');
    expect(show('*bold*')).toBe('*bold*');
  });

  it('turns tokens into words or into what the UI knows', () => {
    expect(show(`<@${ids.alice}|alice> and <@UNOBODY>`)).toBe(`<@${ids.alice}> and @UNOBODY`);
    expect(show(`<#${ids.databases}>, <#CNONE|gone>`)).toBe(`<#${ids.databases}|databases>, #gone`);
    expect(show(`<!subteam^${ids.dba}> <!subteam^S9|@ops> <!here> <!everyone|x>`)).toBe('@dba @ops @here @everyone');
    expect(show('<https://e.com/?a=1&amp;b=2|a &gt; b>')).toBe('<https://e.com/?a=1&b=2|a › b>');
    expect(show('<mailto:a@e.com|write>')).toBe('write');
    expect(show('<nonsense>')).toBe('<nonsense>');
  });

  it('shows dates in words, else their fallback', () => {
    expect(show(`due <!date^${AFTERNOON}^{date_short} {time}|Saturday>`)).toBe('due Nov 21, 2026 2:32 PM');
    expect(show(`<!date^${AFTERNOON}^{time}^https://e.com/x|then>`)).toBe('<https://e.com/x|2:32 PM>');
    expect(show('<!date^soon^{time}|Saturday>')).toBe('Saturday');
  });

  it('draws fences as lines of code that keep their indentation', () => {
    expect(show('Run\n```\nif x:\n  go(a, b)\n\nend\n```\nnow')).toBe(
      'Run\n`if x:`\n`\u00a0\u00a0go(a, b)`\n\n`end`\nnow',
    );
    expect(show('one ```a &lt; b``` two')).toBe('one \n`a < b`\n two'.replace('\n two', '\n\u00a0two'));
    expect(show('```"rds:*", "backup:*"```')).toBe('`"rds:∗", "backup:∗"`');
  });

  it('leaves code alone but for what the UI would draw', () => {
    expect(show('`a*b*c` `arn:aws:x:secret:y`')).toBe('`a∗b∗c` `arn:aws:\u2060x:\u2060secret:y`');
    expect(show('`s3:*`')).toBe('`s3:*`');
  });

  it('keeps spaces that HTML would swallow', () => {
    expect(show('▓▓░░  2 of 4\n  indented')).toBe('▓▓░░\u00a0 2 of 4\n\u00a0\u00a0indented');
  });

  it('never throws and keeps every word', () => {
    const words = (text: string) => text.match(/[A-Za-z0-9]+/g) ?? [];
    const piece = fc.oneof(
      fc.lorem({ maxCount: 3 }),
      fc.constantFrom('```', '`', '*', '_', '~', '\n', '  ', '&amp;', '>', '|', '🔥'),
    );
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const text = pieces.join(' ');
        expect(words(show(text))).toEqual(words(text.replace(/&amp;/g, '&')));
      }),
    );
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => typeof show(text) === 'string'));
  });
});

describe('plain text for the local UI', () => {
  it('decodes entities and draws common emoji', () => {
    expect(displayPlain(':warning: R&amp;D &lt;1&gt; :unknown_one:')).toBe('⚠️ R&D <1> :unknown_one:');
  });
});
