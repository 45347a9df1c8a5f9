import { parse } from '@cdktf/hcl2json';
import fc from 'fast-check';
import { parseArgsStringToArgv } from 'string-argv';
import { describe, expect, it } from 'vitest';
import { parse as parseYaml } from 'yaml';
import { awsCli, hclString, logicalId, shellWord, terraformName, yamlString } from './paste.ts';

/** What could stand in a name, a tag or an ARN. */
const words = fc.string({ unit: 'grapheme-ascii', maxLength: 40 }).filter((text) => !/[\n\r]/.test(text));

describe('quoting', () => {
  it('survives a YAML parser', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 60 }), (text) => {
        expect(parseYaml(`a: ${yamlString(text)}`)).toEqual({ a: text });
      }),
    );
  });

  it('survives an HCL parser', async () => {
    await fc.assert(
      fc.asyncProperty(words, async (text) => {
        const parsed = await parse('x.tf', `locals {\n  a = ${hclString(text)}\n}\n`);
        // hcl2json gives back templates as they are written, so the escapes stay.
        const value = String(parsed.locals?.[0]?.a);
        expect(value.replaceAll('$${', '${').replaceAll('%%{', '%{')).toBe(text);
      }),
      { numRuns: 50 },
    );
  });

  it('leaves plain words alone and keeps others in one piece', () => {
    expect(shellWord('arn:aws:rds:eu-west-1:111111111111:cluster:orders')).toBe(
      'arn:aws:rds:eu-west-1:111111111111:cluster:orders',
    );
    expect(shellWord("it's $HOME; rm -rf *")).toBe(`'it'\\''s $HOME; rm -rf *'`);
    expect(shellWord('')).toBe("''");
  });

  it('makes names that the tools accept', () => {
    expect(logicalId('orders-db-2')).toBe('OrdersDb2');
    expect(logicalId('---')).toBe('Database');
    expect(terraformName('my.db/x')).toBe('my_db_x');
  });
});

describe('awsCli', () => {
  it('leaves out what is not known and puts one option on a line', () => {
    const text = awsCli('rds modify-db-cluster', {
      region: 'eu-west-1',
      port: undefined,
      'apply-immediately': true,
      groups: ['a', 'b'],
      none: [],
    });
    expect(text).toBe(
      'aws rds modify-db-cluster \\\n  --region eu-west-1 \\\n  --apply-immediately \\\n  --groups a b',
    );
    expect(parseArgsStringToArgv(text.replaceAll('\\\n', ''))).toEqual([
      'aws',
      'rds',
      'modify-db-cluster',
      '--region',
      'eu-west-1',
      '--apply-immediately',
      '--groups',
      'a',
      'b',
    ]);
  });
});
