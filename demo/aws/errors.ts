/** An answer that refuses. `code` is the wire code; the SDK shows the shape's name for modelled errors. */
export class AwsError extends Error {
  override readonly name = 'AwsError';
  readonly code: string;
  readonly status: number;
  /** Further members of the error's shape, beside its message. */
  readonly members: Readonly<Record<string, unknown>>;

  constructor(code: string, message: string, status = 400, members: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.code = code;
    this.status = status;
    this.members = members;
  }
}

/**
 * The families of names that AWS front ends use for the same refusals: awsQuery services (RDS, STS), JSON services
 * (AWS Backup) and EC2. Sources: the "Common Errors" page of each service's API reference,
 * e.g. https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/CommonErrors.html and
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html
 */
const FRONT_DOOR = {
  query: {
    unsigned: ['MissingAuthenticationToken', 403, 'Request is missing Authentication Token'],
    unknownClient: ['InvalidClientTokenId', 403, 'The security token included in the request is invalid.'],
    badSignature: ['SignatureDoesNotMatch', 403, undefined],
    expired: ['ExpiredToken', 403, 'The security token included in the request is expired'],
    denied: ['AccessDenied', 403, undefined],
    throttled: ['Throttling', 400, 'Rate exceeded'],
    unknownOperation: ['InvalidAction', 400, undefined],
    malformed: ['MalformedInput', 400, undefined],
    internal: ['InternalFailure', 500, 'An internal error has occurred.'],
  },
  json: {
    unsigned: ['MissingAuthenticationTokenException', 403, 'Missing Authentication Token'],
    unknownClient: ['UnrecognizedClientException', 403, 'The security token included in the request is invalid.'],
    badSignature: ['InvalidSignatureException', 403, undefined],
    expired: ['ExpiredTokenException', 403, 'The security token included in the request is expired'],
    denied: ['AccessDeniedException', 403, undefined],
    throttled: ['ThrottlingException', 400, 'Rate exceeded'],
    unknownOperation: ['UnknownOperationException', 404, undefined],
    malformed: ['SerializationException', 400, undefined],
    internal: ['InternalFailure', 500, 'An internal error has occurred.'],
  },
  ec2: {
    unsigned: ['AuthFailure', 401, 'AWS was not able to validate the provided access credentials'],
    unknownClient: ['AuthFailure', 401, 'AWS was not able to validate the provided access credentials'],
    badSignature: ['AuthFailure', 401, undefined],
    expired: ['RequestExpired', 400, 'Request has expired.'],
    denied: ['UnauthorizedOperation', 403, undefined],
    throttled: ['RequestLimitExceeded', 503, 'Request limit exceeded.'],
    unknownOperation: ['InvalidAction', 400, undefined],
    malformed: ['InvalidParameterValue', 400, undefined],
    internal: ['InternalError', 500, 'An internal error has occurred'],
  },
} as const;

const BAD_SIGNATURE =
  'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key ' +
  'and signing method. Consult the service documentation for details.';

export type ErrorFamily = keyof typeof FRONT_DOOR;
export type FrontDoorRefusal = keyof (typeof FRONT_DOOR)['query'];

/** A refusal by the front end, before the operation runs, under the name its protocol family uses. */
export function refusal(family: ErrorFamily, kind: FrontDoorRefusal, message?: string): AwsError {
  const [code, status, text] = FRONT_DOOR[family][kind];
  return new AwsError(code, message ?? text ?? BAD_SIGNATURE, status);
}

/** `InvalidParameterValue`, 400: what RDS answers to a parameter it cannot accept. */
export function invalidParameterValue(message: string): AwsError {
  return new AwsError('InvalidParameterValue', message);
}
