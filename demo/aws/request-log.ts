/** One request as the simulated AWS saw it. Fields stay `undefined` when the request was refused before they were known. */
export interface RequestRecord {
  readonly requestId: string;
  readonly time: Date;
  /** SDK attempt, from 1. */
  readonly attempt: number;
  /** The same for all attempts of one SDK call. */
  readonly invocationId: string | undefined;
  accountId?: string;
  region?: string;
  service?: string;
  action?: string;
  input?: Readonly<Record<string, unknown>>;
  principalArn?: string;
  /** Who stands behind a session, as AssumeRole was told. */
  sourceIdentity?: string;
  /** The session's tags. */
  sessionTags?: Readonly<Record<string, string>>;
  /** Of a write: whether it happened, whatever the caller was answered. */
  applied?: boolean;
  /** What a write that happened answered, or would have. */
  output?: object;
  /** HTTP status; `undefined` while unanswered and when the socket was closed instead. */
  status?: number;
  /** Wire code of the refusal. */
  errorCode?: string;
  /** The injected fault that shaped the answer. */
  fault?: string;
}

/** Records pass when they agree in every field given. */
export type RequestFilter = Partial<
  Pick<
    RequestRecord,
    | ('accountId' | 'region' | 'service' | 'action' | 'attempt' | 'status' | 'errorCode' | 'fault')
    | ('sourceIdentity' | 'principalArn' | 'applied')
  >
>;

export interface RequestLog {
  readonly add: (record: RequestRecord) => RequestRecord;
  readonly list: (filter?: RequestFilter) => RequestRecord[];
  readonly count: (filter?: RequestFilter) => number;
  /** Calls made more than once: groups of first attempts with the same account, Region, action and input. */
  readonly duplicates: (filter?: RequestFilter) => RequestRecord[][];
  /** The writes that happened, also those whose answer never reached the caller. */
  readonly writes: (filter?: RequestFilter) => RequestRecord[];
  readonly clear: () => void;
}

/** Keeps the last `size` requests, in the order they arrived. */
export function createRequestLog(size: number): RequestLog {
  let records: RequestRecord[] = [];
  const add = (record: RequestRecord): RequestRecord => {
    if (records.length >= size * 2) records = records.slice(-size);
    records.push(record);
    return record;
  };
  const list = (filter: RequestFilter = {}): RequestRecord[] => {
    const wanted = Object.entries(filter) as [keyof RequestFilter, unknown][];
    return records.slice(-size).filter((record) => wanted.every(([key, value]) => record[key] === value));
  };
  const duplicates = (filter?: RequestFilter): RequestRecord[][] => {
    const groups = new Map<string, RequestRecord[]>();
    for (const record of list({ ...filter, attempt: 1 })) {
      const { accountId, region, service, action, input } = record;
      const key = JSON.stringify([accountId, region, service, action, sorted(input)]);
      if (action !== undefined) groups.set(key, [...(groups.get(key) ?? []), record]);
    }
    return [...groups.values()].filter((group) => group.length > 1);
  };
  const clear = (): void => {
    records = [];
  };
  const writes = (filter?: RequestFilter): RequestRecord[] => list({ ...filter, applied: true });
  return { add, list, count: (filter) => list(filter).length, duplicates, writes, clear };
}

/** Whether an action changes nothing. AssumeRole counts as such, in CloudTrail as well. */
export function isRead(action: string): boolean {
  return /^(Describe|List|Get|Assume)/.test(action);
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  return Object.entries(value)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([key, entry]) => [key, sorted(entry)]);
}
