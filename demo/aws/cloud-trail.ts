import { isRead, type RequestRecord } from './request-log.ts';

/** A request as CloudTrail records it, in the members that tell who did what. */
export interface CloudTrailEvent {
  readonly eventTime: string;
  readonly eventSource: string;
  readonly eventName: string;
  readonly awsRegion: string;
  readonly readOnly: boolean;
  readonly requestID: string;
  readonly errorCode?: string;
  readonly requestParameters: Readonly<Record<string, unknown>> | null;
  readonly responseElements: object | null;
  readonly userIdentity: {
    readonly type: 'AssumedRole' | 'IAMUser';
    readonly arn: string;
    readonly accountId: string;
    readonly sessionContext?: {
      readonly sessionIssuer: { readonly type: 'Role'; readonly arn: string; readonly userName: string };
      readonly sourceIdentity?: string;
    };
  };
}

/**
 * The event of a request, from which CloudTrail knows nothing of what the network did to the answer. Session tags are
 * in the event of AssumeRole only.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html
 */
export function cloudTrailEvent(record: RequestRecord): CloudTrailEvent {
  const { principalArn: arn = '', accountId = '', action = '', applied, errorCode, sourceIdentity } = record;
  const role = /^arn:aws:sts::(\d+):assumed-role\/([^/]+)\//.exec(arn);
  const issuer = role && {
    type: 'Role' as const,
    arn: `arn:aws:iam::${role[1]}:role/${role[2]}`,
    userName: role[2] ?? '',
  };
  return {
    eventTime: record.time.toISOString().replace(/\.\d+Z$/, 'Z'),
    eventSource: `${record.service}.amazonaws.com`,
    eventName: action,
    awsRegion: record.region ?? '',
    readOnly: isRead(action),
    requestID: record.requestId,
    ...(errorCode !== undefined && applied !== true && { errorCode }),
    requestParameters: record.input ?? null,
    responseElements: record.output ?? null,
    userIdentity: {
      type: role ? 'AssumedRole' : 'IAMUser',
      arn,
      accountId,
      ...(issuer && {
        sessionContext: { sessionIssuer: issuer, ...(sourceIdentity !== undefined && { sourceIdentity }) },
      }),
    },
  };
}
