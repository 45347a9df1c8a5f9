import type { AwsError, ErrorFamily } from '../errors.ts';
import type { OperationModel, ServiceModel } from './model.ts';

/** One HTTP request, its body read to the end. Header names are lower case. */
export interface RawRequest {
  readonly method: string;
  /** Percent-encoded, without the query string. */
  readonly path: string;
  readonly query: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export type Input = Readonly<Record<string, unknown>>;

/** What a request asks for. `read` throws an `AwsError` when the input is not what the schema says. */
export interface ParsedRequest {
  readonly operation: OperationModel;
  readonly read: () => Input;
}

/** One wire protocol, driven by the schemas of the service it speaks for. */
export interface Protocol {
  readonly family: ErrorFamily;
  /** Finds the operation; throws an `AwsError` when the service has none of that name or path. */
  readonly parse: (raw: RawRequest, service: ServiceModel) => ParsedRequest;
  readonly answer: (service: ServiceModel, operation: OperationModel, output: object, requestId: string) => Answer;
  readonly refuse: (service: Pick<ServiceModel, 'xmlNamespace'>, error: AwsError, requestId: string) => Answer;
}
