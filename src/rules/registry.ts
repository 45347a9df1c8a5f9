import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { PermanentError } from '../domain/errors.ts';
import type { Remediations } from '../domain/remediation/stage.ts';
import type { Rule, RuleMeta } from '../domain/rule.ts';

const here = new URL('.', import.meta.url);
const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';

const folders = (): string[] =>
  readdirSync(here, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();

async function load<T>(folder: string, file: 'meta' | 'rule' | 'remediation', name: string): Promise<T> {
  const url = new URL(`${folder}/${file}.${extension}`, here);
  if (!existsSync(url)) throw new PermanentError(`rules/${folder} has no ${file}.${extension}`);
  const module: Record<string, unknown> = await import(/* @vite-ignore */ url.href);
  if (module[name] === undefined) throw new PermanentError(`rules/${folder}/${file}.${extension} exports no ${name}`);
  return module[name] as T;
}

/** What is known of every rule without loading the AWS SDK; for the bot. */
export async function loadMeta(): Promise<RuleMeta[]> {
  return Promise.all(
    folders().map(async (folder) => {
      const meta = await load<RuleMeta>(folder, 'meta', 'meta');
      if (meta.id !== folder) throw new PermanentError(`rules/${folder} calls itself "${meta.id}"`);
      return meta;
    }),
  );
}

/** Every rule with its `evaluate`; for the worker and the command line. */
export async function loadRules(): Promise<Rule[]> {
  const metas = await loadMeta();
  return Promise.all(
    metas.map(async (meta) => ({ meta, evaluate: await load<Rule['evaluate']>(meta.id, 'rule', 'evaluate') })),
  );
}

/** What the worker can carry out, by rule id; a rule without `remediation.ts` is described by its fixes alone. */
export async function loadRemediations(): Promise<Map<string, Remediations>> {
  const found = new Map<string, Remediations>();
  for (const folder of folders()) {
    if (!existsSync(new URL(`${folder}/remediation.${extension}`, here))) continue;
    found.set(folder, await load<Remediations>(folder, 'remediation', 'remediations'));
  }
  return found;
}

/** The rule's own page, in Markdown. */
export const readGuide = (ruleId: string): string => readFileSync(new URL(`${ruleId}/README.md`, here), 'utf8');
