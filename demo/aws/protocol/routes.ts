import type { OperationModel } from './model.ts';

/** An operation found by method and path, with its percent-decoded path labels. */
export interface Route {
  readonly operation: OperationModel;
  readonly labels: Readonly<Record<string, string>>;
}

export type Router = (method: string, path: string, query: URLSearchParams) => Route | undefined;

interface Candidate {
  readonly operation: OperationModel;
  readonly method: string;
  readonly pattern: RegExp;
  readonly literals: number;
  readonly staticQuery: readonly (readonly [string, string])[];
}

/** Builds a router from the `http` traits of the operations; the most literal template wins. */
export function createRouter(operations: Iterable<OperationModel>): Router {
  const candidates = [...operations].flatMap(candidateFor);
  candidates.sort((one, other) => other.literals - one.literals);
  return (method, path, query) => {
    for (const { operation, method: expected, pattern, staticQuery } of candidates) {
      const match = method === expected ? pattern.exec(path) : null;
      if (!match || !staticQuery.every(([key, value]) => query.get(key) === value)) continue;
      const labels = Object.entries(match.groups ?? {}).map(([key, value]) => [key, decodeURIComponent(value)]);
      return { operation, labels: Object.fromEntries(labels) as Record<string, string> };
    }
    return undefined;
  };
}

function candidateFor(operation: OperationModel): Candidate[] {
  if (!operation.http) return [];
  const [method, template] = operation.http;
  const [path = '', query = ''] = template.split('?');
  const source = path
    .replace(/\/$/, '')
    .replace(/[.*+?^$()[\]\\|]/g, '\\$&')
    .replace(/\{(\w+)(\\\+)?\}/g, (_, label: string, greedy?: string) => `(?<${label}>${greedy ? '.+' : '[^/]+'})`);
  const staticQuery = [...new URLSearchParams(query)];
  const literals = path.replace(/\{[^}]*\}/g, '').length + staticQuery.length * 1000;
  return [{ operation, method, pattern: new RegExp(`^${source}/?$`), literals, staticQuery }];
}
