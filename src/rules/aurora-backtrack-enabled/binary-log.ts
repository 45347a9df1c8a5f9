import { type Parameter, paginateDescribeDBClusterParameters, RDSClient } from '@aws-sdk/client-rds';
import type { RuleContext } from '../../domain/rule.ts';
import { incompleteAnswer, listIn, paging } from '../reads.ts';

/** What a cluster parameter group says of the binary log; undefined where it leaves AWS's default. */
export interface BinaryLog {
  /** `ROW`, `MIXED`, `STATEMENT` or `OFF`. */
  readonly format: string | undefined;
  readonly enhanced: boolean;
}

const action = 'rds:DescribeDBClusterParameters';

/**
 * AWS's own groups cannot be changed, and `aurora_enhanced_binlog` is 0 unless somebody sets it.
 * Aurora user guide, "Parameter groups for Amazon Aurora" and "Setting up enhanced binlog for Aurora MySQL".
 */
export const isDefaultGroup = (group: string): boolean => group.startsWith('default.');

/** What a group's own settings say. Throws an AwsCallError when a setting lacks its name or, of these two, its value. */
export function binaryLogIn(settings: readonly Parameter[]): BinaryLog {
  const values = new Map<string, string | undefined>();
  for (const { ParameterName, ParameterValue } of settings) {
    if (ParameterName === undefined) throw incompleteAnswer(action, 'a parameter without a name');
    values.set(ParameterName, ParameterValue);
  }
  const value = (name: string): string | undefined => {
    if (values.has(name) && values.get(name) === undefined) throw incompleteAnswer(action, `${name} without a value`);
    return values.get(name);
  };
  return {
    format: value('binlog_format')?.toUpperCase(),
    enhanced: ['1', 'ON', 'TRUE'].includes(value('aurora_enhanced_binlog')?.toUpperCase() ?? ''),
  };
}

/**
 * Reads what a customer's group sets itself (`Source=user`): one page as a rule, where the whole group has hundreds of
 * parameters at 100 a page. A group is asked once per target, for however many clusters use it.
 */
export async function readBinaryLog({ client, signal }: RuleContext, group: string): Promise<BinaryLog> {
  const settings: Parameter[] = [];
  for await (const page of paginateDescribeDBClusterParameters(
    { client: client(RDSClient), ...paging },
    { DBClusterParameterGroupName: group, Source: 'user' },
    { abortSignal: signal },
  )) {
    settings.push(...listIn(action, page.Parameters));
  }
  return binaryLogIn(settings);
}

/** Aurora user guide, "Performing a backtrack": an error unless forced, and no entries in the binary log. */
export const binaryLogNote = ({ format }: BinaryLog): string =>
  format === undefined || format === 'OFF'
    ? ''
    : ` Binary logging is on (binlog_format ${format}): a rewind then has to be forced and leaves nothing in the binary log.`;
