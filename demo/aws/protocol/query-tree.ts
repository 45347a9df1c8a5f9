/** Query parameters by the dots in their names: `A.B.1=x` is the value `x` at A, B, 1. */
export interface QueryNode {
  value: string | undefined;
  readonly children: Map<string, QueryNode>;
}

/** Arranges `name=value` pairs as a tree. Throws when a name comes twice. */
export function queryTree(parameters: Iterable<readonly [string, string]>): QueryNode {
  const root = emptyNode();
  for (const [name, value] of parameters) {
    let node = root;
    for (const part of name.split('.')) {
      const next = node.children.get(part) ?? emptyNode();
      node.children.set(part, next);
      node = next;
    }
    if (node.value !== undefined) throw new Error(`The parameter ${name} is given twice`);
    node.value = value;
  }
  return root;
}

function emptyNode(): QueryNode {
  return { value: undefined, children: new Map() };
}
