import { NormalizedSchema } from '@smithy/core/schema';
import { AwsError } from '../errors.ts';

/** One operation of a service, as the SDK's own exported schema describes it. */
export interface OperationModel {
  readonly name: string;
  readonly input: NormalizedSchema;
  readonly output: NormalizedSchema;
  /** `[method, path template, success status]` of REST services. */
  readonly http: readonly [method: string, path: string, status: number] | undefined;
}

/** A service as its protocol needs to see it. */
export interface ServiceModel {
  /** SigV4 service name and IAM prefix, such as `rds`. */
  readonly name: string;
  readonly version: string;
  readonly xmlNamespace: string;
  /** The prefix of `X-Amz-Target`, in the protocols that have it. */
  readonly target?: string;
  readonly operations: ReadonlyMap<string, OperationModel>;
  /** How this service words the absence of a required input member. */
  readonly missingParameter: (member: string) => AwsError;
}

type SchemaRef = Parameters<typeof NormalizedSchema.of>[0];
/** A schema as the SDK clients export it, e.g. `DBCluster$` of `@aws-sdk/client-rds`. */
export type ExportedSchema = SchemaRef;

const OPERATION = 9;

/** Collects every operation schema (`[9, namespace, name, traits, input, output]`) that an SDK client exports. */
export function operationsOf(sdk: Readonly<Record<string, unknown>>): ReadonlyMap<string, OperationModel> {
  const operations = new Map<string, OperationModel>();
  for (const schema of Object.values(sdk)) {
    if (!Array.isArray(schema) || schema[0] !== OPERATION) continue;
    const [, , name, traits, input, output] = schema as [9, string, string, unknown, SchemaRef, SchemaRef];
    const http = (traits as { http?: OperationModel['http'] }).http;
    operations.set(name, { name, input: NormalizedSchema.of(input), output: NormalizedSchema.of(output), http });
  }
  return operations;
}

/** The names of a structure's required members; the SDK lists them first and gives their number. */
export function requiredMembers(schema: NormalizedSchema): readonly string[] {
  const raw: unknown = schema.getSchema();
  if (!Array.isArray(raw)) return [];
  const [, , , , names, , count] = raw as [number, string, string, unknown, string[], unknown[], number?];
  return names.slice(0, count ?? 0);
}

/**
 * A modelled error under its wire code and HTTP status. awsQuery shapes name both in a trait; others answer
 * under the shape's own name with 400, or 500 when the fault is the server's.
 */
export function modelled(
  exported: ExportedSchema,
  message: string,
  members: Readonly<Record<string, unknown>> = {},
): AwsError {
  const schema = NormalizedSchema.of(exported);
  const traits = schema.getOwnTraits() as { awsQueryError?: [string, number]; httpError?: number; error?: string };
  const [code, status] = traits.awsQueryError ?? [
    schema.getName() ?? 'UnknownError',
    traits.httpError ?? (traits.error === 'server' ? 500 : 400),
  ];
  return new AwsError(code, message, status, members);
}
