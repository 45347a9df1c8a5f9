import { invalidParameterValue } from '../errors.ts';
import type { Page } from '../pages.ts';
import type { Call } from '../service.ts';

/** The paging members that every RDS list takes. */
export interface PagedInput {
  readonly MaxRecords?: number | undefined;
  readonly Marker?: string | undefined;
}

/**
 * One page of an RDS list: 100 records unless MaxRecords, from 20 to 100, asks for fewer.
 * https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DescribeDBClusters.html
 */
export function rdsPage<Item>(
  call: Call,
  action: string,
  input: PagedInput,
  items: Iterable<Item>,
  key: (item: Item) => string,
): Page<Item> {
  const { MaxRecords: max = 100, Marker: token, ...rest } = input;
  if (!Number.isInteger(max) || max < 20 || max > 100) {
    throw invalidParameterValue(`Invalid value ${max} for MaxRecords. Must be between 20 and 100`);
  }
  const scope = [call.account.id, call.region, action, rest];
  const refuse = (): Error => invalidParameterValue('The parameter Marker is not valid for this request.');
  return call.paginate({ items, key, scope, token, max, refuse });
}

const IDENTIFIER = /^[a-z](?!.*--)[a-z0-9-]*(?<!-)$/i;
/** Snapshots made by RDS and AWS Backup carry a prefix: `rds:…`, `awsbackup:job-…`. */
const SNAPSHOT_IDENTIFIER = /^(?:(?:rds|awsbackup):)?[a-z][a-z0-9-]*$/i;

/**
 * The identifier in a name or an ARN, in lower case. An ARN of another account or Region gives `undefined`, which
 * no resource of this Region has. Throws `InvalidParameterValue` for what cannot be an identifier.
 */
export function identifierIn(call: Call, parameter: string, type: string, text: string): string | undefined {
  if (text.startsWith('arn:')) {
    const here = `arn:aws:rds:${call.region}:${call.account.id}:${type}:`;
    return text.startsWith(here) ? text.slice(here.length).toLowerCase() : undefined;
  }
  const pattern = type.includes('snapshot') ? SNAPSHOT_IDENTIFIER : IDENTIFIER;
  if (pattern.test(text)) return text.toLowerCase();
  throw invalidParameterValue(
    `The parameter ${parameter} is not a valid identifier. Identifiers must begin with a letter; must contain only ` +
      'ASCII letters, digits, and hyphens; and must not end with a hyphen or contain two consecutive hyphens.',
  );
}

/** The ARN that IAM checks for a call on one resource, or on all of a type. */
export function resourceArn(call: Call, type: string, identifier: string | undefined): string {
  if (identifier?.startsWith('arn:')) return identifier;
  return `arn:aws:rds:${call.region}:${call.account.id}:${type}:${identifier ?? '*'}`;
}
