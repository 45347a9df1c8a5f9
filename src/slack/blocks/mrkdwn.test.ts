import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  bold,
  code,
  dateToken,
  escapeText,
  lengthOf,
  link,
  plainOf,
  safe,
  sentence,
  shortSafe,
  told,
  truncate,
  unescapeText,
} from './mrkdwn.ts';

const nasty = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc
    .array(fc.constantFrom('<!channel>', '<@U1>', '&amp;', '&', '<', '>', '*', '_', '`', '\n', '😀', 'orders', ' '), {
      maxLength: 40,
    })
    .map((parts) => parts.join('')),
);

describe('text from outside', () => {
  it('comes back from escaping as it was', () => {
    fc.assert(
      fc.property(nasty, (text) => {
        expect(unescapeText(escapeText(text))).toBe(text);
      }),
    );
  });

  it.each([
    ['safe', safe],
    ['bold', bold],
    ['code', code],
    ['sentence', sentence],
  ] as const)('%s never holds a raw control character of Slack, nor a second line', (_, format) => {
    fc.assert(
      fc.property(nasty, (text) => {
        const shown = format(text);
        expect(shown).not.toMatch(/[<>\n\r]/);
        expect(shown).not.toMatch(/&(?!amp;|lt;|gt;)/);
      }),
    );
  });

  it('keeps names with underscores whole and takes the force out of marks at the edge of words', () => {
    expect(safe('rds_cluster_backtrack_enabled')).toBe('rds_cluster_backtrack_enabled');
    expect(safe('*bold* _it_')).not.toMatch(/(^| )[*_]\w/);
  });
});

describe('truncate', () => {
  it('keeps within the limit, in code points, and never leaves half an entity or token', () => {
    fc.assert(
      fc.property(nasty, fc.integer({ min: 1, max: 60 }), (text, most) => {
        const cut = truncate(escapeText(text), most);
        expect(lengthOf(cut)).toBeLessThanOrEqual(most);
        expect(cut).not.toMatch(/&(?!amp;|lt;|gt;)/);
      }),
    );
    expect(truncate('see <https://example.com|here>', 12)).toBe('see …');
    expect(truncate('short', 10)).toBe('short');
  });
});

describe('tokens', () => {
  it('tell times with a fallback and leave what is no time alone', () => {
    expect(dateToken('2026-11-21T09:00:00.000Z')).toBe(
      '<!date^1795251600^{date_short_pretty} {time}|2026-11-21 09:00 UTC>',
    );
    expect(dateToken('soon <b>')).toBe('soon &lt;b&gt;');
  });

  it('make links that cannot break out', () => {
    expect(link('https://x.y/a|b>c', 'A <b> | c')).toBe('<https://x.y/a%7Cb%3Ec|A &lt;b&gt; ¦ c>');
  });
});

describe('sentences of our own rooms', () => {
  it('name people and times, and nobody else', () => {
    expect(told('Approved by <@U02BOB00001> at 2026-11-21T09:00:00.000Z. See `x<y`.')).toBe(
      `Approved by <@U02BOB00001> at ${dateToken('2026-11-21T09:00:00.000Z')}. See \`x&lt;y\`.`,
    );
    const token = '<!date^1795251600^{time}|09:00 UTC>';
    expect(told(`since ${token}`)).toBe(`since ${token}`);
    expect(told('<!subteam^S01DBAGROUP> may')).toBe('<!subteam^S01DBAGROUP> may');
    for (const hostile of ['<!channel>', '<!here|x>', '<#C01|x>', '<https://x.y|z>', '<@U1>', '<!subteam^S1>'])
      expect(told(hostile)).not.toContain('<');
  });

  it('are escaped once, whoever did it', () => {
    expect(told('R&D <x>')).toBe('R&amp;D &lt;x&gt;');
    expect(told(told('R&D <x> of <@U02BOB00001>'))).toBe('R&amp;D &lt;x&gt; of <@U02BOB00001>');
    expect(told('&lt;@U02BOB00001&gt; &lt;!channel&gt;')).toBe('&lt;@U02BOB00001&gt; &lt;!channel&gt;');
  });

  it('lose their marks where only plain text is taken', () => {
    expect(plainOf('Type `orders`, R&amp;D; approved <!date^1^{time}|09:00 UTC>')).toBe(
      'Type orders, R&D; approved 09:00 UTC',
    );
  });

  it('hold no other control character', () => {
    fc.assert(
      fc.property(nasty, (text) => {
        expect(told(text).replace(/<(@[UW][A-Z0-9]+|!date\^[^<>]+|!subteam\^S[A-Z0-9]+)>/g, '')).not.toMatch(
          /[<>\n\r]/,
        );
      }),
    );
  });
});

describe('shortSafe', () => {
  it('is the beginning of the whole, whatever is cut', () => {
    fc.assert(
      fc.property(fc.array(nasty, { maxLength: 4 }), fc.integer({ min: 1, max: 60 }), (texts, most) => {
        const text = texts.join('');
        expect(shortSafe(text, most)).toBe(truncate(safe(text), most));
      }),
    );
  });
});
