import type { Json } from '../../../../../domain/json.ts';
import { matchesWildcard } from '../wildcard.ts';

/** `arn:aws:rds-db:us-east-1:111111111111:dbuser:cluster-ABC/user`; Aurora user guide, "Creating and using an IAM policy for IAM database access". */
const loginArn = /^arn:[^:]*:rds-db:[^:]*:[^:]*:dbuser:([^/]*)/;
/** Patterns that every cluster's id matches. */
const anyId = /^(?:cluster-)?\*+$/;

/** Whether a resource of a policy is about the cluster with this id, and not about any cluster. */
export function namesId(resource: string, resourceId: string): boolean {
  const id = loginArn.exec(resource)?.[1];
  if (id === undefined) return resource.includes(resourceId);
  return !anyId.test(id) && matchesWildcard(id, resourceId);
}

const isObject = (value: Json | undefined): value is { readonly [key: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The elements of a statement in which a resource can stand; conditions may name an id, too. */
const elements = ['Resource', 'NotResource', 'Condition'] as const;

const statementsOf = (document: Json): readonly Json[] => {
  if (!isObject(document)) return [];
  const { Statement: statements } = document;
  return Array.isArray(statements) ? statements : statements === undefined ? [] : [statements];
};

/** `rds-db:connect` is the only action that knows such resources. */
const mayBeLogin = (statement: { readonly [key: string]: Json }): boolean => {
  const { Action: action } = statement;
  if (action === undefined) return true;
  const actions = Array.isArray(action) ? action : [action];
  return actions.some((each) => typeof each === 'string' && matchesWildcard(each.toLowerCase(), 'rds-db:connect'));
};

function textsIn(value: Json | undefined): string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(textsIn);
  return isObject(value) ? Object.values(value).flatMap(textsIn) : [];
}

/** What a policy says about logging in to the cluster with this id and to no other, each once. */
export function resourcesNaming(document: Json, resourceId: string): string[] {
  const found = statementsOf(document).flatMap((statement) =>
    isObject(statement) && mayBeLogin(statement) ? elements.flatMap((element) => textsIn(statement[element])) : [],
  );
  return [...new Set(found)].filter((text) => namesId(text, resourceId));
}

const sameFor = (resource: string, oldId: string, newId: string): string =>
  resource.includes(oldId)
    ? resource.replaceAll(oldId, newId)
    : resource.replace(/(:dbuser:)[^/]*/, (_, prefix: string) => `${prefix}${newId}`);

/** The policy that says of the new cluster what it says of the old one; the old one stays in it for the way back. */
export function withNewId(document: Json, oldId: string, newId: string): Json {
  const widen = (value: Json): Json => {
    if (typeof value === 'string') return namesId(value, oldId) ? [value, sameFor(value, oldId, newId)] : value;
    if (Array.isArray(value)) return [...new Set(value.flatMap((each) => widen(each) as Json | Json[]))];
    if (!isObject(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, widen(each)]));
  };
  const ofStatement = (statement: Json): Json =>
    isObject(statement) && mayBeLogin(statement)
      ? Object.fromEntries(
          Object.entries(statement).map(([key, value]) => [
            key,
            (elements as readonly string[]).includes(key) ? widen(value) : value,
          ]),
        )
      : statement;
  if (!isObject(document)) return document;
  const { Statement: statements = [] } = document;
  return {
    ...document,
    Statement: Array.isArray(statements) ? statements.map(ofStatement) : ofStatement(statements),
  };
}
