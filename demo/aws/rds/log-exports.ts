import { AwsError } from '../errors.ts';

const LOGS: Readonly<Record<string, readonly string[]>> = {
  'aurora-mysql': ['audit', 'error', 'general', 'instance', 'slowquery', 'iam-db-auth-error'],
  'aurora-postgresql': ['instance', 'postgresql', 'iam-db-auth-error'],
};

/** Throws for logs that the engine cannot export. https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_ModifyDBCluster.html */
export function checkExports(engine: string, logs: readonly string[] = []): void {
  const known = LOGS[engine] ?? [];
  const other = logs.find((log) => !known.includes(log));
  if (other === undefined) return;
  const text = `You cannot use the log types '${other}' with engine version ${engine}. For supported log types, see the documentation.`;
  throw new AwsError('InvalidParameterCombination', text);
}
