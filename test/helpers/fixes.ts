import { parse as parseHcl } from '@cdktf/hcl2json';
import { expect } from 'vitest';
import { parseDocument, type ScalarTag } from 'yaml';
import type { Finding } from '../../src/domain/finding.ts';
import type { Fix } from '../../src/domain/rule.ts';
import { awsCommands, faultsOfCommand } from './aws-cli.ts';

const cloudFormationTags: ScalarTag[] = ['!Ref', '!Sub', '!GetAtt'].map((tag) => ({
  tag,
  resolve: (text: string) => text,
}));

/** Every resource of a template with its properties; throws on anything that is no YAML. */
function resourcesOf(template: string): { Type: string; Properties: Record<string, unknown> }[] {
  const document = parseDocument(template, { customTags: cloudFormationTags });
  expect(document.errors).toEqual([]);
  return Object.values(
    (document.toJS() as { Resources: Record<string, { Type: string; Properties: Record<string, unknown> }> }).Resources,
  );
}

/** Fails unless the text can be used as it stands: steps are numbered, commands exist, templates parse. */
export async function expectValid(format: Fix['format'], text: string): Promise<void> {
  switch (format) {
    case 'console':
      expect(text).toMatch(/^1\. /);
      return;
    case 'cli': {
      const commands = awsCommands(text);
      expect(commands.length).toBeGreaterThan(0);
      expect(commands.flatMap(faultsOfCommand)).toEqual([]);
      return;
    }
    case 'cloudformation':
      for (const { Type, Properties } of resourcesOf(text)) {
        expect(Type).toMatch(/^AWS::(RDS|Backup)::\w+$/);
        expect(typeof Properties).toBe('object');
      }
      return;
    case 'terraform': {
      const parsed = await parseHcl('fix.tf', text);
      expect(Object.keys(parsed.resource ?? {}).length).toBeGreaterThan(0);
    }
  }
}

/** Fails unless the fixes come in these forms, parse, and carry the finding's own values. */
export async function expectUsable(
  fixes: readonly Fix[],
  { resource, target }: Pick<Finding, 'resource' | 'target'>,
  formats: readonly Fix['format'][] = ['console', 'cli', 'cloudformation', 'terraform'],
): Promise<void> {
  expect(fixes.map(({ format }) => format)).toEqual(formats);
  for (const { format, text } of fixes) {
    await expectValid(format, text);
    expect(text).not.toMatch(/undefined|\[object|NaN|(?<!\/dev\/)null/);
    expect(text).toContain(resource.id);
    if (format === 'console' || format === 'cli') expect(text).toContain(target.region);
  }
}
