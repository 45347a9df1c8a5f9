import * as iamSdk from '@aws-sdk/client-iam';
import * as rdsSdk from '@aws-sdk/client-rds';
import * as stsSdk from '@aws-sdk/client-sts';
import { XmlShapeDeserializer } from '@aws-sdk/core/protocols';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rds } from '../rds/service.ts';
import { sts } from '../sts/service.ts';
import { valuesOf, xmlText } from './arbitrary.ts';
import { operationsOf } from './model.ts';
import { escapeXml, xmlMembers } from './xml.ts';

const reader = new XmlShapeDeserializer({
  timestampFormat: { useTrait: true, default: 5 },
  httpBindings: false,
  xmlNamespace: '',
  serviceNamespace: '',
});

const operations = [rdsSdk, stsSdk, iamSdk]
  .flatMap((sdk) => [...operationsOf(sdk).values()])
  .filter(({ output }) => !output.isUnitSchema());

describe('XML answers', () => {
  it('knows the operations of both services', () => {
    expect(rds.operations.size).toBeGreaterThan(150);
    expect(sts.operations.size).toBeGreaterThan(5);
  });

  it.each(operations)('$name: the SDK reads back what was written', ({ output }) => {
    fc.assert(
      fc.property(valuesOf(output, xmlText), (value) => {
        const xml = `<Answer>${xmlMembers(output, value as object)}</Answer>`;
        expect(reader.read(output, Buffer.from(xml))).toEqual(value);
      }),
      { numRuns: 5 },
    );
  });

  it('escapes markup, quotes and the end of a CDATA section', () => {
    expect(escapeXml(`<a href="x">&'</a>]]>`)).toBe('&lt;a href=&quot;x&quot;&gt;&amp;&apos;&lt;/a&gt;]]&gt;');
  });

  it('keeps carriage returns and emoji, and replaces what XML 1.0 cannot carry', () => {
    expect(escapeXml('a\r\n🦀')).toBe('a&#xD;&#xA;🦀');
    expect(escapeXml('\u0000\u000B\uD800\uFFFE')).toBe('\uFFFD\uFFFD\uFFFD\uFFFD');
  });
});
