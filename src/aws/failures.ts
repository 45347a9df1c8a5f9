import { AwsCallError, type AwsFailureKind } from '../domain/errors.ts';

interface CallInfo {
  /** IAM action, e.g. `rds:DescribeDBClusters`. */
  readonly action: string;
  /** The role in use, or undefined for the process's own credentials. */
  readonly role?: string | undefined;
}

/** Codes of RDS, STS and AWS Backup; see each service's "Common Errors" and the SDK's retry constants. */
const kinds: readonly (readonly [AwsFailureKind, ReadonlySet<string>])[] = [
  ['denied', new Set(['AccessDenied', 'AccessDeniedException', 'UnauthorizedOperation', 'NotAuthorized'])],
  [
    'throttled',
    new Set([
      'Throttling',
      'ThrottlingException',
      'ThrottledException',
      'RequestLimitExceeded',
      'TooManyRequestsException',
      'RequestThrottled',
      'SlowDown',
    ]),
  ],
  [
    'region-disabled',
    new Set([
      'RegionDisabledException',
      'OptInRequired',
      'InvalidClientTokenId',
      'UnrecognizedClientException',
      'AuthFailure',
    ]),
  ],
  [
    'credentials',
    new Set([
      'CredentialsProviderError',
      'ExpiredToken',
      'ExpiredTokenException',
      'MissingAuthenticationToken',
      'SignatureDoesNotMatch',
      'InvalidSignatureException',
      'TokenRefreshRequired',
    ]),
  ],
  [
    'network',
    new Set([
      'ECONNREFUSED',
      'ECONNRESET',
      'ENOTFOUND',
      'EAI_AGAIN',
      'EPIPE',
      'ETIMEDOUT',
      'TimeoutError',
      'RequestTimeout',
      'NetworkingError',
      // Broken off by ourselves, so nobody has answered either.
      'AbortError',
    ]),
  ],
];

/** An answer that is neither XML nor JSON was not written by the service that was asked. */
export const isReadable = (contentType: string | undefined): boolean =>
  contentType === undefined || /\b(?:xml|json)\b/i.test(contentType);

/** Turns whatever the SDK threw into the words that the rest of the product decides on. */
export function classify(error: unknown, { action, role }: CallInfo): AwsCallError {
  if (error instanceof AwsCallError) return error;
  const facts = factsOf(error);
  const { code, detail } = facts;
  return new AwsCallError({
    kind: kindOf(facts),
    action,
    code,
    detail: firstLine(detail),
    role: roleIn(detail) ?? role,
  });
}

interface ErrorFacts {
  readonly code: string;
  readonly detail: string;
  readonly status: number | undefined;
  readonly contentType: string | undefined;
  /** AWS said no in its own words, as against an answer that could not be read. */
  readonly fromService: boolean;
}

function kindOf({ code, status, contentType, fromService }: ErrorFacts): AwsFailureKind {
  const foreign = !isReadable(contentType);
  const listed = foreign ? undefined : kinds.find(([, codes]) => codes.has(code))?.[0];
  if (listed !== undefined) return listed;
  if (status !== undefined && status >= 500) return 'server';
  return foreign || !fromService ? 'unparseable' : 'refused';
}

function factsOf(error: unknown): ErrorFacts {
  const { name, message, code, $metadata, $response, $fault } = Object(error) as {
    name?: string;
    message?: string;
    code?: unknown;
    $metadata?: { httpStatusCode?: number };
    $response?: { headers?: Record<string, string> };
    $fault?: unknown;
  };
  return {
    code: typeof code === 'string' ? code : (name ?? 'Unknown'),
    detail: message ?? String(error),
    status: $metadata?.httpStatusCode,
    contentType: $response?.headers?.['content-type'],
    fromService: $fault !== undefined,
  };
}

/** `User: arn:aws:sts::111111111111:assumed-role/NAME/SESSION is not authorized to perform: …` names the role. */
const roleIn = (message: string): string | undefined =>
  /^User: (arn:\S+) is not authorized/
    .exec(message)?.[1]
    ?.replace(/^arn:[^:]*:sts::(\d+):assumed-role\/([^/]+)\/.*$/, '$2 of account $1');

const firstLine = (text: string): string => (text.split('\n', 1)[0] ?? '').slice(0, 300);
