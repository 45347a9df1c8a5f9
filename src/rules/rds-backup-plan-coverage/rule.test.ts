import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { answering } from '../../../test/helpers/answering-clients.ts';
import { answersOf, Given, target } from '../../../test/helpers/coverage-world.ts';
import { statuses } from '../../domain/finding.ts';
import type { Outcome } from '../../domain/rule.ts';
import { evaluate } from './rule.ts';

const Case = z.strictObject({
  name: z.string(),
  given: Given.prefault({}),
  verdict: z.enum(statuses as [string, ...string[]]),
  cause: z.string(),
  reason: z.union([z.string(), z.array(z.string())]).transform((text) => [text].flat()),
});
const cases = z.array(Case).parse(parse(readFileSync(new URL('coverage.cases.yaml', import.meta.url), 'utf8')));

async function outcomes(given: Given): Promise<{ found: Outcome[]; calls: string[] }> {
  const { context, asked } = answering(answersOf(given), { target, now: new Date(given.now), policy: given.policy });
  const found: Outcome[] = [];
  for await (const outcome of evaluate(context)) found.push(outcome);
  return { found, calls: asked.map(({ command, input }) => `${command} ${JSON.stringify(input)}`) };
}

describe('the cases', () => {
  it.each(cases)('$name', async ({ given, verdict, cause, reason }) => {
    const { found, calls } = await outcomes(given);
    const outcome = found.find(({ resource }) => resource.id === given.database.name);
    expect(outcome).toMatchObject({ status: verdict, cause });
    for (const part of reason) expect(outcome?.reason).toContain(part);
    expect(outcome?.reason).toMatch(/\.$/);
    expect(outcome?.reason).not.toMatch(/undefined|null|NaN|\[object|Invalid/);
    expect(new Set(calls).size, 'no call is made twice').toBe(calls.length);
  });
});
