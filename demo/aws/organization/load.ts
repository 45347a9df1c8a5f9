import { readFileSync } from 'node:fs';
import { isNode, LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import { type Organization, type OrganizationInput, organizationSchema } from './schema.ts';

/** An organization that cannot be simulated; the message lists every fault, one per line. */
export class OrganizationError extends Error {
  override readonly name = 'OrganizationError';
}

/** Checks an organization given as an object. Throws `OrganizationError`. */
export function checkOrganization(input: OrganizationInput): Organization {
  return check(input, 'organization', () => undefined);
}

/** Reads and checks an organization file. Throws `OrganizationError` with the line of each fault. */
export function loadOrganization(file: string): Organization {
  return parseOrganization(readFileSync(file, 'utf8'), file);
}

/** Checks the text of an organization file; `file` is only named in errors. Throws `OrganizationError`. */
export function parseOrganization(text: string, file = 'organization'): Organization {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const faults = document.errors.map(({ pos, message }) => `${file}:${lines.linePos(pos[0]).line}: ${message}`);
  if (faults.length > 0) throw new OrganizationError(faults.join('\n'));
  return check(document.toJS(), file, (path) => {
    for (let length = path.length; length >= 0; length -= 1) {
      const node: unknown = length === 0 ? document.contents : document.getIn(path.slice(0, length), true);
      if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
    }
    return undefined;
  });
}

function check(input: unknown, file: string, lineOf: (path: PropertyKey[]) => number | undefined): Organization {
  const result = organizationSchema.safeParse(input);
  if (result.success) return result.data;
  throw new OrganizationError(result.error.issues.flatMap(flatten).map(describe).join('\n'));

  function describe(issue: z.core.$ZodIssue): string {
    const line = lineOf(issue.path);
    const where = issue.path.map(String).join('.') || 'the organization';
    return `${file}${line === undefined ? '' : `:${line}`}: ${where}: ${issue.message}`;
  }
}

/** A union's faults are those of the branch that came nearest. */
function flatten(issue: z.core.$ZodIssue): z.core.$ZodIssue[] {
  if (issue.code !== 'invalid_union') return [issue];
  const nearest = issue.errors.toSorted((one, other) => depth(other) - depth(one))[0];
  return (nearest ?? []).flatMap((inner) => flatten({ ...inner, path: [...issue.path, ...inner.path] }));
}

function depth(issues: readonly z.core.$ZodIssue[]): number {
  return Math.max(0, ...issues.map((issue) => issue.path.length));
}
