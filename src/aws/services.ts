/** IAM prefixes of the services whose clients are used; the name is the SDK's client class without `Client`. */
const prefixes: Readonly<Record<string, string>> = { RDS: 'rds', Backup: 'backup', STS: 'sts', IAM: 'iam' };

/** `rds` for RDSClient. Throws for a service that nobody has thought about: it would have no request limit. */
export function servicePrefix(clientName: string): string {
  const prefix = prefixes[clientName.replace(/Client$/, '')];
  if (prefix === undefined) throw new Error(`${clientName} has no entry in aws/services.ts`);
  return prefix;
}

/** `rds:DescribeDBClusters` for DescribeDBClustersCommand. */
export const iamAction = (prefix: string, commandName: string): string =>
  `${prefix}:${commandName.replace(/Command$/, '')}`;
