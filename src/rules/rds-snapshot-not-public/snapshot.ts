import type { DBClusterSnapshot, DBSnapshot } from '@aws-sdk/client-rds';
import { AwsCallError } from '../../domain/errors.ts';
import { tagRecord } from '../reads.ts';

/** A snapshot of an instance or of a cluster, in the same words. */
export interface Snapshot {
  readonly kind: 'instance' | 'cluster';
  readonly name: string;
  readonly arn: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly engine: string | undefined;
  /** The instance or cluster it was taken of, which may be gone. */
  readonly database: string | undefined;
  /** `manual`, `automated`, `awsbackup`. */
  readonly type: string | undefined;
  readonly encrypted: boolean | undefined;
  readonly sizeGib: number | undefined;
  readonly createdAt: Date | undefined;
}

export const fromInstance = (raw: DBSnapshot): Snapshot => ({
  kind: 'instance',
  ...identify('rds:DescribeDBSnapshots', raw.DBSnapshotIdentifier, raw.DBSnapshotArn),
  tags: tagRecord(raw.TagList),
  engine: raw.Engine,
  database: raw.DBInstanceIdentifier,
  type: raw.SnapshotType,
  encrypted: raw.Encrypted,
  sizeGib: raw.AllocatedStorage,
  createdAt: raw.SnapshotCreateTime,
});

export const fromCluster = (raw: DBClusterSnapshot): Snapshot => ({
  kind: 'cluster',
  ...identify('rds:DescribeDBClusterSnapshots', raw.DBClusterSnapshotIdentifier, raw.DBClusterSnapshotArn),
  tags: tagRecord(raw.TagList),
  engine: raw.Engine,
  database: raw.DBClusterIdentifier,
  type: raw.SnapshotType,
  encrypted: raw.StorageEncrypted,
  sizeGib: raw.AllocatedStorage,
  createdAt: raw.SnapshotCreateTime,
});

/** For an answer that lacks what the API always sends: silence must not become a verdict. */
export const incomplete = (action: string, detail: string): AwsCallError =>
  new AwsCallError({ kind: 'unparseable', action, code: 'IncompleteAnswer', detail });

function identify(action: string, name: string | undefined, arn: string | undefined): { name: string; arn: string } {
  if (name !== undefined && arn !== undefined) return { name, arn };
  throw incomplete(action, 'a snapshot without name or ARN');
}

/**
 * Only manual snapshots can be shared. Automated ones (`rds:…`) and AWS Backup's (`awsbackup:…`, typed `manual` when
 * they are of a cluster) have to be copied first: RDS user guide, "Sharing a DB snapshot". No identifier that a person
 * chooses holds a colon.
 */
export const isShareable = ({ name, type }: Pick<Snapshot, 'name' | 'type'>): boolean =>
  (type === undefined || type === 'manual') && !/^(?:rds|awsbackup):/.test(name);
