/** IAM prefixes of the services whose clients are used; the name is the SDK's client class without `Client`. */
const prefixes: Readonly<Record<string, string>> = {
  RDS: 'rds',
  Backup: 'backup',
  STS: 'sts',
  IAM: 'iam',
  ApplicationAutoScaling: 'application-autoscaling',
  CloudWatch: 'cloudwatch',
  DatabaseMigrationService: 'dms',
  EC2: 'ec2',
  KMS: 'kms',
  PI: 'pi',
  SecretsManager: 'secretsmanager',
};

/**
 * Requests a second, account and Region to services that only planning and its steps ask, a handful at a time: well
 * below what each of them allows everybody.
 */
export const planningRates = {
  iam: 2,
  'application-autoscaling': 4,
  cloudwatch: 4,
  dms: 4,
  ec2: 4,
  kms: 4,
  pi: 4,
  secretsmanager: 4,
} as const;

/** `rds` for RDSClient. Throws for a service that nobody has thought about: it would have no request limit. */
export function servicePrefix(clientName: string): string {
  const prefix = prefixes[clientName.replace(/Client$/, '')];
  if (prefix === undefined) throw new Error(`${clientName} has no entry in aws/services.ts`);
  return prefix;
}

/** `rds:DescribeDBClusters` for DescribeDBClustersCommand. */
export const iamAction = (prefix: string, commandName: string): string =>
  `${prefix}:${commandName.replace(/Command$/, '')}`;
